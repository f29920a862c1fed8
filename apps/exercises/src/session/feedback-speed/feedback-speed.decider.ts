import { type Command, demand } from '@tandem/core';
import type { Exercise, Scene } from '../exercise.decider';
import type {
  Account,
  FeedbackSpeedEvent,
  HopKey,
  Origin,
  Outcome,
  Passage,
  Revealed,
  Side,
  Yardstick,
} from './feedback-speed.events';
import { pairEvidence } from './feedback-speed.measures';
import { type CandidateCommand, confirmedCandidate, demandEvidence, found } from './candidate.decider';
import { feedbackSpeedTemplate } from './feedback-speed.template';
import { demandSoundYardstick } from './yardstick.measures';
import { agreedTrace, type Hop, type Trace, type Traces, withEvent } from './trace.measures';

export type FeedbackSpeedCommand =
  | CandidateCommand
  | Command<'SelectSubject', Yardstick & { subject: string }>
  | Command<'OpenTrace', Origin & { traceId: string }>
  | Command<'ReportHop', HopKey & Passage & { account: Account }>
  | Command<'ConfirmHop', HopKey & { account: Account }>
  | Command<'DisputeHop', HopKey & { reason: string }>
  | Command<'ReconcileHop', HopKey & { account: Account }>
  | Command<'EndTrace', Outcome & { traceId: string }>;

export interface FeedbackSpeed {
  readonly subject?: string;
  readonly traces: Traces;
  readonly yardstick?: Yardstick;
  readonly revealed?: Revealed;
}

/** A batch is five to twenty pieces of feedback: more are for another test. */
const mostTraces = 20;

/** How fast feedback travels: both ends of every hop tell their times, and they stand once both agree. */
export const feedbackSpeed: Exercise<FeedbackSpeed, FeedbackSpeedCommand, FeedbackSpeedEvent> = {
  template: feedbackSpeedTemplate,

  commands: {
    SelectSubject: 'facilitator',
    OpenTrace: 'anyone',
    FindHopCandidate: 'facilitator',
    ConfirmHopCandidate: 'anyone',
    ReportHop: 'anyone',
    ConfirmHop: 'anyone',
    DisputeHop: 'anyone',
    ReconcileHop: 'facilitator',
    EndTrace: 'anyone',
  },

  initialWork: () => ({ traces: {} }),

  decide({ type, data }, { traces }, scene) {
    switch (type) {
      case 'SelectSubject':
        demand(data.subject.trim() !== '', 'subject-missing', 'Say which decision or project is looked at.');
        demandSoundYardstick(data, scene.teamIds);
        return [{ type: 'SubjectSelected', data }];

      case 'OpenTrace':
        demand(!Object.hasOwn(traces, data.traceId), 'trace-exists', 'A trace with this id already exists.');
        demand(Object.keys(traces).length < mostTraces, 'batch-full', `A test looks at ${mostTraces} traces at most.`);
        demandTeam(scene, data.originTeamId);
        demandPast(scene, data.originAt);
        return [{ type: 'TraceOpened', data }];

      case 'FindHopCandidate':
        demandEvidence(data);
        return found(data, openTrace(traces, data), scene);

      case 'ConfirmHopCandidate': {
        const { hop, report, told } = confirmedCandidate(data.traceId, data.candidateId, openTrace(traces, data));
        if (!hop) return [reported(traces, report, scene)];
        demand(
          !hop[sideOf(scene, hop)],
          'already-told',
          'Your side has confirmed it: now it is the other side’s turn.',
        );
        return [{ type: 'HopConfirmed', data: { traceId: data.traceId, seq: told, account: report.account } }];
      }

      case 'ReportHop':
        return [reported(traces, data, scene)];

      case 'ConfirmHop': {
        const hop = hopOf(traces, data);
        const side = sideOf(scene, hop);
        demand(!hop[side], 'already-told', 'Your side has told its times: now it is the other side’s turn.');
        demandAccount(scene, side, data.account);
        return [{ type: 'HopConfirmed', data }];
      }

      case 'DisputeHop': {
        const hop = hopOf(traces, data);
        sideOf(scene, hop);
        demand(data.reason.trim() !== '', 'reason-missing', 'Say what is wrong with this hop.');
        return hop.disputed ? [] : [{ type: 'HopDisputed', data }];
      }

      case 'ReconcileHop':
        hopOf(traces, data);
        demandAccount(scene, 'sender', data.account);
        return [{ type: 'HopReconciled', data }];

      case 'EndTrace': {
        const trace = openTrace(traces, data);
        const holder = trace.hops.at(-1)?.toTeamId ?? trace.originTeamId;
        demand(
          scene.facilitates || scene.teamId === holder,
          'not-your-trace',
          'The team that has the feedback in hand, or a facilitator, tells how the trace ended.',
        );
        demandPast(scene, data.terminalAt, data.toldAt);
        demand(
          ![data.terminalAt, data.toldAt ?? data.terminalAt].some((time) => isBefore(time, trace.originAt)),
          'ended-before-begun',
          'A trace ends, and is told of, after it began.',
        );
        return [{ type: 'TraceEnded', data }];
      }
    }
  },

  evolve(work, event) {
    switch (event.type) {
      case 'SubjectSelected': {
        const { subject, ...yardstick } = event.data;
        return { ...work, subject, yardstick };
      }
      case 'TracesRevealed':
        return { ...work, revealed: event.data };
      case 'TraceOpened':
      case 'HopCandidateFound':
      case 'HopReported':
      case 'HopConfirmed':
      case 'HopDisputed':
      case 'HopReconciled':
      case 'TraceEnded':
        return { ...work, traces: withEvent(work.traces, event) };
    }
  },

  guards: {
    'subject-selected': { holds: ({ subject }) => !!subject, message: 'Choose the decision or project first.' },
    'traces-entered': {
      holds: ({ traces }) => Object.values(traces).some(({ hops }) => hops.length > 0),
      message: 'Enter at least one trace with a hop.',
    },
    'hops-agreed': {
      holds: ({ traces }) => agreedTraces(traces).every((trace) => trace !== null),
      message: 'Both sides must agree on the times of every hop, or a facilitator reconciles them.',
    },
  },

  reveal: ({ traces, yardstick }, asOf) => [
    {
      type: 'TracesRevealed',
      data: { ...yardstick, asOf, traces: agreedTraces(traces).filter((trace) => trace !== null) },
    },
  ],

  evidence: ({ revealed }, about) => (revealed ? pairEvidence(revealed, about) : null),
};

