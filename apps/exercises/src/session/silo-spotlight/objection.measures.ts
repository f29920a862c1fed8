import type { Ballot, List } from './challenge-form.measures';
import { clustersOf, type SiloSpotlight } from './silo-spotlight-work.measures';

interface Writing {
  readonly teamId: string;
  readonly teamIds: readonly string[];
  readonly work: unknown;
}

/** What is wrong with a list in this session: a team names other teams that take part. */
export function listObjection(sheet: object, { teamId, teamIds }: Writing): string | undefined {
  const named = (sheet as List).challenges.flatMap(({ relations }) => relations.map((relation) => relation.teamId));
  if (named.includes(teamId)) return 'relations name other teams: what is your own needs no relation.';
  const stranger = named.find((id) => !teamIds.includes(id));
  return stranger && `relations name teams of this session: ${stranger} does not take part.`;
}

/** What is wrong with a ballot in this session: dots go to its clusters, not to those of one's own team alone. */
export function ballotObjection(sheet: object, { teamId, work }: Writing): string | undefined {
  const spotlight = work as SiloSpotlight;
  const clusters = clustersOf(spotlight);
  for (const { clusterId } of (sheet as Ballot).dots) {
    const cluster = clusters.find((one) => one.clusterId === clusterId);
    if (!cluster && clusters.length > 0) return `dots name clusters of this session: there is no ${clusterId}.`;
    const teams = spotlight.challenges.filter(({ challengeId }) => cluster?.challengeIds.includes(challengeId));
    if (teams.length > 0 && teams.every((challenge) => challenge.teamId === teamId))
      return `dots go to what others suffer too: ${clusterId} is your own team's alone.`;
  }
  return undefined;
}
