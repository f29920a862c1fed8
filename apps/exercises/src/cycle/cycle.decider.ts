import { type Command, type Decider, demand } from '@tandem/core';
import { demandSample, demandSmall, demandText } from './change-card.decider';
import type {
  Cause,
  ChangeCard,
  Collaborator,
  CycleEvent,
  CycleStatus,
  Decision,
  Owners,
  Sample,
  Side,
} from './cycle.events';
import { currentOf, type Cycle, cycleAfter, partiesOf } from './cycle.measures';
import { verdictOf } from './verdict.measures';

/** What can be asked of a cycle. */
export type CycleWish =
  | Command<'OpenCycle', Cause & Owners>
  | Command<'AskCycle', { whyId: string }>
  | Command<'HoldCollaboration', { collaborators: readonly Collaborator[] }>
  | Command<'DesignChange', { card: ChangeCard }>
  | Command<'RecordBaseline', { baseline: Sample }>
  | Command<'AgreeChange'>
  | Command<'StartIteration', { overrideReason?: string }>
  | Command<'LinkRemeasure', { sessionId: string }>
  | Command<'RecordMeasurement', { sample: Sample; sessionId?: string }>
  | Command<'DecideCycle', { decision: Decision; reason?: string }>
  | Command<'ReportRecurrence', { reason: string }>
  | Command<'NoticeSilence', { silentSince: string }>
  | Command<'EndWatch'>;

/** A wish with whose it is and when it was uttered. */
export type CycleCommand = CycleWish & { readonly by: string; readonly now: string };

type State = Cycle | { readonly status: 'unknown' };

const open: readonly CycleStatus[] = [
  ...(['noticed', 'asking', 'collaborating', 'change_designed', 'change_agreed'] as const),
  ...(['implementing', 'measuring', 'refining'] as const),
];

/** In which states a wish can come true. */
const allowedIn: Readonly<Record<CycleWish['type'], readonly State['status'][]>> = {
  OpenCycle: ['unknown'],
  AskCycle: ['noticed', 'asking', 'collaborating'],
  HoldCollaboration: ['asking', 'collaborating'],
  DesignChange: ['collaborating', 'change_designed', 'change_agreed', 'refining'],
  RecordBaseline: ['change_designed', 'change_agreed', 'refining'],
  AgreeChange: ['change_designed', 'change_agreed'],
  StartIteration: ['change_agreed', 'refining'],
  LinkRemeasure: ['change_agreed', 'implementing', 'measuring', 'refining', 'adopted'],
  RecordMeasurement: ['implementing', 'measuring'],
  DecideCycle: open,
  ReportRecurrence: ['adopted'],
  NoticeSilence: open,
  EndWatch: ['adopted'],
};

/** Wishes of the two owners; the others are for whoever the doors let in. */
const owned: ReadonlySet<CycleWish['type']> = new Set([
  ...(['DesignChange', 'RecordBaseline', 'AgreeChange', 'StartIteration', 'RecordMeasurement'] as const),
  ...(['DecideCycle', 'ReportRecurrence'] as const),
]);

const day = 24 * 3_600_000;
/** How long nobody may touch a cycle before it counts as stale, and how long an adopted one is watched. */
export const staleAfterMs = 21 * day;
const watchMs = 90 * day;

/** A cycle asks, collaborates and changes something small; product and engineering own it together to the end. */
export const cycle: Decider<State, CycleCommand, CycleEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide(command, state) {
    const { now } = command;
    if (command.type === 'OpenCycle') return opened(command.data, command.by, state);
    const isPossible = allowedIn[command.type].includes(state.status);
    demand(isPossible, 'wrong-status', `${command.type} is not possible: the cycle is ${state.status}.`);
    if (state.status === 'unknown') return [];
    if (owned.has(command.type)) demandOwner(state, command.by);

    switch (command.type) {
      case 'AskCycle': {
        const { whyId } = command.data;
        return state.whyIds.includes(whyId) ? [] : [{ type: 'CycleAsked', data: { whyId, askedAt: now } }];
      }

      case 'HoldCollaboration': {
        const { collaborators } = command.data;
        demand(collaborators.length >= 2, 'alone', '`collaborators` must name at least two people.');
        return [{ type: 'CollaborationHeld', data: { collaborators, heldAt: now } }];
      }

      case 'DesignChange':
        demandFunctions(state);
        demandSmall(command.data.card);
        demandOver('card.measure.baseline', command.data.card.measure.baseline, now);
        return [{ type: 'ChangeDesigned', data: command.data }];

      case 'RecordBaseline':
        demandSample('baseline', currentOf(state)!.card.measure.kind, command.data.baseline);
        demandOver('baseline', command.data.baseline, now);
        return [{ type: 'BaselineRecorded', data: command.data }];

      case 'AgreeChange':
        return agree(state, command.by, now);

      case 'StartIteration':
        return start(state, command.data.overrideReason, now);

      case 'LinkRemeasure': {
        const { sessionId } = command.data;
        return state.remeasureIds.includes(sessionId) ? [] : [{ type: 'RemeasureLinked', data: { sessionId } }];
      }

      case 'RecordMeasurement':
        return measure(state, command.data, now);

      case 'DecideCycle':
        return decided(state, command.data, now);

      case 'ReportRecurrence': {
        demandText('reason', command.data.reason);
        const { adoptedAt, watchUntil } = state;
        demand(now <= watchUntil!, 'watch-over', `The change was watched until ${watchUntil}: open a new cycle.`);
        const data = { ...partiesOf(state), recurredAt: now, adoptedAt: adoptedAt!, reason: command.data.reason };
        return [{ type: 'CycleRecurred', data }];
      }

      case 'NoticeSilence': {
        const { silentSince } = command.data;
        const isSilent = Date.parse(now) - Date.parse(silentSince) >= staleAfterMs;
        demand(isSilent, 'not-silent', 'A cycle goes stale when nobody touches it for 21 days.');
        if (state.staleSince !== null) return [];
        return [
          {
            type: 'CycleWentStale',
            data: { ...partiesOf(state), ...openerOf(state), status: state.status, silentSince },
          },
        ];
      }

      case 'EndWatch':
        demand(now > state.watchUntil!, 'still-watched', `The change is watched until ${state.watchUntil}.`);
        return [{ type: 'CycleClosed', data: { closedAt: now } }];
    }
  },

  evolve(state, event) {
    if (state.status === 'unknown') return event.type === 'CycleOpened' ? cycleAfter(null, event)! : state;
    return cycleAfter(state, event)!;
  },
};

