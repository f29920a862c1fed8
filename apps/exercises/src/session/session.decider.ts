import { type Command, type Decider, demand } from '@tandem/core';
import type { Scene } from './exercise.decider';
import { draft, join } from './draft.decider';
import { decideFinding, type FindingCommand } from './finding.decider';
import { type Findings, withFinding } from './finding.measures';
import { exerciseOf, type WorkCommand } from './kinds.decider';
import { advance, contributed, type Course, enter, hasRevealed, phaseOf, revert } from './phase.decider';
import type { Draft, Sealed, SessionEvent, SessionStatus, WorkEvent } from './session.events';

type KernelCommand =
  | Command<'DraftSession', Draft>
  | Command<'ScheduleSession', { startsAt: string }>
  | Command<'JoinSession', { teamId: string }>
  | Command<'OpenSession'>
  | Command<'MarkReady'>
  | Command<'AdvancePhase', { sealed?: readonly Sealed[] }>
  | Command<'RevertPhase'>
  | FindingCommand
  | Command<'CloseSession'>
  | Command<'ReopenSession', { reason: string }>
  | Command<'ArchiveSession'>
  | Command<'CancelSession', { reason: string }>;

/** What can be asked of a session. */
export type SessionWish = KernelCommand | WorkCommand;

/** A wish with whose it is and when it was uttered. */
export type SessionCommand = SessionWish & { readonly by: string; readonly now: string };

interface Drafted extends Course {
  readonly status: SessionStatus;
  readonly facilitatorIds: readonly string[];
  readonly findings: Findings;
  readonly closedAt?: string;
}

export type Session = { readonly status: 'unknown' } | Drafted;

/** In which states a wish can come true. Left out: the work of a kind, while the session is open. */
const allowedIn: Readonly<Partial<Record<SessionCommand['type'], readonly Session['status'][]>>> = {
  DraftSession: ['unknown'],
  ScheduleSession: ['draft'],
  JoinSession: ['scheduled', 'open'],
  OpenSession: ['scheduled'],
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
    const facilitated = () =>
      demand(scene.facilitates, 'not-facilitator', 'Only a facilitator of this session may do this.');

    switch (command.type) {
      case 'ScheduleSession':
        facilitated();
        demand(isAfter(command.data.startsAt, now), 'starts-in-the-past', 'startsAt must lie in the future.');
        return [{ type: 'SessionScheduled', data: command.data }];

      case 'JoinSession':
        demand(!hasRevealed(state), 'already-revealed', 'Nobody joins once the result is shown.');
        return join(state, by, command.data.teamId);

      case 'OpenSession':
        facilitated();
        return [{ type: 'SessionOpened', data: {} }, ...enter(state, 0, exercise, now)];

      case 'MarkReady':
        demand(scene.teamId !== undefined, 'not-a-participant', 'Only participants say that they are ready.');
        return state.ready.includes(by) ? [] : [{ type: 'ParticipantReady', data: { personId: by } }];

      case 'AdvancePhase':
        demandPart(scene);
        return advance(state, exercise, scene, command.data.sealed);

      case 'RevertPhase':
        facilitated();
        return revert(state, now);

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
        return exercise.decide(command, state.work, scene);
      }
    }
  },

  evolve(state, event) {
    if (event.type === 'SessionDrafted') return drafted(event.data);
    if (state.status === 'unknown') return state;

    switch (event.type) {
      case 'SessionScheduled':
        return { ...state, status: 'scheduled' };
      case 'ParticipantJoined':
        return { ...state, roster: { ...state.roster, [event.data.personId]: event.data.teamId } };
      case 'SessionOpened':
        return { ...state, status: 'open' };
      case 'PhaseEntered':
        return at(state, event.data);
      case 'ContributionsSealed':
        return withSealed(state, event.data);
      case 'ParticipantReady':
        return { ...state, ready: [...state.ready, event.data.personId] };
      case 'PhaseReverted':
        return { ...at(state, event.data), reverted: [...state.reverted, event.data.from] };
      case 'SynthesisBegun':
        return { ...state, status: 'synthesis', phase: state.template.phases.length };
      case 'FindingRecorded':
      case 'FindingLinked':
      case 'FindingDeferred':
      case 'FindingDismissed':
        return { ...state, findings: withFinding(state.findings, event) };
      case 'SessionClosed':
        return { ...state, status: 'closed', closedAt: event.data.closedAt };
      case 'SessionReopened':
        return { ...state, status: 'synthesis' };
      case 'SessionArchived':
        return { ...state, status: 'archived' };
      case 'SessionCancelled':
        return { ...state, status: 'cancelled' };
      default:
        return { ...state, work: workAfter(state, event) };
    }
  },
};

const drafted = ({ template, teamIds, facilitatorIds }: Draft): Drafted => ({
  status: 'draft',
  template,
  teamIds,
  facilitatorIds,
  roster: {},
  phase: -1,
  ready: [],
  reverted: [],
  sealed: [],
  findings: {},
  work: exerciseOf(template.kind).initialWork(),
});

/** An event that no kind knows was written by a newer process: better to stop than to forget it. */
function workAfter({ template, work }: Course, event: WorkEvent): unknown {
  const after = exerciseOf(template.kind).evolve(work, event);
  if (after === undefined) throw new Error(`The rules of ${template.kind} do not know the event ${event.type}.`);
  return after;
}

const withSealed = (state: Drafted, sealed: Sealed): Drafted => ({
  ...state,
  sealed: sealed.mode === 'detached' ? [...state.sealed, sealed.phase] : state.sealed,
  work: contributed(exerciseOf(state.template.kind), state.work, sealed),
});

const at = (state: Drafted, { phase, endsAt }: { phase: string; endsAt: string }): Drafted => ({
  ...state,
  phase: state.template.phases.findIndex(({ id }) => id === phase),
  endsAt,
  ready: [],
});

const sceneOf = ({ facilitatorIds, roster, teamIds }: Drafted, by: string, now: string): Scene => ({
  now,
  facilitates: facilitatorIds.includes(by),
  teamId: roster[by],
  teamIds,
});

const isAfter = (a: string, b: string) => Date.parse(a) > Date.parse(b);

function demandPart({ facilitates, teamId }: Scene) {
  demand(facilitates || teamId !== undefined, 'not-a-participant', 'Join the session first.');
}

function demandReason({ reason }: { reason: string }) {
  demand(reason.trim() !== '', 'reason-missing', 'Say why.');
}
