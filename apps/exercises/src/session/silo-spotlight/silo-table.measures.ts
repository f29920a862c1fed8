import type { Table } from '../table.measures';
import { clustersOf, type SiloSpotlight } from './silo-spotlight-work.measures';
import type { SiloSpotlightResult } from './silo-spotlight.measures';

type NameOf = (teamId: string) => string;

/** Who needs whom and what flows, deepest gap first, as people read it. */
export function siloTable({ pairs }: SiloSpotlightResult, nameOf: NameOf): Table {
  return {
    columns: ['From', 'To', 'Challenges', 'Need', 'Tie', 'Gap', 'Mode', 'Flag'],
    rows: pairs.map(({ fromTeamId, toTeamId, n, need, tie, gap, mode, flag }) => [
      nameOf(fromTeamId),
      nameOf(toTeamId),
      String(n),
      need.toFixed(2),
      twoDigits(tie),
      twoDigits(gap),
      mode,
      flag,
    ]),
  };
}

/** Who named whom, and what the named team knew of it. */
export function recognitionTable({ pairs }: SiloSpotlightResult, nameOf: NameOf): Table {
  return {
    columns: ['From', 'To', 'Knew', 'Suspected', 'Unaware'],
    rows: pairs
      .filter(({ n }) => n > 0)
      .map(({ fromTeamId, toTeamId, knew, suspected, unaware }) => [
        nameOf(fromTeamId),
        nameOf(toTeamId),
        ...[knew, suspected, unaware].map(String),
      ]),
  };
}

/** The blind spot of each team. */
export function blindSpotTable({ teams }: SiloSpotlightResult, nameOf: NameOf): Table {
  return {
    columns: ['Team', 'Answers', 'Blind spot', 'Accepted', 'Friction through it', 'E-I index', 'Gap'],
    rows: teams.map(({ teamId, blindSpot, responsiveness, betweenness, externalInternal, gap }) => [
      nameOf(teamId),
      String(blindSpot.n),
      twoDigits(blindSpot.value),
      twoDigits(responsiveness.value),
      betweenness.toFixed(2),
      twoDigits(externalInternal.value),
      twoDigits(gap.value),
    ]),
  };
}

/** What people voted for, most dots first. Empty until the vote is shown, and where too few voted. */
export function voteTable(work: SiloSpotlight): Table {
  return {
    columns: ['Topic', 'Challenges', 'Dots'],
    rows: votedClusters(work).map(({ title, challengeIds, dots }) => [
      title,
      String(challengeIds.length),
      String(dots),
    ]),
  };
}

/** The clusters with their dots, most first. */
export const votedClusters = (work: SiloSpotlight) =>
  clustersOf(work)
    .flatMap((cluster) => {
      const dots = work.tally?.dots?.[cluster.clusterId];
      return dots === undefined ? [] : [{ ...cluster, dots }];
    })
    .toSorted((a, b) => b.dots - a.dots);

/** The deepest silo in one sentence; null while no tie is known. */
export function headline({ pairs }: SiloSpotlightResult, nameOf: NameOf): string | null {
  const deepest = pairs.find(({ gap }) => gap !== null && gap > 0);
  return (
    (deepest &&
      `${nameOf(deepest.fromTeamId)} needs ${nameOf(deepest.toTeamId)} with ${deepest.need.toFixed(2)} and has a tie of ${deepest.tie!.toFixed(2)}: a gap of ${deepest.gap!.toFixed(2)}.`) ??
    null
  );
}

const twoDigits = (value: number | null) => value?.toFixed(2) ?? null;
