import {
  betweenness,
  density,
  externalInternalIndex,
  naturalBlocks,
  reciprocity,
  statsVersion,
  strengths,
  type Tie,
  weightedReciprocity,
} from '@tandem/statistics';
import { type Figure, ratio, share } from '../figure.measures';
import { frictionOf, modeOf, namedBy, namedTeams, orderedPairs, sum, weightOf } from './friction.measures';
import { recognitionKey, type SiloSpotlight } from './silo-spotlight-work.measures';
import type { Awareness, Challenge, InteractionMode, Recognition } from './silo-spotlight.events';
import { type Silo, silosOf } from './silos.measures';

/** What one team says of another, and how well what flows from the one to the other serves. */
export interface SiloPair {
  readonly fromTeamId: string;
  readonly toTeamId: string;
  /** How many challenges name the other team. */
  readonly n: number;
  readonly weight: number;
  /** The weight as a part of the heaviest pair's, 0 to 1. */
  readonly need: number;
  /** Null is not known. */
  readonly tie: number | null;
  /** need · (1 - tie): 1 is the deepest silo. Null where the tie is not known. */
  readonly gap: number | null;
  readonly mode: InteractionMode | null;
  readonly flag: PairFlag | null;
  /** The named team's answers. */
  readonly knew: number;
  readonly suspected: number;
  readonly unaware: number;
  /** How many challenges wait on the other team. */
  readonly waits: number;
  /** How many challenges the other team helps with: a tie that is no friction. */
  readonly helped: number;
}

/**
 * `collaboration-without-tie`: the two mean to work together and little flows; `service-friction-rising`: one serves
 * the other, and the complaints grow; `healthy-silence`: one serves the other, and nobody complains.
 */
export type PairFlag = 'collaboration-without-tie' | 'service-friction-rising' | 'healthy-silence';

export interface SiloTeam {
  readonly teamId: string;
  /** The weight with which it is named, and with which it names others. */
  readonly inStrength: number;
  readonly outStrength: number;
  readonly betweenness: number;
  /** From -1, its challenges are all its own, to 1, all name others. */
  readonly externalInternal: Figure;
  /** The part of what others suffer through it that it did not know of. */
  readonly blindSpot: Figure;
  /** The part of the challenges naming it that it accepts. */
  readonly responsiveness: Figure;
  /** The gaps of all who name it, together; null where no tie is known. */
  readonly gap: Figure;
}

/** How much of the need has a working tie, and between what the ties that are not known could put it. */
export interface Congruence extends Figure {
  readonly least: number | null;
  readonly most: number | null;
}

export interface SiloNetwork {
  readonly density: number | null;
  readonly reciprocity: number | null;
  readonly weightedReciprocity: number | null;
  readonly congruence: Congruence;
  /** The part of all that is suffered that the named team did not know of. */
  readonly blindSpot: Figure;
  /** The blocks that the working ties make of themselves; null while no tie is known. */
  readonly blocks: readonly (readonly string[])[] | null;
  readonly modularity: number | null;
}

export interface SiloSpotlightResult {
  readonly asOf: string;
  readonly statsVersion: string;
  readonly network: SiloNetwork;
  /** Most gap first. */
  readonly teams: readonly SiloTeam[];
  /** Deepest gap first, then the heaviest. */
  readonly pairs: readonly SiloPair[];
  /** Both ways taken together, deepest first. */
  readonly silos: readonly Silo[];
}

/** Below this, a tie does not carry a collaboration. */
const workingTie = 0.5;

/** What the lists and the answers of a session say: exercises page, 1.2. */
export function siloSpotlightOf(work: SiloSpotlight, asOf: string): SiloSpotlightResult {
  const { teamIds, challenges, weighting } = work;
  const friction = frictionOf(teamIds, challenges, weighting);
  const pairs = pairsOf(work, friction, asOf);
  const known = work.ties.ties.flatMap(({ fromTeamId: from, toTeamId: to, tie }) =>
    tie !== null && tie > 0 ? [{ from, to, weight: tie }] : [],
  );
  const blocks = naturalBlocks(teamIds, known);
  return {
    asOf,
    statsVersion,
    network: {
      density: density(teamIds, friction),
      reciprocity: reciprocity(friction),
      weightedReciprocity: weightedReciprocity(friction),
      congruence: congruenceOf(pairs),
      blindSpot: blindSpotOf(work, teamIds),
      blocks: blocks?.blocks ?? null,
      modularity: blocks?.modularity ?? null,
    },
    teams: teamsOf(work, friction, pairs),
    pairs,
    silos: silosOf(work),
  };
}

/** Flags what only the session before can show: a service whose complaints grow. */
export const withRisingFriction = (pairs: readonly SiloPair[], before: readonly SiloPair[]): readonly SiloPair[] =>
  pairs.map((pair) => {
    const weight = before.find((one) => isSamePair(one, pair))?.weight ?? 0;
    const isRising = pair.mode === 'x-as-a-service' && pair.weight > weight;
    return isRising ? { ...pair, flag: 'service-friction-rising' } : pair;
  });

export const isSamePair = (a: Pair, b: Pair) => a.fromTeamId === b.fromTeamId && a.toTeamId === b.toTeamId;
type Pair = Pick<SiloPair, 'fromTeamId' | 'toTeamId'>;

