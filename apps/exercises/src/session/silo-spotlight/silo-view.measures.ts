import type { Cluster } from './silo-spotlight.events';
import { clustersOf, type SiloSpotlight, toRecognise } from './silo-spotlight-work.measures';

/** What somebody of a team may see of a Silo Spotlight by now: its own team's at once, the others' when it is shown. */
export function viewOf(work: SiloSpotlight, teamId: string | undefined) {
  const isOwn = (one: { readonly teamId?: string }) => teamId !== undefined && one.teamId === teamId;
  const { listings, challenges, recognitions, listsRevealed, asOf, tally } = work;
  const dotsOf = ({ clusterId }: Cluster) => tally?.dots?.[clusterId] ?? null;
  return {
    listings: listings.filter(isOwn),
    challenges: challenges.filter((one) => listsRevealed || isOwn(one)),
    toAnswer: toRecognise(work)
      .filter((one) => listsRevealed && isOwn(one) && !one.recognition)
      .map(({ challengeId }) => challengeId),
    recognitions: Object.values(recognitions).filter((one) => asOf !== undefined || isOwn(one)),
    clusters: (asOf === undefined ? [] : clustersOf(work))
      .map((cluster) => ({ ...cluster, dots: dotsOf(cluster) }))
      .toSorted((a, b) => (b.dots ?? 0) - (a.dots ?? 0)),
    voters: tally?.voters ?? null,
  };
}
