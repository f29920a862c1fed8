import { type Figure, share } from '../figure.measures';
import type { SiloSpotlight } from './silo-spotlight-work.measures';
import { type SiloPair, type SiloSpotlightResult, withRisingFriction } from './silo-spotlight.measures';

/** What became of a network until it was measured again. Differences are after less before; null where one is missing. */
export interface SiloChange {
  /** The part of the old challenges that are still named. */
  readonly persistence: Figure;
  readonly congruence: number | null;
  readonly blindSpot: number | null;
  readonly teams: readonly { readonly teamId: string; readonly blindSpot: number | null }[];
  /** The pairs of today, with the services whose complaints grew. */
  readonly pairs: readonly SiloPair[];
}

interface Measured {
  readonly work: SiloSpotlight;
  readonly result: SiloSpotlightResult;
}

/** Compares two sessions of the same teams: exercises page, 1.2, re-measure. */
export function siloChange(before: Measured, after: Measured): SiloChange {
  const repeated = after.work.challenges.map(({ repeats }) => repeats);
  const still = before.work.challenges.filter(({ challengeId }) => repeated.includes(challengeId)).length;
  const blindBefore = (teamId: string) => before.result.teams.find((one) => one.teamId === teamId)?.blindSpot.value;
  return {
    persistence: share(still, before.work.challenges.length),
    congruence: difference(after.result.network.congruence.value, before.result.network.congruence.value),
    blindSpot: difference(after.result.network.blindSpot.value, before.result.network.blindSpot.value),
    teams: after.result.teams.map(({ teamId, blindSpot }) => ({
      teamId,
      blindSpot: difference(blindSpot.value, blindBefore(teamId) ?? null),
    })),
    pairs: withRisingFriction(after.result.pairs, before.result.pairs),
  };
}

const difference = (after: number | null, before: number | null) =>
  after === null || before === null ? null : after - before;
