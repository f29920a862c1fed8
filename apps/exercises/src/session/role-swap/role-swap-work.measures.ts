import type {
  Confusion,
  LookBack,
  Outcomes,
  Placement,
  Preparation,
  Pulse,
  Reception,
  RoleSwapEvent,
  TaskOutcome,
  Vision,
} from './role-swap.events';

/** How far a swap has come. `debriefed` and `aborted` are its ends. */
export type SwapStatus =
  'proposed' | 'approved' | 'active' | 'paused' | 'returned' | 'debriefing' | 'debriefed' | 'aborted';

type ByPerson<Value> = Readonly<Record<string, Value>>;

/** A swap on its way. What its people wrote is for them: see `swapView`. */
export interface Swap {
  readonly swapId: string;
  readonly placements: readonly Placement[];
  readonly days: number;
  readonly endsOn: string;
  readonly status: SwapStatus;
  readonly acceptedBy: readonly string[];
  /** The teams whose lead agrees. */
  readonly approvedBy: readonly string[];
  /** By swapper. */
  readonly preparations: ByPerson<Preparation>;
  /** By buddy. */
  readonly receptions: ByPerson<Reception>;
  readonly before: ByPerson<Vision>;
  readonly after: ByPerson<Vision>;
  readonly pulses: readonly (Pulse & { readonly personId: string; readonly day: string })[];
  /** By buddy, whom one turned to. */
  readonly interventions: readonly { readonly personId: string; readonly text: string; readonly minutes: number }[];
  /** Of the swapper's tasks. */
  readonly outcomes: readonly {
    readonly personId: string;
    readonly task: string;
    readonly outcome: TaskOutcome;
    readonly at: string;
  }[];
  readonly lookBacks: ByPerson<LookBack>;
  readonly startedAt?: string;
  readonly returnedAt?: string;
}

/** A line of the confusion log. */
export interface Entry extends Confusion {
  readonly entryId: string;
  readonly swapId: string;
  readonly personId: string;
  readonly at: string;
}

/** The swaps of a session as far as they have come. */
export interface RoleSwap extends Outcomes {
  readonly swaps: readonly Swap[];
  readonly log: readonly Entry[];
  readonly asOf?: string;
}

export const noSwaps: RoleSwap = { outcomes: [], others: [], swaps: [], log: [] };

export const isOver = ({ status }: Swap) => status === 'debriefed' || status === 'aborted';
export const swappersOf = ({ placements }: Swap) => placements.map(({ swapperId }) => swapperId);
export const membersOf = ({ placements }: Swap) => placements.flatMap(({ swapperId, buddyId }) => [swapperId, buddyId]);
export const teamsOf = ({ placements }: Pick<Swap, 'placements'>) => [
  ...new Set(placements.flatMap(({ homeTeamId, hostTeamId }) => [homeTeamId, hostTeamId])),
];

/** What must still be seen to before somebody goes, by code: exercises page, 1.4, readiness. */
export function missingOf({ placements, preparations, receptions, before, endsOn }: Swap): readonly Missing[] {
  return placements.flatMap(({ swapperId, buddyId }) => {
    const [preparation, reception] = [preparations[swapperId], receptions[buddyId]];
    const holds: readonly (readonly [boolean, string, string])[] = [
      [preparation !== undefined, 'hand-over-missing', 'Each swapper hands over and names their tasks first.'],
      [!preparation?.onCall, 'on-call', 'Who is on call hands that over first.'],
      [!preparation?.soleApprover, 'sole-approver', 'Somebody else must be able to approve at home.'],
      [reception !== undefined, 'access-missing', 'Each buddy grants access first.'],
      [!reception || reception.accessUntil === endsOn, 'access-outlasts-swap', `Access must end on ${endsOn}.`],
      [!reception || reception.present, 'buddy-absent', 'A buddy must be there all the while.'],
      [before[swapperId] !== undefined, 'vision-check-missing', 'Each swapper checks the vision before they go.'],
    ];
    return holds.filter(([isSo]) => !isSo).map(([, code, message]) => ({ code, message, personId: swapperId }));
  });
}

export interface Missing {
  readonly code: string;
  readonly message: string;
  /** Whose going it holds up. */
  readonly personId: string;
}

