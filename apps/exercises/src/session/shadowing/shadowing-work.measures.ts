import type {
  CardAnswer,
  Enrolment,
  Expectations,
  Observation,
  Pair,
  ShadowingEvent,
  SoloDebrief,
} from './shadowing.events';

/** How far a pair has come. Declined and dissolved ones are over. */
export type PairStatus =
  'matched' | 'accepted' | 'scheduled' | 'shadowed' | 'debriefing' | 'debriefed' | 'declined' | 'dissolved';

/** A pair on its way. What it wrote is for itself: see `viewOf`. */
export interface FollowedPair extends Pair {
  readonly status: PairStatus;
  readonly acceptedBy: readonly string[];
  /** The teams whose lead agrees. */
  readonly approvedBy: readonly string[];
  readonly day?: string;
  readonly missed: number;
  /** In an order that tells nothing. */
  readonly priorities: readonly string[];
  /** By person. */
  readonly expectations: Readonly<Record<string, Expectations>>;
  readonly debriefs: Readonly<Record<string, SoloDebrief>>;
}

export interface Card extends Observation {
  readonly observationId: string;
  readonly pairId: string;
  readonly at: string;
  readonly answer?: CardAnswer;
  readonly context?: string;
  readonly shared: boolean;
}

/** A round of shadowing as far as it has come. */
export interface Shadowing {
  readonly teamIds: readonly string[];
  readonly enrolled: readonly Enrolment[];
  /** Who found no pair when pairs were made last. */
  readonly alone: readonly string[];
  readonly pairs: readonly FollowedPair[];
  readonly cards: readonly Card[];
  readonly asOf?: string;
}

export const blankRound: Shadowing = { teamIds: [], enrolled: [], alone: [], pairs: [], cards: [] };

export const isOver = ({ status }: FollowedPair) => status === 'declined' || status === 'dissolved';
export const membersOf = ({ hostId, shadows }: Pair) => [hostId, ...shadows.map(({ personId }) => personId)];
export const teamsOf = ({ hostTeamId, shadows }: Pair) => [
  ...new Set([hostTeamId, ...shadows.map(({ teamId }) => teamId)]),
];

const silenceHours = 24;

/** Whether a card may reach the others: the host let it through, or has said nothing for a day. */
export function isReleased({ answer, at }: Card, now: string): boolean {
  if (answer !== undefined) return answer === 'confirmed' || answer === 'context';
  return Date.parse(now) - Date.parse(at) >= silenceHours * 3_600_000;
}

/** The round after one more event. */
export function withEvent(work: Shadowing, { type, data }: ShadowingEvent): Shadowing {
  const pair = (change: (one: FollowedPair) => Partial<FollowedPair>) => {
    const { pairId } = data as { pairId: string };
    return { ...work, pairs: work.pairs.map((one) => (one.pairId === pairId ? { ...one, ...change(one) } : one)) };
  };
  const card = (change: Partial<Card>) => {
    const { observationId } = data as { observationId: string };
    return {
      ...work,
      cards: work.cards.map((one) => (one.observationId === observationId ? { ...one, ...change } : one)),
    };
  };
  switch (type) {
    case 'PersonEnrolled':
      return { ...work, enrolled: [...work.enrolled.filter(({ personId }) => personId !== data.personId), data] };
    case 'PersonLeftRound':
      return withoutPerson(work, data.personId);
    case 'PairsMatched':
      return {
        ...work,
        teamIds: data.teamIds,
        alone: data.alone,
        pairs: [...work.pairs, ...data.pairs.map((one) => ({ ...one, ...unbegun }))],
      };
    case 'PairAccepted':
      return pair((one) => agreed({ ...one, acceptedBy: [...one.acceptedBy, data.personId] }));
    case 'PairApproved':
      return pair((one) => agreed({ ...one, approvedBy: [...one.approvedBy, data.teamId] }));
    case 'PairDeclined':
      return pair(() => ({ status: 'declined' }));
    case 'ShadowDayScheduled':
      return pair(() => ({ status: 'scheduled', day: data.day }));
    case 'ShadowDayMissed':
      return pair(({ missed }) => ({ status: 'accepted', day: undefined, missed: missed + 1 }));
    case 'PrioritiesListed':
      return pair(() => ({ priorities: data.priorities }));
    case 'ExpectationsSealed': {
      const { pairId: _, personId, ...expectations } = data;
      return pair((one) => ({ expectations: { ...one.expectations, [personId]: expectations } }));
    }
    case 'ShadowDayHeld':
      return pair(() => ({ status: 'shadowed' }));
    case 'ObservationPublished': {
      const { personId: _, ...observation } = data;
      return { ...work, cards: [...work.cards, { ...observation, shared: false }] };
    }
    case 'ObservationAnswered': {
      const { answer, context } = data;
      if (answer === 'vetoed') return card({ answer, context: undefined, text: '', shared: false });
      return card({ answer, context, ...(answer === 'disputed' && { shared: false }) });
    }
    case 'SoloDebriefed': {
      const { pairId: _, personId, ...debrief } = data;
      return pair((one) => ({ debriefs: { ...one.debriefs, [personId]: debrief } }));
    }
    case 'ExpectationsRevealed':
      return pair(() => ({ status: 'debriefing' }));
    case 'PairDebriefed':
      return pair(() => ({ status: 'debriefed' }));
    case 'ObservationShared':
      return card({ shared: true });
    case 'RoundSynthesised':
      return { ...work, asOf: data.asOf };
  }
}

const unbegun = {
  status: 'matched',
  acceptedBy: [],
  approvedBy: [],
  missed: 0,
  priorities: [],
  expectations: {},
  debriefs: {},
} as const satisfies Partial<FollowedPair>;

/** A pair is accepted once each of its people and the lead of each of its teams has said yes. */
function agreed(pair: FollowedPair): FollowedPair {
  const isAccepted =
    membersOf(pair).every((id) => pair.acceptedBy.includes(id)) &&
    teamsOf(pair).every((id) => pair.approvedBy.includes(id));
  return pair.status === 'matched' && isAccepted ? { ...pair, status: 'accepted' } : pair;
}

/** Who leaves takes along what they said. A pair goes on with its other shadow; else the others are free again. */
function withoutPerson(work: Shadowing, personId: string): Shadowing {
  const without = <Value>(record: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(record).filter(([id]) => id !== personId));
  const pairs = work.pairs.map((pair): FollowedPair => {
    if (isOver(pair) || !membersOf(pair).includes(personId)) return pair;
    const shadows = pair.shadows.filter((one) => one.personId !== personId);
    const { expectations, debriefs } = { expectations: without(pair.expectations), debriefs: without(pair.debriefs) };
    if (pair.hostId === personId || shadows.length === 0)
      return { ...pair, status: 'dissolved', expectations, debriefs };
    return agreed({ ...pair, shadows, expectations, debriefs });
  });
  const over = pairs.filter(isOver).map(({ pairId }) => pairId);
  return {
    ...work,
    enrolled: work.enrolled.filter((one) => one.personId !== personId),
    alone: work.alone.filter((id) => id !== personId),
    pairs,
    cards: work.cards.filter(({ pairId }) => !over.includes(pairId)),
  };
}
