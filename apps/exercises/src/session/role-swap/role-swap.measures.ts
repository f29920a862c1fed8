import { pareto, rankBiasedOverlap, statsVersion } from '@tandem/statistics';
import { duration, type Figure, ratio, share } from '../figure.measures';
import type { Evidence } from '../session.events';
import { type Entry, type RoleSwap, type Swap, teamsOf } from './role-swap-work.measures';
import type { ConfusionKind, Placement, Resolver, Vision } from './role-swap.events';

/** What it is like to be new in a team: of all swaps, or of those in one direction. */
export interface SwapFigures {
  readonly swappers: number;
  readonly entries: number;
  /** Entries per 8 hours spent there, by the hours that the daily pulses tell. */
  readonly confusionRate: Figure;
  /** Minutes until something stood in the way no more; what nobody resolved counts as at least so long. */
  readonly unblockP50: Figure;
  readonly unblockP90: Figure;
  /** The part that one resolved alone or by a document. */
  readonly selfServe: Figure;
  readonly decisionRight: Figure;
  readonly vocabulary: Figure;
  /** 1 - RBO_ext (p = .9) of the five outcomes named and those of the product, the mean of all who said: 0 the same. */
  readonly visionGapBefore: Figure;
  readonly visionGapAfter: Figure;
  /** Minutes lost in all: the onboarding debt. Null if nobody was there. */
  readonly minutesLost: number | null;
  readonly tasksDone: Figure;
  /** Hours by the clock from the start to the first task that was accepted, the least of all. Null if none was. */
  readonly firstAcceptedHours: number | null;
  readonly interventions: number;
}

export interface SwapDirection extends SwapFigures {
  readonly fromTeamId: string;
  readonly toTeamId: string;
}

/** How far two who swapped are from one another: the mean over all reciprocal swaps. */
export interface Between {
  readonly before: Figure;
  readonly after: Figure;
}

export interface ConfusionBar {
  readonly kind: ConfusionKind;
  readonly entries: number;
  readonly share: number;
  readonly cumulative: number;
  readonly minutesLost: number;
}

export interface ConfusionFlow {
  readonly kind: ConfusionKind;
  readonly resolvedBy: Resolver;
  readonly entries: number;
}

/** The mean of the pulses of the first, second … day of each swapper. */
export interface SwapDay {
  readonly day: number;
  readonly clarity: number;
  readonly help: number;
  readonly n: number;
}

export interface RoleSwapResult {
  readonly asOf: string;
  readonly statsVersion: string;
  readonly all: SwapFigures;
  /** Most confusing first. */
  readonly directions: readonly SwapDirection[];
  readonly between: Between;
  /** What is met most often first. */
  readonly kinds: readonly ConfusionBar[];
  readonly flows: readonly ConfusionFlow[];
  readonly days: readonly SwapDay[];
}

/** A swapper's stay with all that was told of it. */
interface Stay extends Placement {
  readonly swap: Swap;
  readonly log: readonly Entry[];
}

/** How far apart two rankings are, tops weighing most: 0 the same, 1 nothing in common. */
export function visionGap(ranking: readonly string[], reference: readonly string[]): number | null {
  const overlap = rankBiasedOverlap(ranking, reference, 0.9);
  return overlap === null ? null : 1 - overlap;
}

/** What swaps showed: only of those that were talked over. */
export function roleSwapOf(work: RoleSwap, asOf: string): RoleSwapResult {
  const swaps = work.swaps.filter(({ status }) => status === 'debriefed');
  const stays = swaps.flatMap((swap) =>
    swap.placements.map((placement) => ({ ...placement, swap, log: logOf(work.log, swap, placement) })),
  );
  const directions = groupedBy(stays, ({ homeTeamId, hostTeamId }) => `${homeTeamId} ${hostTeamId}`);
  const log = stays.flatMap((stay) => stay.log);
  const kinds = groupedBy(log, ({ kind }) => kind);
  const bars = pareto([...kinds].map(([kind, entries]) => [kind as ConfusionKind, entries.length] as const));
  return {
    asOf,
    statsVersion,
    all: figuresOf(stays, work.outcomes),
    directions: [...directions.values()]
      .map((group) => {
        const { homeTeamId: fromTeamId, hostTeamId: toTeamId } = group[0]!;
        return { fromTeamId, toTeamId, ...figuresOf(group, work.outcomes) };
      })
      .toSorted((a, b) => (b.confusionRate.value ?? -1) - (a.confusionRate.value ?? -1)),
    between: { before: betweenOf(swaps, 'before'), after: betweenOf(swaps, 'after') },
    kinds: bars.map(({ kind, weight, share: part, cumulative }) => {
      return { kind, entries: weight, share: part, cumulative, minutesLost: minutesOf(kinds.get(kind)!) };
    }),
    flows: [...groupedBy(log, ({ kind, resolvedBy }) => `${kind} ${resolvedBy}`).values()].map((group) => {
      return { kind: group[0]!.kind, resolvedBy: group[0]!.resolvedBy, entries: group.length };
    }),
    days: daysOf(stays),
  };
}

const logOf = (log: readonly Entry[], { swapId }: Swap, { swapperId }: Placement) =>
  log.filter((entry) => entry.swapId === swapId && entry.personId === swapperId);

const minutesOf = (log: readonly Entry[]) => log.reduce((sum, { minutesLost }) => sum + minutesLost, 0);