function pairsOf(work: SiloSpotlight, friction: readonly Tie[], asOf: string): readonly SiloPair[] {
  const heaviest = Math.max(...friction.map(({ weight }) => weight));
  const pairs = orderedPairs(work.teamIds).map(([fromTeamId, toTeamId]): SiloPair => {
    const named = namedBy(work.challenges, fromTeamId, toTeamId);
    const weight = friction.find(({ from, to }) => from === fromTeamId && to === toTeamId)?.weight ?? 0;
    const tie = work.ties.ties.find((one) => isSamePair(one, { fromTeamId, toTeamId }))?.tie ?? null;
    const mode = modeOf(work.modes, [fromTeamId, toTeamId], asOf);
    const need = weight === 0 ? 0 : weight / heaviest;
    const gap = tie === null ? null : need * (1 - tie);
    const count = (awareness: Awareness) =>
      named.filter(({ challengeId }) => recognised(work, challengeId, toTeamId)?.awareness === awareness).length;
    const answers = { knew: count('knew'), suspected: count('suspected'), unaware: count('unaware') };
    const helped = work.challenges.filter(
      (one) =>
        one.teamId === fromTeamId && one.relations.some((to) => to.teamId === toTeamId && to.type === 'helped_by'),
    ).length;
    const flag = flagOf(mode, weight, tie);
    const waits = named.filter(({ relations }) =>
      relations.some(({ teamId, type }) => teamId === toTeamId && type === 'waits_on'),
    ).length;
    return { fromTeamId, toTeamId, n: named.length, weight, need, tie, gap, mode, flag, ...answers, waits, helped };
  });
  return pairs
    .filter(({ weight, mode, helped }) => weight > 0 || helped > 0 || mode !== null)
    .toSorted((a, b) => (b.gap ?? -1) - (a.gap ?? -1) || b.weight - a.weight);
}

function flagOf(mode: InteractionMode | null, weight: number, tie: number | null): PairFlag | null {
  if (mode === 'collaboration' && tie !== null && tie < workingTie) return 'collaboration-without-tie';
  return mode === 'x-as-a-service' && weight === 0 ? 'healthy-silence' : null;
}

function teamsOf(work: SiloSpotlight, friction: readonly Tie[], pairs: readonly SiloPair[]): readonly SiloTeam[] {
  const strength = strengths(work.teamIds, friction);
  const through = betweenness(work.teamIds, friction);
  const teams = work.teamIds.map((teamId): SiloTeam => {
    const own = work.challenges.filter((challenge) => challenge.teamId === teamId);
    const answers = Object.values(work.recognitions).filter((one) => one.teamId === teamId);
    const accepted = answers.filter(({ answer }) => answer === 'accept').length;
    const gaps = pairs.flatMap(({ toTeamId, gap, weight }) =>
      toTeamId === teamId && gap !== null && weight > 0 ? [gap] : [],
    );
    return {
      teamId,
      inStrength: strength.in[teamId]!,
      outStrength: strength.out[teamId]!,
      betweenness: through[teamId]!,
      externalInternal: externalInternalOf(own, work),
      blindSpot: blindSpotOf(work, [teamId]),
      responsiveness: share(accepted, answers.length),
      gap: { ...ratio(sum(gaps), 1, gaps.length), value: gaps.length > 0 ? sum(gaps) : null },
    };
  });
  return teams.toSorted((a, b) => (b.gap.value ?? -1) - (a.gap.value ?? -1));
}

function externalInternalOf(own: readonly Challenge[], { weighting }: SiloSpotlight): Figure {
  const weight = (challenges: readonly Challenge[]) => sum(challenges.map((one) => weightOf(one, weighting)));
  const external = weight(own.filter((challenge) => namedTeams(challenge).length > 0));
  const value = externalInternalIndex(external, weight(own) - external);
  return { ...ratio(0, 1, own.length), value };
}

/** By weight, of all that was answered by these teams. */
function blindSpotOf(work: SiloSpotlight, teamIds: readonly string[]): Figure {
  const answered = work.challenges.flatMap((challenge) =>
    namedTeams(challenge)
      .filter((teamId) => teamIds.includes(teamId))
      .flatMap((teamId) => {
        const recognition = recognised(work, challenge.challengeId, teamId);
        return recognition ? [{ ...recognition, weight: weightOf(challenge, work.weighting) }] : [];
      }),
  );
  const unaware = answered.filter(({ awareness }) => awareness === 'unaware');
  const weight = (recognitions: readonly { weight: number }[]) => sum(recognitions.map((one) => one.weight));
  return ratio(weight(unaware), weight(answered), answered.length);
}

/** 1 - Σ w (1 - tie) / Σ w over the pairs whose tie is known; the others put it between `least` and `most`. */
function congruenceOf(pairs: readonly SiloPair[]): Congruence {
  const needed = pairs.filter(({ weight }) => weight > 0);
  const known = needed.filter(({ tie }) => tie !== null);
  const whole = sum(needed.map(({ weight }) => weight));
  const served = sum(known.map(({ weight, tie }) => weight * tie!));
  const knownWeight = sum(known.map(({ weight }) => weight));
  return {
    ...ratio(served, knownWeight, known.length),
    least: whole > 0 ? served / whole : null,
    most: whole > 0 ? (served + whole - knownWeight) / whole : null,
  };
}

const recognised = ({ recognitions }: SiloSpotlight, challengeId: string, teamId: string): Recognition | undefined =>
  recognitions[recognitionKey({ challengeId, teamId })];