function opened(data: Cause & Owners, openedById: string, state: State): readonly CycleEvent[] {
  demand(state.status === 'unknown', 'already-opened', 'A cycle with this id already exists.');
  const areTwo = data.ownerProductId !== data.ownerEngineeringId;
  const message = 'The product owner and the engineering owner must be two different people.';
  demand(areTwo, 'one-owner-for-both-sides', message);
  demand(data.teamIds.length > 0, 'no-team', 'A cycle concerns at least one team.');
  return [{ type: 'CycleOpened', data: { ...data, openedById } }];
}

const openerOf = ({ openedById }: Cycle) => (openedById === undefined ? {} : { openedById });

function demandOver(field: string, sample: Sample | undefined, now: string) {
  const isOver = sample === undefined || Date.parse(sample.to) <= Date.parse(now);
  demand(isOver, 'measured-too-early', `\`${field}.to\` must not lie in the future.`);
}

const sideOf = ({ ownerProductId, ownerEngineeringId }: Owners, by: string): Side | undefined =>
  by === ownerProductId ? 'product' : by === ownerEngineeringId ? 'engineering' : undefined;

function demandOwner(state: Cycle, by: string) {
  demand(sideOf(state, by) !== undefined, 'not-an-owner', 'Only the two owners of this cycle may do this.');
}

function demandFunctions({ teamIds, collaborators }: Cycle) {
  const functions = new Set(collaborators.map((one) => one.function));
  const message = 'A cycle of several teams needs collaborators of at least 2 functions, such as product and design.';
  demand(teamIds.length < 2 || functions.size >= 2, 'one-function-only', message);
}

function agree(state: Cycle, by: string, now: string): readonly CycleEvent[] {
  const { agreedBy, iteration } = currentOf(state)!;
  const side = sideOf(state, by)!;
  if (agreedBy.includes(side)) return [];
  const complete = agreedBy.length === 1;
  return [{ type: 'ChangeAgreed', data: { ...partiesOf(state), side, agreedAt: now, complete, iteration } }];
}

function start(state: Cycle, overrideReason: string | undefined, now: string): readonly CycleEvent[] {
  const { card, iteration } = currentOf(state)!;
  const hasBaseline = card.measure.baseline !== undefined;
  const reason = hasBaseline ? undefined : overrideReason;
  const message = 'Record a baseline first: without it nobody can tell whether it helped. Or give an `overrideReason`.';
  demand(hasBaseline || (reason ?? '').trim() !== '', 'no-baseline', message);
  return [{ type: 'IterationStarted', data: { iteration, startedAt: now, overrideReason: reason } }];
}

function measure(
  state: Cycle,
  { sample, sessionId }: { sample: Sample; sessionId?: string },
  now: string,
): readonly CycleEvent[] {
  const { card, iteration, startedAt, measurements } = currentOf(state)!;
  demandSample('sample', card.measure.kind, sample);
  const isAfter = Date.parse(sample.from) >= Date.parse(startedAt!);
  demand(isAfter, 'measured-too-early', `\`sample.from\` must not lie before the change began, ${startedAt}.`);
  demandOver('sample', sample, now);
  const { looks = 1 } = card.measure;
  const isLeft = card.measure.kind !== 'series' || measurements.length < looks;
  demand(isLeft, 'no-look-left', `A series is measured ${looks} times in a try, as the card says: decide now.`);
  const seed = `${state.findingId}/${iteration}/${measurements.length + 1}`;
  const verdict = verdictOf(card.measure, card.hypothesis.direction, sample, seed);
  const data = { ...partiesOf(state), iteration, measuredAt: now, sample, sessionId, verdict };
  return [{ type: 'ChangeMeasured', data }];
}

function decided(
  state: Cycle,
  { decision, reason }: { decision: Decision; reason?: string },
  now: string,
): readonly CycleEvent[] {
  if (decision === 'abandon') {
    demandText('reason', reason);
    return [{ type: 'CycleAbandoned', data: { reason } }];
  }
  const message = 'Measure the change first: only a cycle that is measured is adopted or refined.';
  demand(state.status === 'measuring', 'not-measured', message);
  const { iteration, measurements } = currentOf(state)!;
  if (decision === 'refine') {
    demandText('reason', reason);
    return [{ type: 'CycleRefined', data: { iteration: iteration + 1, reason } }];
  }
  const isImproved = measurements.at(-1)?.verdict.outcome === 'improved';
  const proof = 'The last measurement shows no improvement. Refine or abandon, or say in `reason` why you adopt it.';
  demand(isImproved || (reason ?? '').trim() !== '', 'not-improved', proof);
  const watchUntil = new Date(Date.parse(now) + watchMs).toISOString();
  return [
    { type: 'CycleAdopted', data: { ...partiesOf(state), iterations: iteration, adoptedAt: now, watchUntil, reason } },
  ];
}
