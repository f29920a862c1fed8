import type { GuessSheet, InfoSheet } from './signal-noise.events';

interface Writing {
  readonly teamId: string;
  readonly teamIds: readonly string[];
}

/** What is wrong with a sheet in this session: it is about other teams that take part. */
export const infoObjection = (sheet: object, writing: Writing) =>
  teamObjection(
    'fromTeamId',
    (sheet as InfoSheet).items.map(({ fromTeamId }) => fromTeamId),
    writing,
  );

/** The same of a guess. */
export const guessObjection = (sheet: object, writing: Writing) =>
  teamObjection(
    'toTeamId',
    (sheet as GuessSheet).guesses.map(({ toTeamId }) => toTeamId),
    writing,
  );

function teamObjection(field: string, named: readonly string[], { teamId, teamIds }: Writing): string | undefined {
  if (named.includes(teamId)) return `${field} names another team, not your own.`;
  const stranger = named.find((id) => !teamIds.includes(id));
  return stranger && `${field} names a team of this session: ${stranger} does not take part.`;
}
