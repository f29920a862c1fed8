import type { Tie } from '@tandem/statistics';
import type {
  Challenge,
  ChallengeText,
  DeclaredMode,
  Frequency,
  InteractionMode,
  Weighting,
} from './silo-spotlight.events';

const frequencyWeights: Readonly<Record<Frequency, number>> = { daily: 4, weekly: 3, monthly: 2, rare: 1 };

/** How heavy a challenge is. */
export const weightOf = ({ severity, frequency }: ChallengeText, weighting: Weighting) =>
  weighting === 'severity' ? severity : severity * frequencyWeights[frequency];

/** The other teams that a challenge complains of, each once. To be helped by somebody is no complaint. */
export const namedTeams = ({ teamId, relations }: Pick<Challenge, 'teamId' | 'relations'>): readonly string[] =>
  [...new Set(relations.filter(({ type }) => type !== 'helped_by').map((relation) => relation.teamId))].filter(
    (named) => named !== teamId,
  );

/** The challenges of one team that name another. */
export const namedBy = (challenges: readonly Challenge[], fromTeamId: string, toTeamId: string) =>
  challenges.filter((challenge) => challenge.teamId === fromTeamId && namedTeams(challenge).includes(toTeamId));

/** Who needs whom and how much: from the team that named to the one that was named. */
export function frictionOf(teamIds: readonly string[], challenges: readonly Challenge[], weighting: Weighting): Tie[] {
  return orderedPairs(teamIds)
    .map(([from, to]) => ({
      from,
      to,
      weight: sum(namedBy(challenges, from, to).map((challenge) => weightOf(challenge, weighting))),
    }))
    .filter(({ weight }) => weight > 0);
}

/** How two teams mean to work together on that day; null when nothing was said, or no longer holds. */
export function modeOf(
  modes: readonly DeclaredMode[],
  [a, b]: readonly [string, string],
  asOf: string,
): InteractionMode | null {
  const declared = modes.findLast(({ teamIds }) => teamIds.includes(a) && teamIds.includes(b));
  const isOver = declared?.until !== undefined && Date.parse(declared.until) <= Date.parse(asOf);
  return declared && !isOver ? declared.mode : null;
}

/** Every team with every other, both ways. */
export const orderedPairs = (teamIds: readonly string[]) =>
  teamIds.flatMap((from) => teamIds.filter((to) => to !== from).map((to) => [from, to] as const));

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
