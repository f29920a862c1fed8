import { bars, dotPlot, heatMap } from '@tandem/pictures';
import type { Picture, PictureName } from '../picture.measures';
import type { SignalNoiseResult } from './signal-noise.measures';
import { channelTable, guessTable, headline, signalTable } from './signal-table.measures';

type NameOf = (teamId: string) => string;

/** What a Signal-to-Noise session shows: what flows between the teams, what is wasted where, and who knows. */
export function signalPictures(result: SignalNoiseResult, nameOf: NameOf): Partial<Record<PictureName, Picture>> {
  return {
    matrix: { table: signalTable(result, nameOf), svg: () => matrixOf(result, nameOf) },
    bars: { table: channelTable(result), svg: () => wasteOf(result) },
    before_after: { table: guessTable(result, nameOf), svg: () => guessesOf(result, nameOf) },
  };
}

function matrixOf(result: SignalNoiseResult, nameOf: NameOf) {
  const teamIds = result.receivers.map(({ teamId }) => teamId);
  return heatMap({
    title: 'How much of what flows serves the receiver',
    summary: [headline(result, nameOf), 'The share of signal, from 0 to 1; below .5 there is more noise.']
      .filter(Boolean)
      .join(' '),
    rowsAre: 'From',
    columnsAre: 'To',
    rows: teamIds.map(nameOf),
    columns: teamIds.map(nameOf),
    middle: 0.5,
    cells: teamIds.map((from) =>
      teamIds.map((to) => {
        const cell = result.cells.find(({ fromTeamId, toTeamId }) => fromTeamId === from && toTeamId === to);
        if (!cell) return null;
        return cell.flow ? (cell.flow.share.value ?? 'silent') : 'suppressed';
      }),
    ),
  });
}

const wasteOf = ({ channels }: SignalNoiseResult) =>
  bars({
    title: 'What noise costs, by channel',
    summary: 'Hours a week of all who answered. A channel of which too few speak is not told.',
    unit: 'h',
    axis: 'Wasted a week',
    bars: channels.map(({ channel, flow }) => ({ name: channel, value: flow?.wastedHoursPerWeek ?? null })),
  });

const guessesOf = ({ cells }: SignalNoiseResult, nameOf: NameOf) =>
  dotPlot({
    title: 'What senders believe, and what receivers say',
    summary: 'The share of signal, from 0 to 1.',
    axis: 'Share of signal',
    beforeIs: 'sender believes',
    afterIs: 'receiver says',
    pairs: cells
      .filter(({ guess }) => guess.value !== null)
      .map(({ fromTeamId, toTeamId, guess, flow }) => ({
        name: `${nameOf(fromTeamId)} → ${nameOf(toTeamId)}`,
        before: guess.value,
        after: flow?.share.value ?? null,
      })),
  });
