import type { Table } from '../table.measures';
import type { SignalNoiseResult } from './signal-noise.measures';

/** What flows between any two teams, as people read it. Null where too few would stand behind it. */
export function signalTable({ cells }: SignalNoiseResult, nameOf: (teamId: string) => string): Table {
  return {
    columns: [
      'From',
      'To',
      'Raters',
      'Signal share',
      'Decibels',
      'Band',
      'Fails',
      'Missing',
      'Wasted hours a week',
      'Sender believes',
    ],
    rows: cells.map(({ fromTeamId, toTeamId, flow, guess }) => [
      nameOf(fromTeamId),
      nameOf(toTeamId),
      ...(flow
        ? [
            String(flow.raters),
            flow.share.value?.toFixed(2) ?? null,
            flow.decibels?.toFixed(1) ?? null,
            flow.band,
            flow.failingTest,
            String(flow.missing),
            flow.wastedHoursPerWeek.toFixed(1),
          ]
        : Array<null>(7).fill(null)),
      guess.value?.toFixed(2) ?? null,
    ]),
  };
}
