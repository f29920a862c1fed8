import { bars, heatMap, network, pareto } from '@tandem/pictures';
import type { Picture, PictureName } from '../picture.measures';
import type { SiloSpotlightRow } from './silo-spotlight-board.projection';
import type { SiloSpotlightResult } from './silo-spotlight.measures';
import { blindSpotTable, headline, recognitionTable, siloTable, votedClusters, voteTable } from './silo-table.measures';

type NameOf = (teamId: string) => string;

/** What a Silo Spotlight shows: the network, who knew of what, the blind spots, and what people voted for. */
export function siloPictures(
  { work, result }: SiloSpotlightRow,
  nameOf: NameOf,
): Partial<Record<PictureName, Picture>> {
  if (!result) return {};
  const summary = headline(result, nameOf) ?? 'No tie between the teams is known.';
  return {
    network: { table: siloTable(result, nameOf), svg: () => networkOf(result, summary, nameOf) },
    matrix: { table: recognitionTable(result, nameOf), svg: () => matrixOf(result, nameOf) },
    bars: { table: blindSpotTable(result, nameOf), svg: () => blindSpotsOf(result, nameOf) },
    pareto: {
      table: voteTable(work),
      svg: () =>
        pareto({
          title: 'What people voted for',
          summary: `${work.tally?.voters ?? 0} people voted, five dots each.`,
          axis: 'Dots',
          bars: votedClusters(work).map(({ title, dots }) => ({ name: title, value: dots })),
        }),
    },
  };
}

const networkOf = ({ teams, pairs }: SiloSpotlightResult, summary: string, nameOf: NameOf) =>
  network({
    title: 'Who needs whom, and what flows',
    summary,
    widthIs: 'need',
    strengthIs: 'tie',
    dashedIs: 'unaware of half or more',
    nodes: teams.map(({ teamId, inStrength }) => ({ name: nameOf(teamId), size: inStrength })),
    edges: pairs
      .filter(({ n }) => n > 0)
      .map(({ fromTeamId, toTeamId, need, tie, unaware, n }) => ({
        from: nameOf(fromTeamId),
        to: nameOf(toTeamId),
        value: need,
        strength: tie,
        dashed: unaware / n >= 0.5,
      })),
  });

function matrixOf({ teams, pairs }: SiloSpotlightResult, nameOf: NameOf) {
  const teamIds = teams.map(({ teamId }) => teamId);
  return heatMap({
    title: 'Who named whom, and how much of it the named team did not know of',
    summary: 'The part of the challenges that the named team was unaware of. Empty: not named.',
    rowsAre: 'From',
    columnsAre: 'Named',
    rows: teamIds.map(nameOf),
    columns: teamIds.map(nameOf),
    cells: teamIds.map((from) =>
      teamIds.map((to) => {
        const pair = pairs.find(({ fromTeamId, toTeamId }) => fromTeamId === from && toTeamId === to);
        return pair && pair.n > 0 ? pair.unaware / pair.n : null;
      }),
    ),
  });
}

const blindSpotsOf = ({ teams }: SiloSpotlightResult, nameOf: NameOf) =>
  bars({
    title: 'What others suffer through a team that it did not know of',
    summary: 'By weight, of all that names the team.',
    unit: '%',
    axis: 'Unaware',
    bars: teams.map(({ teamId, blindSpot: { value, lowSample } }) => ({
      name: nameOf(teamId),
      value: value === null ? null : value * 100,
      lowSample,
    })),
  });
