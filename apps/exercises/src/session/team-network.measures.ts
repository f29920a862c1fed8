import {
  betweenness,
  type Blocks,
  density,
  modularity,
  naturalBlocks,
  reciprocity,
  strengths,
  type Tie,
  weightedReciprocity,
} from '@tandem/statistics';
import type { SignalNoiseResult } from './signal-noise/signal-noise.measures';
import type { SiloSpotlightResult } from './silo-spotlight/silo-spotlight.measures';

/** What one session showed of the teams that took part. */
export interface Shown<Result> {
  readonly sessionId: string;
  readonly teamIds: readonly string[];
  readonly result: Result;
}

/** What is known of a pair: how much the one needs the other, and how well what flows serves. Null is not known. */
export interface NetworkPair {
  readonly fromTeamId: string;
  readonly toTeamId: string;
  readonly need: number | null;
  readonly tie: number | null;
  readonly gap: number | null;
  /** The sessions that say so. */
  readonly needFrom: string | null;
  readonly tieFrom: string | null;
}

export interface NetworkTeam {
  readonly teamId: string;
  readonly inStrength: number;
  readonly outStrength: number;
  readonly betweenness: number;
}

export interface TeamNetwork {
  readonly teams: readonly NetworkTeam[];
  readonly pairs: readonly NetworkPair[];
  readonly density: number | null;
  readonly reciprocity: number | null;
  readonly weightedReciprocity: number | null;
  /** The blocks that working ties make, and how much more they hang together than by chance. */
  readonly blocks: Blocks | null;
  /** The same of the blocks that the organisation chart makes of them. */
  readonly chartModularity: number | null;
}

/**
 * The network of an organisation: of each pair of teams what the newest session says in which both took part. Needs are
 * parts of the heaviest of their session, so that sessions of different weighing can stand side by side.
 */
export function teamNetworkOf(
  spotlights: readonly Shown<SiloSpotlightResult>[],
  matrices: readonly Shown<SignalNoiseResult>[],
  chartBlocks: (teamIds: readonly string[]) => readonly (readonly string[])[],
): TeamNetwork {
  const teamIds = [...new Set([...spotlights, ...matrices].flatMap((shown) => shown.teamIds))];
  const pairs = teamIds
    .flatMap((from) => teamIds.filter((to) => to !== from).map((to) => pairOf(from, to, spotlights, matrices)))
    .filter(({ need, tie }) => need !== null || tie !== null)
    .toSorted((a, b) => (b.gap ?? -1) - (a.gap ?? -1) || (b.need ?? -1) - (a.need ?? -1));
  const needs = tiesOf(pairs, ({ need }) => need);
  const ties = tiesOf(pairs, ({ tie }) => tie);
  const strength = strengths(teamIds, needs);
  const through = betweenness(teamIds, needs);
  return {
    teams: teamIds.map((teamId) => ({
      teamId,
      inStrength: strength.in[teamId]!,
      outStrength: strength.out[teamId]!,
      betweenness: through[teamId]!,
    })),
    pairs,
    density: density(teamIds, needs),
    reciprocity: reciprocity(needs),
    weightedReciprocity: weightedReciprocity(needs),
    blocks: naturalBlocks(teamIds, ties),
    chartModularity: modularity(chartBlocks(teamIds), ties),
  };
}

/** The sessions come newest first. */
function pairOf(
  fromTeamId: string,
  toTeamId: string,
  spotlights: readonly Shown<SiloSpotlightResult>[],
  matrices: readonly Shown<SignalNoiseResult>[],
): NetworkPair {
  const isPair = (one: { fromTeamId: string; toTeamId: string }) =>
    one.fromTeamId === fromTeamId && one.toTeamId === toTeamId;
  const tookPart = ({ teamIds }: Shown<unknown>) => teamIds.includes(fromTeamId) && teamIds.includes(toTeamId);
  const spotlight = spotlights.find(tookPart);
  const named = spotlight?.result.pairs.find(isPair);
  const need = spotlight ? (named?.need ?? 0) : null;
  const matrix = matrices.find(
    (one) => tookPart(one) && one.result.cells.some((cell) => isPair(cell) && cell.tie !== null),
  );
  const tie = matrix?.result.cells.find(isPair)?.tie ?? named?.tie ?? null;
  return {
    fromTeamId,
    toTeamId,
    need,
    tie,
    gap: need === null || tie === null ? null : need * (1 - tie),
    needFrom: spotlight?.sessionId ?? null,
    tieFrom: matrix?.sessionId ?? (tie === null ? null : (spotlight?.sessionId ?? null)),
  };
}

const tiesOf = (pairs: readonly NetworkPair[], weightOf: (pair: NetworkPair) => number | null): Tie[] =>
  pairs.flatMap((pair) => {
    const weight = weightOf(pair) ?? 0;
    return weight > 0 ? [{ from: pair.fromTeamId, to: pair.toTeamId, weight }] : [];
  });