function figuresOf(stays: readonly Stay[], reference: readonly string[]): SwapFigures {
  const log = stays.flatMap((stay) => stay.log);
  const n = log.length;
  const hours = stays
    .flatMap(({ swap, swapperId }) => swap.pulses.filter(({ personId }) => personId === swapperId))
    .reduce((sum, pulse) => sum + pulse.hours, 0);
  const waits = log.map(({ minutesLost, resolvedBy }) => ({
    duration: minutesLost,
    observed: resolvedBy !== 'nobody',
  }));
  const part = (counts: (entry: Entry) => boolean) => share(log.filter(counts).length, n);
  const gap = (moment: 'before' | 'after') =>
    meanFigure(stays.map(({ swap, swapperId }) => gapTo(swap[moment][swapperId], reference)));
  const judged = stays.flatMap(({ swap, swapperId }) =>
    swap.outcomes.filter(({ personId }) => personId === swapperId).map((one) => ({ ...one, swap })),
  );
  const done = judged.filter(({ outcome }) => outcome === 'done');
  const accepted = done.map(({ at, swap }) => (Date.parse(at) - Date.parse(swap.startedAt!)) / 3_600_000);
  return {
    swappers: stays.length,
    entries: n,
    confusionRate: ratio(n * 8, hours, n),
    unblockP50: duration(waits, 0.5),
    unblockP90: duration(waits, 0.9),
    selfServe: part(({ resolvedBy }) => resolvedBy === 'self' || resolvedBy === 'doc'),
    decisionRight: part(({ kind }) => kind === 'decision_right'),
    vocabulary: part(({ kind }) => kind === 'vocabulary'),
    visionGapBefore: gap('before'),
    visionGapAfter: gap('after'),
    minutesLost: stays.length > 0 ? minutesOf(log) : null,
    tasksDone: share(done.length, judged.length),
    firstAcceptedHours: accepted.length > 0 ? Math.min(...accepted) : null,
    interventions: stays.reduce((sum, { swap, buddyId }) => sum + helpOf(swap, buddyId), 0),
  };
}

const helpOf = ({ interventions }: Swap, buddyId: string) =>
  interventions.filter(({ personId }) => personId === buddyId).length;

const gapTo = (vision: Vision | undefined, reference: readonly string[]) =>
  vision ? visionGap(vision.ranking, reference) : null;

const betweenOf = (swaps: readonly Swap[], moment: 'before' | 'after') =>
  meanFigure(
    swaps.map(({ placements: [one, other], [moment]: visions }) =>
      one && other ? gapTo(visions[one.swapperId], visions[other.swapperId]?.ranking ?? []) : null,
    ),
  );

function meanFigure(values: readonly (number | null)[]): Figure {
  const known = values.filter((one) => one !== null);
  const sum = known.reduce((total, one) => total + one, 0);
  return ratio(sum, known.length, known.length);
}

function daysOf(stays: readonly Stay[]): readonly SwapDay[] {
  const pulses = stays.flatMap(({ swap, swapperId }) =>
    swap.pulses
      .filter(({ personId }) => personId === swapperId)
      .toSorted((a, b) => a.day.localeCompare(b.day))
      .map((pulse, index) => ({ ...pulse, index })),
  );
  return [...groupedBy(pulses, ({ index }) => String(index)).values()].map((group) => ({
    day: group[0]!.index + 1,
    clarity: group.reduce((sum, { clarity }) => sum + clarity, 0) / group.length,
    help: group.reduce((sum, { help }) => sum + help, 0) / group.length,
    n: group.length,
  }));
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** What became of swaps until the next ones in the same direction: after less before, null where one is missing. */
export interface RoleSwapChange {
  readonly confusionRate: number | null;
  /** What people came with, before they swapped: whether a team is better understood from outside. */
  readonly visionGap: number | null;
  readonly directions: readonly {
    readonly fromTeamId: string;
    readonly toTeamId: string;
    readonly confusionRate: number | null;
    readonly visionGap: number | null;
  }[];
}

/** Compares two sessions of the same teams: exercises page, 1.4, re-measure. Below 0 is better. */
export function roleSwapChange(before: RoleSwapResult, after: RoleSwapResult): RoleSwapChange {
  const less = ({ value: now }: Figure, { value: then }: Figure) => (now === null || then === null ? null : now - then);
  const change = (now: SwapFigures, then: SwapFigures) => ({
    confusionRate: less(now.confusionRate, then.confusionRate),
    visionGap: less(now.visionGapBefore, then.visionGapBefore),
  });
  return {
    ...change(after.all, before.all),
    directions: after.directions.flatMap((now) => {
      const { fromTeamId, toTeamId } = now;
      const then = before.directions.find((one) => one.fromTeamId === fromTeamId && one.toTeamId === toTeamId);
      return then ? [{ fromTeamId, toTeamId, ...change(now, then) }] : [];
    }),
  };
}

/** The figures behind a finding about a direction, or about all; null where nobody swapped. */
export function roleSwapEvidence(
  work: RoleSwap,
  { fromTeamId, toTeamId }: Pick<Evidence, 'fromTeamId' | 'toTeamId'>,
): Evidence | null {
  if (!work.asOf) return null;
  const { all, directions } = roleSwapOf(work, work.asOf);
  const isOne = fromTeamId !== undefined || toTeamId !== undefined;
  const figures = isOne ? directions.find((one) => one.fromTeamId === fromTeamId && one.toTeamId === toTeamId) : all;
  if (!figures || figures.swappers === 0) return null;
  return {
    ...(isOne && { fromTeamId, toTeamId }),
    n: figures.swappers,
    visionGap: figures.visionGapBefore.value ?? undefined,
    confusionRate: figures.confusionRate.value ?? undefined,
    decisionRightShare: figures.decisionRight.value ?? undefined,
  };
}

export const teamsOfAll = ({ swaps }: RoleSwap) => [...new Set(swaps.flatMap(teamsOf))];
