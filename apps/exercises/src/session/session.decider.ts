import { type Command, type Decider, demand } from '@tandem/core';
import { demandReachable, demandRosterOpen } from './anonymity.decider';
import { isDetached } from './anonymity.measures';
import type { Scene } from './exercise.decider';
import { draft, join } from './draft.decider';
import { decideFinding, type FindingCommand } from './finding.decider';
import { exerciseOf, type WorkCommand } from './kinds.decider';
import { advance, endTimebox, enter, extend, hasRevealed, phaseOf, revert } from './phase.decider';
import { assign, demandPart, withdraw } from './role.decider';
import { type Drafted, evolve, type Session } from './session-state.decider';
import type { Draft, Sealed, SessionEvent, SessionRole } from './session.events';

type KernelCommand =
  | Command<'DraftSession', Draft>
  | Command<'ScheduleSession', { startsAt: string }>
  | Command<'JoinSession', { teamId: string }>
  | Command<'AssignRole', { personId: string; role: SessionRole }>
  | Command<'WithdrawRole', { personId: string; role: SessionRole }>
  | Command<'OpenSession'>
  | Command<'MarkReady'>
  | Command<'AdvancePhase', { sealed?: readonly Sealed[]; discardFew?: boolean }>
  | Command<'EndTimebox', { phase: string; endsAt: string; sealed?: readonly Sealed[] }>
  | Command<'ExtendTimebox', { minutes: number; reason: string }>
  | Command<'RevertPhase'>
  | Command<'RedactContribution', { contributionId: string }>
  | FindingCommand
  | Command<'CloseSession'>
  | Command<'ReopenSession', { reason: string }>
  | Command<'ArchiveSession'>
  | Command<'CancelSession', { reason: string }>;

/** What can be asked of a session. */
export type SessionWish = KernelCommand | WorkCommand;

/** A wish with whose it is and when it was uttered. */
export type SessionCommand = SessionWish & { readonly by: string; readonly now: string };

/** In which states a wish can come true. Left out: the work of a kind, while the session is open. */
const allowedIn: Readonly<Partial<Record<SessionCommand['type'], readonly Session['status'][]>>> = {
  DraftSession: ['unknown'],
  ScheduleSession: ['draft'],
  JoinSession: ['scheduled', 'open'],
  AssignRole: ['draft', 'scheduled', 'open', 'synthesis'],
  WithdrawRole: ['draft', 'scheduled', 'open', 'synthesis'],
  OpenSession: ['scheduled'],
  RedactContribution: ['open', 'synthesis', 'closed'],
  RecordFinding: ['open', 'synthesis'],
  LinkFinding: ['open', 'synthesis'],
  DeferFinding: ['open', 'synthesis'],
  DismissFinding: ['open', 'synthesis'],
  CloseSession: ['synthesis'],
  ReopenSession: ['closed'],
  ArchiveSession: ['closed'],
  CancelSession: ['draft', 'scheduled', 'open', 'synthesis'],
};

const reopenWithin = 7 * 24 * 3_600_000;

