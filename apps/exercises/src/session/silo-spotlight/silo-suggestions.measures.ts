import type { Suggestion } from '../suggestion.measures';
import type { SiloSpotlight } from './silo-spotlight-work.measures';
import { type SiloSpotlightResult, siloSpotlightOf } from './silo-spotlight.measures';

/** From where a figure speaks for a symptom: exercises page, 1.9. */
const thresholds = { unaware: 0.4, gap: 0.5, waits: 1 };

/** What the network speaks for: decisions made alone, information that does not flow, waiting, not knowing one's impact. */
export function suggestionsOf({ network, teams, pairs }: SiloSpotlightResult): readonly Suggestion[] {
  const unaware = { because: 'unaware-share', threshold: thresholds.unaware };
  const all = {
    symptomId: 'S1',
    teamIds: teams.map(({ teamId }) => teamId),
    value: network.blindSpot.value ?? 0,
  } as const;
  const blind = teams.map(({ teamId, blindSpot }): Suggestion => {
    return { ...unaware, symptomId: 'S10', teamIds: [teamId], toTeamId: teamId, value: blindSpot.value ?? 0 };
  });
  const ofPairs = pairs.flatMap(({ fromTeamId, toTeamId, gap, waits }): Suggestion[] => {
    const pair = { fromTeamId, toTeamId, teamIds: [fromTeamId, toTeamId] };
    return [
      { ...pair, symptomId: 'S4', because: 'silo-gap', value: gap ?? 0, threshold: thresholds.gap },
      { ...pair, symptomId: 'S9', because: 'named-waits', value: waits, threshold: thresholds.waits },
    ];
  });
  return [{ ...unaware, ...all }, ...blind, ...ofPairs].filter(({ value, threshold }) => value >= threshold);
}

/** The result with what it speaks for. */
export const resultOf = (result: SiloSpotlightResult) => ({ ...result, suggestions: suggestionsOf(result) });

interface About {
  readonly fromTeamId?: string;
  readonly toTeamId?: string;
}

/** The figures behind a finding about a pair, about a team that is named, or about all; null where there are none. */
export function siloEvidence(work: SiloSpotlight, { fromTeamId, toTeamId }: About) {
  if (!work.asOf) return null;
  const { network, teams, pairs } = siloSpotlightOf(work, work.asOf);
  if (fromTeamId) {
    const pair = pairs.find((one) => one.fromTeamId === fromTeamId && one.toTeamId === toTeamId);
    return pair && pair.n > 0 ? { fromTeamId, toTeamId, n: pair.n, gap: pair.gap ?? undefined } : null;
  }
  const team = teams.find(({ teamId }) => teamId === toTeamId);
  const { value, n } = (toTeamId ? team?.blindSpot : network.blindSpot) ?? { value: null, n: 0 };
  return value === null ? null : { toTeamId, n, blindSpot: value };
}