/** The swaps after one more event. */
export function withEvent(work: RoleSwap, { type, data }: RoleSwapEvent): RoleSwap {
  const swap = (change: (one: Swap) => Partial<Swap>) => {
    const { swapId } = data as { swapId: string };
    return { ...work, swaps: work.swaps.map((one) => (one.swapId === swapId ? { ...one, ...change(one) } : one)) };
  };
  switch (type) {
    case 'OutcomesListed':
      return { ...work, outcomes: data.outcomes, others: data.others };
    case 'SwapProposed': {
      const { personId, ...proposal } = data;
      return { ...work, swaps: [...work.swaps, { ...proposal, ...unbegun, acceptedBy: [personId] }] };
    }
    case 'SwapAccepted':
      return swap((one) => agreed({ ...one, acceptedBy: [...one.acceptedBy, data.personId] }));
    case 'SwapApproved':
      return swap((one) => agreed({ ...one, approvedBy: [...one.approvedBy, data.teamId] }));
    case 'SwapAborted': {
      const aborted = swap(() => ({ ...unbegun, status: 'aborted' }));
      return { ...aborted, log: work.log.filter(({ swapId }) => swapId !== data.swapId) };
    }
    case 'SwapperPrepared': {
      const { swapId: _, personId, ...preparation } = data;
      return swap((one) => ({ preparations: { ...one.preparations, [personId]: preparation } }));
    }
    case 'SwapperReceived': {
      const { swapId: _, personId, ...reception } = data;
      return swap((one) => ({ receptions: { ...one.receptions, [personId]: reception } }));
    }
    case 'VisionChecked': {
      const { swapId: _, personId, moment, ...vision } = data;
      return swap((one) => ({ [moment]: { ...one[moment], [personId]: vision } }));
    }
    case 'SwapStarted':
      return swap(() => ({ status: 'active', startedAt: data.at }));
    case 'SwapPaused':
      return swap(() => ({ status: 'paused' }));
    case 'SwapResumed':
      return swap(() => ({ status: 'active' }));
    case 'SwapReturned':
      return swap(() => ({ status: 'returned', returnedAt: data.at }));
    case 'ConfusionLogged':
      return { ...work, log: [...work.log, data] };
    case 'ConfusionResolved':
      return { ...work, log: work.log.map((one) => (one.entryId === data.entryId ? { ...one, ...data } : one)) };
    case 'PulseTaken': {
      const { swapId: _, ...pulse } = data;
      const isSame = (one: { personId: string; day: string }) =>
        one.personId === pulse.personId && one.day === pulse.day;
      return swap(({ pulses }) => ({ pulses: [...pulses.filter((one) => !isSame(one)), pulse] }));
    }
    case 'BuddyIntervened': {
      const { swapId: _, at: __, ...intervention } = data;
      return swap(({ interventions }) => ({ interventions: [...interventions, intervention] }));
    }
    case 'TaskJudged': {
      const { swapId: _, ...judged } = data;
      const isSame = (one: { personId: string; task: string }) =>
        one.personId === judged.personId && one.task === judged.task;
      return swap(({ outcomes }) => ({ outcomes: [...outcomes.filter((one) => !isSame(one)), judged] }));
    }
    case 'SwapLookedBackOn': {
      const { swapId: _, personId, ...lookBack } = data;
      return swap((one) => ({ lookBacks: { ...one.lookBacks, [personId]: lookBack } }));
    }
    case 'JointDebriefBegun':
      return swap(() => ({ status: 'debriefing' }));
    case 'JointDebriefEnded':
      return swap(() => ({ status: 'debriefed' }));
    case 'SwapsSynthesised':
      return { ...work, asOf: data.asOf };
  }
}

const unbegun = {
  status: 'proposed',
  acceptedBy: [],
  approvedBy: [],
  preparations: {},
  receptions: {},
  before: {},
  after: {},
  pulses: [],
  interventions: [],
  outcomes: [],
  lookBacks: {},
} as const satisfies Partial<Swap>;

/** A swap is approved once each of its people and the lead of each of its teams has said yes. */
function agreed(swap: Swap): Swap {
  const isApproved =
    membersOf(swap).every((id) => swap.acceptedBy.includes(id)) &&
    teamsOf(swap).every((id) => swap.approvedBy.includes(id));
  return swap.status === 'proposed' && isApproved ? { ...swap, status: 'approved' } : swap;
}
