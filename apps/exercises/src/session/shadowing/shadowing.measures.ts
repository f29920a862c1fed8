import type { Viewing } from '../sight.measures';
import { bootstrapInterval, kendallTauB, statsVersion } from '@tandem/statistics';
import { type Figure, share } from '../figure.measures';
import type { Evidence } from '../session.events';
import { type Card, type FollowedPair, type Shadowing, teamsOf } from './shadowing-work.measures';
import type { ObservationType } from './shadowing.events';

/** How far the shadows of a team were from what a team does first. One pair alone is a single case. */
export interface MisalignmentCell {
  readonly fromTeamId: string;
  readonly toTeamId: string;
  readonly pairs: number;
  readonly singleCase: boolean;
  /** 1 - (τ + 1) / 2: 0 the same order, 1 the reverse. */
  readonly misalignment: number | null;
}

/** Something that was seen at a step of the work: how often, by how many pairs, and the time that it took. */
export interface SeenGap {
  readonly valueStep: string;
  readonly type: ObservationType;
  readonly pairs: number;
  readonly cards: number;
  readonly minutesLost: number;
}

export interface ShadowingResult {
  readonly asOf: string;
  readonly statsVersion: string;
  readonly cells: readonly MisalignmentCell[];
  readonly misalignment: Figure;
  /** What shadows understand afterwards, less before, on a scale of 1 to 7; null below three people. */
  readonly empathyGain: Figure;
  readonly understandingBefore: Figure;
  readonly understandingAfter: Figure;
  readonly confirmed: Figure;
  /** Ordered pairs of teams that were shadowed, of all there are. */
  readonly coverage: Figure;
  readonly gaps: readonly SeenGap[];
}

/** Fewer people's own scores are not shown: one could tell whose they are. */
const leastScores = 3;

/** 1 - (τ + 1) / 2 of two orders of the same things; null of fewer than two. */
export function misalignmentOf(predicted: readonly string[], actual: readonly string[]): number | null {
  const tau = kendallTauB(
    actual.map((_, index) => index),
    actual.map((one) => predicted.indexOf(one)),
  );
  return tau === null ? null : 1 - (tau + 1) / 2;
}

/** What a round showed: only of the pairs that talked, and only what they chose to share. */
export function shadowingOf(work: Shadowing, asOf: string): ShadowingResult {
  const pairs = work.pairs.filter(({ status }) => status === 'debriefed');
  const seen = pairs.flatMap((pair) => pair.shadows.map((shadow) => ({ ...shadow, pair })));
  const distances = seen.flatMap(({ personId, teamId, pair }) => {
    const [predicted, actual] = [pair.expectations[personId], pair.expectations[pair.hostId]];
    const value = predicted && actual ? misalignmentOf(predicted.ranking, actual.ranking) : null;
    return value === null ? [] : [{ fromTeamId: teamId, toTeamId: pair.hostTeamId, pairId: pair.pairId, value }];
  });
  const scores = seen.flatMap(({ personId, pair }) => {
    const [before, after] = [pair.expectations[personId]?.understanding, pair.debriefs[personId]?.understanding];
    return before === undefined || after === undefined ? [] : [{ before, after }];
  });
  const gain = scores.map(({ before, after }) => after - before);
  const logged = work.cards.filter(({ pairId }) => pairs.some((pair) => pair.pairId === pairId));
  const n = work.teamIds.length;
  const cells = cellsOf(distances);
  return {
    asOf,
    statsVersion,
    cells,
    misalignment: meanFigure(
      distances.map(({ value }) => value),
      1,
    ),
    empathyGain: meanFigure(gain, leastScores),
    understandingBefore: meanFigure(
      scores.map(({ before }) => before),
      leastScores,
    ),
    understandingAfter: meanFigure(
      scores.map(({ after }) => after),
      leastScores,
    ),
    confirmed: share(logged.filter(({ answer }) => answer === 'confirmed').length, logged.length),
    coverage: share(new Set(seen.map((one) => `${one.teamId} ${one.pair.hostTeamId}`)).size, n * (n - 1)),
    gaps: gapsOf(logged.filter((card) => card.shared)),
  };
}

interface Distance {
  readonly fromTeamId: string;
  readonly toTeamId: string;
  readonly pairId: string;
  readonly value: number;
}

function cellsOf(distances: readonly Distance[]): readonly MisalignmentCell[] {
  const groups = groupedBy(distances, ({ fromTeamId, toTeamId }) => `${fromTeamId} ${toTeamId}`);
  return [...groups.values()]
    .map((group) => {
      const pairs = new Set(group.map(({ pairId }) => pairId)).size;
      const { fromTeamId, toTeamId } = group[0]!;
      const misalignment = mean(group.map(({ value }) => value));
      return { fromTeamId, toTeamId, pairs, singleCase: pairs < 2, misalignment };
    })
    .toSorted((a, b) => b.misalignment - a.misalignment);
}