function reported(traces: Traces, data: HopKey & Passage & { account: Account }, scene: Scene): FeedbackSpeedEvent {
  const { hops } = openTrace(traces, data);
  const side = sideOf(scene, data);
  const holder = hops.at(-1)?.toTeamId ?? traces[data.traceId]?.originTeamId;
  demand(data.seq === hops.length + 1, 'hop-out-of-turn', `The next hop of this trace is number ${hops.length + 1}.`);
  demand(data.fromTeamId === holder, 'path-broken', 'A hop starts at the team where the one before it ended.');
  demand(data.fromTeamId !== data.toTeamId, 'hop-to-itself', 'A hop goes to another team.');
  demand(
    scene.teamIds.includes(data.toTeamId),
    'team-not-in-session',
    'The receiving team does not take part in this session.',
  );
  demandEvidence(data);
  demandAccount(scene, side, data.account);
  return { type: 'HopReported', data: { ...data, side } };
}

const agreedTraces = (traces: Traces) => Object.entries(traces).map(([traceId, trace]) => agreedTrace(traceId, trace));

const isBefore = (a: string, b: string) => Date.parse(a) < Date.parse(b);

function traceOf(traces: Traces, { traceId }: { traceId: string }): Trace {
  const trace = Object.hasOwn(traces, traceId) ? traces[traceId] : undefined;
  demand(trace !== undefined, 'no-such-trace', 'There is no trace with this id in this session.');
  return trace;
}

function openTrace(traces: Traces, key: { traceId: string }): Trace {
  const trace = traceOf(traces, key);
  demand(!trace.outcome, 'trace-ended', 'This trace has already ended.');
  return trace;
}

function hopOf(traces: Traces, key: HopKey): Hop {
  const hop = traceOf(traces, key).hops[key.seq - 1];
  demand(hop !== undefined, 'no-such-hop', `Nobody has reported hop ${key.seq} of this trace.`);
  return hop;
}

function sideOf({ teamId }: Scene, { fromTeamId, toTeamId }: Pick<Passage, 'fromTeamId' | 'toTeamId'>): Side {
  demand(teamId === fromTeamId || teamId === toTeamId, 'not-your-hop', 'Only the two teams of a hop speak of it.');
  return teamId === fromTeamId ? 'sender' : 'receiver';
}

function demandTeam(scene: Scene, teamId: string) {
  demand(scene.teamId === teamId, 'not-your-team', 'Only somebody who reports for the team where it began may tell.');
}

function demandPast({ now }: Scene, ...times: (string | undefined)[]) {
  const isPast = times.every((time) => time === undefined || !isBefore(now, time));
  demand(isPast, 'in-the-future', 'Only what has already happened can be told.');
}

function demandAccount(scene: Scene, side: Side, { sentAt, receivedAt, fidelity = 0, clarifications = 0 }: Account) {
  const own = side === 'sender' ? sentAt : receivedAt;
  demand(own !== undefined, 'own-time-missing', 'The sender tells sentAt, the receiver receivedAt.');
  demandPast(scene, sentAt, receivedAt);
  const inOrder = !sentAt || !receivedAt || !isBefore(receivedAt, sentAt);
  demand(inOrder, 'received-before-sent', 'receivedAt cannot lie before sentAt.');
  demand([0, 1, 2, 3].includes(fidelity), 'fidelity-out-of-range', 'fidelity is 0, 1, 2 or 3 (as meant).');
  demand(
    Number.isInteger(clarifications) && clarifications >= 0,
    'clarifications-out-of-range',
    'clarifications is a whole number from 0.',
  );
}