/** A session runs the phases of its template, shows what was found, and ends once every finding has its place. */
export const session: Decider<Session, SessionCommand, SessionEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide(command, state) {
    const { by, now } = command;
    const isPossible = (allowedIn[command.type] ?? ['open']).includes(state.status);
    demand(isPossible, 'wrong-status', `${command.type} is not possible: the session is ${state.status}.`);
    if (command.type === 'DraftSession') return draft(command.data, by, exerciseOf(command.data.template.kind));
    if (state.status === 'unknown') return [];

    const exercise = exerciseOf(state.template.kind);
    const scene = sceneOf(state, by, now);
    const facilitated = () => demandPart(scene, 'facilitator');

    switch (command.type) {
      case 'ScheduleSession':
        facilitated();
        demand(isAfter(command.data.startsAt, now), 'starts-in-the-past', 'startsAt must lie in the future.');
        return [{ type: 'SessionScheduled', data: command.data }];

      case 'JoinSession':
        demand(!hasRevealed(state), 'already-revealed', 'Nobody joins once the result is shown.');
        if (!state.roster[by]) demandRosterOpen(state.template, state.status);
        return join(state, by, command.data.teamId);

      case 'AssignRole':
        facilitated();
        return assign(state, command.data);

      case 'WithdrawRole':
        facilitated();
        return withdraw(state, command.data);

      case 'OpenSession':
        facilitated();
        demandReachable(state, exercise);
        return [
          { type: 'SessionOpened', data: isDetached(state.template) ? { anonymity: state.anonymity } : {} },
          ...enter(state, 0, exercise, now),
        ];

      case 'MarkReady':
        demand(scene.teamId !== undefined, 'not-a-participant', 'Only participants say that they are ready.');
        return state.ready.includes(by) ? [] : [{ type: 'ParticipantReady', data: { personId: by } }];

      case 'AdvancePhase':
        demandPart(scene);
        return advance(state, exercise, scene, command.data.sealed);

      case 'EndTimebox':
        return endTimebox(state, exercise, command.data, now);

      case 'ExtendTimebox':
        facilitated();
        return extend(state, command.data, by, now);

      case 'RevertPhase':
        facilitated();
        return revert(state, now);

      case 'RedactContribution': {
        facilitated();
        const { contributionId } = command.data;
        const isKnown = Object.values(state.contributions).some(({ ids }) => ids.includes(contributionId));
        demand(isKnown, 'no-such-contribution', 'There is no sealed contribution with this id in this session.');
        return state.redacted.includes(contributionId) ? [] : [{ type: 'ContributionRedacted', data: command.data }];
      }

      case 'RecordFinding':
      case 'LinkFinding':
      case 'DeferFinding':
      case 'DismissFinding':
        facilitated();
        demand(hasRevealed(state), 'not-revealed', 'Findings come after the result is shown.');
        return decideFinding(command, state.findings, {
          kind: state.template.kind,
          teamIds: state.teamIds,
          now,
          evidence: (about) => exercise.evidence(state.work, about),
        });

      case 'CloseSession': {
        facilitated();
        const open = Object.values(state.findings).filter(({ status }) => status === 'recorded');
        const message = `Link, defer or dismiss first: ${open.map(({ summary }) => summary).join('; ')}.`;
        demand(open.length === 0, 'finding-unresolved', message);
        return [{ type: 'SessionClosed', data: { closedAt: now } }];
      }

      case 'ReopenSession':
        facilitated();
        demandReason(command.data);
        demand(
          Date.parse(now) - Date.parse(state.closedAt!) <= reopenWithin,
          'reopen-too-late',
          'A session can be reopened for 7 days.',
        );
        return [{ type: 'SessionReopened', data: command.data }];

      case 'ArchiveSession':
        facilitated();
        return [{ type: 'SessionArchived', data: {} }];

      case 'CancelSession':
        facilitated();
        demandReason(command.data);
        return [{ type: 'SessionCancelled', data: command.data }];

      default: {
        demandPart(scene);
        const { id, accepts } = phaseOf(state)!;
        demand(accepts.includes(command.type), 'phase-closed', `The phase ${id} does not take ${command.type}.`);
        demandPart(scene, exercise.commands[command.type]);
        return exercise.decide(command, state.work, scene);
      }
    }
  },

  evolve,
};

const sceneOf = ({ roles, roster, teamIds }: Drafted, by: string, now: string): Scene => ({
  now,
  personId: by,
  facilitates: roles.facilitator.includes(by),
  represents: roles.team_rep.includes(by),
  teamId: roster[by],
  teamIds,
  roster,
});

const isAfter = (a: string, b: string) => Date.parse(a) > Date.parse(b);

function demandReason({ reason }: { reason: string }) {
  demand(reason.trim() !== '', 'reason-missing', 'Say why.');
}
