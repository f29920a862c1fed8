import type {
  Cause,
  ChangeCard,
  Collaborator,
  CycleEvent,
  CycleStatus,
  Owners,
  Parties,
  Sample,
  Side,
  Verdict,
} from './cycle.events';

/** One measurement of a change, and what it says. */
export interface Measurement {
  readonly measuredAt: string;
  readonly sample: Sample;
  readonly sessionId?: string;
  readonly verdict: Verdict;
}

/** One try of a change. */
export interface Iteration {
  readonly iteration: number;
  readonly card: ChangeCard;
  readonly agreedBy: readonly Side[];
  /** When the second side agreed. */
  readonly agreedAt?: string;
  readonly startedAt?: string;
  /** Why it was begun without a baseline. */
  readonly overrideReason?: string;
  readonly measurements: readonly Measurement[];
  /** Why it was tried once more. */
  readonly refinedBecause?: string;
}

/** A cycle as it stands. */
export interface Cycle extends Cause, Owners {
  readonly status: CycleStatus;
  readonly openedById?: string;
  /** Since when nobody has touched it; null while it moves. */
  readonly staleSince: string | null;
  readonly whyIds: readonly string[];
  readonly askedAt: string | null;
  readonly collaborators: readonly Collaborator[];
  readonly iterations: readonly Iteration[];
  /** Sessions that are to measure it again. */
  readonly remeasureIds: readonly string[];
  readonly adoptedAt: string | null;
  readonly watchUntil: string | null;
  /** How many tries it took the first time. */
  readonly adoptedAfter: number | null;
  readonly adoptedBecause?: string;
  readonly recurredAt: readonly string[];
  readonly abandonedBecause?: string;
}

/** A cycle as its board shows it. */
export interface CycleRow extends Cycle {
  readonly id: string;
  readonly openedAt: string;
  readonly changedAt: string;
  readonly closedAt: string | null;
  /** The stream's version, its last event, and when anybody last told anything, for whoever looks for silence. */
  readonly version: number;
  readonly lastEventId: string;
  readonly heardAt: string;
}

/** The cycle after one more event; null before it was opened. */
export function cycleAfter(before: Cycle | null, event: CycleEvent): Cycle | null {
  if (event.type === 'CycleOpened')
    return {
      ...event.data,
      status: 'noticed',
      staleSince: null,
      whyIds: [],
      askedAt: null,
      collaborators: [],
      iterations: [],
      remeasureIds: [],
      adoptedAt: null,
      watchUntil: null,
      adoptedAfter: null,
      recurredAt: [],
    };
  if (!before) return null;
  const change = changeOf(before, event);
  return change && { ...before, staleSince: null, ...change };
}

function changeOf(before: Cycle, { type, data }: CycleEvent): Partial<Cycle> {
  switch (type) {
    case 'CycleOpened':
      return data;
    case 'CycleAsked':
      return {
        status: before.status === 'noticed' ? 'asking' : before.status,
        askedAt: before.askedAt ?? data.askedAt,
        whyIds: [...before.whyIds, data.whyId],
      };
    case 'CollaborationHeld':
      return { status: 'collaborating', collaborators: joined(before.collaborators, data.collaborators) };
    case 'ChangeDesigned':
      return { status: 'change_designed', iterations: designed(before, data.card) };
    case 'BaselineRecorded':
      return latest(before, ({ card, ...rest }) => ({
        ...rest,
        card: { ...card, measure: { ...card.measure, baseline: data.baseline } },
      }));
    case 'ChangeAgreed':
      return {
        status: data.complete ? 'change_agreed' : before.status,
        ...latest(before, (one) => ({
          ...one,
          agreedBy: [...one.agreedBy, data.side],
          ...(data.complete ? { agreedAt: data.agreedAt } : {}),
        })),
      };
    case 'IterationStarted': {
      const { startedAt, overrideReason } = data;
      const override = overrideReason === undefined ? {} : { overrideReason };
      return { status: 'implementing', ...latest(before, (one) => ({ ...one, startedAt, ...override })) };
    }
    case 'RemeasureLinked':
      return { remeasureIds: [...before.remeasureIds, data.sessionId] };
    case 'ChangeMeasured': {
      const { measuredAt, sample, sessionId, verdict } = data;
      const measurement = { measuredAt, sample, verdict, ...(sessionId === undefined ? {} : { sessionId }) };
      return {
        status: 'measuring',
        ...latest(before, (one) => ({ ...one, measurements: [...one.measurements, measurement] })),
      };
    }
    case 'CycleRefined': {
      const [last] = before.iterations.slice(-1);
      const { iteration, reason } = data;
      const { startedAt: _, overrideReason: __, ...again } = last!;
      return {
        status: 'refining',
        iterations: [
          ...before.iterations.slice(0, -1),
          { ...last!, refinedBecause: reason },
          { ...again, iteration, measurements: [] },
        ],
      };
    }
    case 'CycleAdopted': {
      const { adoptedAt, watchUntil, iterations, reason } = data;
      const adoptedAfter = before.adoptedAfter ?? iterations;
      const because = reason === undefined ? {} : { adoptedBecause: reason };
      return { status: 'adopted', adoptedAt, watchUntil, adoptedAfter, ...because };
    }
    case 'CycleAbandoned':
      return { status: 'abandoned', abandonedBecause: data.reason };
    case 'CycleWentStale':
      return { staleSince: data.silentSince };
    case 'CycleRecurred':
      return { status: 'asking', watchUntil: null, recurredAt: [...before.recurredAt, data.recurredAt] };
    case 'CycleClosed':
      return { status: 'closed' };
  }
}

/** A card replaces one that was never begun; after that it begins the next try. */
function designed({ iterations }: Cycle, card: ChangeCard): readonly Iteration[] {
  const [last] = iterations.slice(-1);
  const fresh = (iteration: number): Iteration => ({ iteration, card, agreedBy: [], measurements: [] });
  if (!last) return [fresh(1)];
  return last.startedAt === undefined
    ? [...iterations.slice(0, -1), fresh(last.iteration)]
    : [...iterations, fresh(last.iteration + 1)];
}

const latest = ({ iterations }: Cycle, to: (iteration: Iteration) => Iteration): Pick<Cycle, 'iterations'> => ({
  iterations: [...iterations.slice(0, -1), ...iterations.slice(-1).map(to)],
});

/** Everybody once for each team. */
const joined = (before: readonly Collaborator[], more: readonly Collaborator[]) => {
  const known = (one: Collaborator) => `${one.personId}/${one.teamId}`;
  return [...new Map([...before, ...more].map((one) => [known(one), one])).values()];
};

/** The try that is under way, or was last. */
export const currentOf = ({ iterations }: Pick<Cycle, 'iterations'>): Iteration | undefined => iterations.at(-1);

/** Whom news of the cycle concerns. */
export const partiesOf = ({ symptomId, teamIds, ownerProductId, ownerEngineeringId }: Cycle): Parties => ({
  symptomId,
  teamIds,
  ownerProductId,
  ownerEngineeringId,
});

/** A cycle that has come to its end, or is only watched. */
export const isSettled = (status: CycleStatus): boolean =>
  status === 'adopted' || status === 'closed' || status === 'abandoned';