/** By step and type, what most pairs saw first: pairs share nobody, so each is a witness of its own. */
function gapsOf(cards: readonly Card[]): readonly SeenGap[] {
  const groups = groupedBy(cards, ({ valueStep, type }) => `${type} ${valueStep.trim().toLowerCase()}`);
  return [...groups.values()]
    .map((group) => ({
      valueStep: group[0]!.valueStep,
      type: group[0]!.type,
      pairs: new Set(group.map(({ pairId }) => pairId)).size,
      cards: group.length,
      minutesLost: group.reduce((sum, { minutesLost = 0 }) => sum + minutesLost, 0),
    }))
    .toSorted((a, b) => b.pairs - a.pairs || b.minutesLost - a.minutesLost);
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

function meanFigure(values: readonly number[], least: number): Figure {
  const n = values.length;
  const unknown = { n, lowSample: n < 3, method: 'bootstrap' } as const;
  if (n === 0 || n < least) return { value: null, ...unknown };
  const interval = n < 3 ? null : bootstrapInterval(values, mean, { seed: 'shadowing' });
  return { value: mean(values), ...unknown, ...(interval && { ciLow: interval.low, ciHigh: interval.high }) };
}

/** What became of a round until it was measured again, with other people: after less before, null where one is missing. */
export interface ShadowingChange {
  readonly misalignment: number | null;
  readonly empathyGain: number | null;
  /** The cells of today that the round before had, too. */
  readonly cells: readonly {
    readonly fromTeamId: string;
    readonly toTeamId: string;
    readonly misalignment: number | null;
  }[];
}

/** Compares two rounds of the same teams: exercises page, 1.1, re-measure. Below 0, misalignment got better. */
export function shadowingChange(before: ShadowingResult, after: ShadowingResult): ShadowingChange {
  const change = (now: number | null, then: number | null) => (now === null || then === null ? null : now - then);
  return {
    misalignment: change(after.misalignment.value, before.misalignment.value),
    empathyGain: change(after.empathyGain.value, before.empathyGain.value),
    cells: after.cells.flatMap(({ fromTeamId, toTeamId, misalignment }) => {
      const then = before.cells.find((one) => one.fromTeamId === fromTeamId && one.toTeamId === toTeamId);
      return then ? [{ fromTeamId, toTeamId, misalignment: change(misalignment, then.misalignment) }] : [];
    }),
  };
}

/** The figures behind a finding about a team's view of another, or about all; null where there are none. */
export function shadowingEvidence(
  work: Shadowing,
  { fromTeamId, toTeamId }: Pick<Evidence, 'fromTeamId' | 'toTeamId'>,
): Evidence | null {
  if (!work.asOf) return null;
  const { cells, misalignment } = shadowingOf(work, work.asOf);
  const cell = cells.find((one) => one.fromTeamId === fromTeamId && one.toTeamId === toTeamId);
  if (fromTeamId || toTeamId)
    return cell ? { fromTeamId, toTeamId, n: cell.pairs, misalignment: cell.misalignment ?? undefined } : null;
  return misalignment.value === null ? null : { n: misalignment.n, misalignment: misalignment.value };
}

/** What somebody may see of a pair by now: facilitators and leads how far it is, its people also what they wrote. */
export function pairView(pair: FollowedPair, cards: readonly Card[], viewer: Viewing) {
  const { pairId, hostId, hostTeamId, shadows, status, day, missed } = pair;
  const isMember = hostId === viewer.personId || shadows.some(({ personId }) => personId === viewer.personId);
  const isLead = viewer.represents && teamsOf(pair).includes(viewer.teamId ?? '');
  if (!isMember && !isLead && !viewer.facilitates) return null;
  const isShown = status === 'debriefing' || status === 'debriefed';
  const seen = ([personId]: readonly [string, unknown]) => isMember && (isShown || personId === viewer.personId);
  const entries = <Value extends object>(record: Readonly<Record<string, Value>>) =>
    Object.entries(record)
      .filter(seen)
      .map(([personId, value]) => ({ personId, ...value }));
  return {
    id: pairId,
    hostId,
    hostTeamId,
    shadows,
    status,
    day: day ?? null,
    missed,
    priorities: isMember ? pair.priorities : [],
    expectations: entries(pair.expectations),
    debriefs: entries(pair.debriefs),
    observations: isMember ? cards.filter((card) => card.pairId === pairId) : [],
  };
}
