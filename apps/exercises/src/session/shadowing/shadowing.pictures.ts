import { dotPlot, heatMap } from '@tandem/pictures';
import type { Picture, PictureName } from '../picture.measures';
import type { Suggestion } from '../suggestion.measures';
import type { Table } from '../table.measures';
import type { ShadowingRow } from './shadowing-board.projection';
import type { ShadowingResult } from './shadowing.measures';

type NameOf = (teamId: string) => string;

/** From where a figure speaks for a symptom: exercises page, 1.9. */
const thresholds = { misalignment: 0.35, understanding: 3, pairs: 2 };

/** The result with what it speaks for: priorities apart, information that does not flow, not knowing what others need. */
export function resultOf(result: ShadowingResult) {
  const ofCells = result.cells.map(({ fromTeamId, toTeamId, misalignment }) => ({
    symptomId: 'S2' as const,
    because: 'priority-misalignment',
    value: misalignment ?? 0,
    threshold: thresholds.misalignment,
    ...{ teamIds: [fromTeamId, toTeamId], fromTeamId, toTeamId },
  }));
  const teamIds = [...new Set(ofCells.flatMap((one) => one.teamIds))];
  const ofGaps = result.gaps
    .filter(({ type }) => type === 'communication_gap')
    .map(({ pairs }) => {
      const gap = { because: 'communication-gap-seen', value: pairs, threshold: thresholds.pairs, teamIds };
      return { symptomId: 'S4' as const, ...gap };
    });
  const before = result.understandingBefore.value;
  const isLow = before !== null && before <= thresholds.understanding;
  const low = { because: 'understanding-before', value: before ?? 0, threshold: thresholds.understanding, teamIds };
  const suggestions: readonly Suggestion[] = [
    ...[...ofCells, ...ofGaps].filter(({ value, threshold }) => value >= threshold),
    ...(isLow ? [{ symptomId: 'S10' as const, ...low }] : []),
  ];
  return { ...result, suggestions };
}

/** How far each team was from what another does first, as people read it. */
export const misalignmentTable = ({ cells }: ShadowingResult, nameOf: NameOf): Table => ({
  columns: ['Shadows of', 'Hosts of', 'Pairs', 'Misalignment', 'Rests on'],
  rows: cells.map(({ fromTeamId, toTeamId, pairs, misalignment, singleCase }) => [
    nameOf(fromTeamId),
    nameOf(toTeamId),
    String(pairs),
    misalignment?.toFixed(2) ?? null,
    singleCase ? 'a single case' : 'pairs',
  ]),
});

const gapTable = ({ gaps }: ShadowingResult): Table => ({
  columns: ['Step', 'What was seen', 'Pairs', 'Cards', 'Minutes lost'],
  rows: gaps.map(({ valueStep, type, pairs, cards, minutesLost }) => [
    valueStep,
    type.replaceAll('_', ' '),
    ...[pairs, cards, minutesLost].map(String),
  ]),
});

/** What a round shows: the map of misalignment, what was seen by step, and understanding before and after. */
export function shadowingPictures(
  { work, result }: ShadowingRow,
  nameOf: NameOf,
): Partial<Record<PictureName, Picture>> {
  if (!result) return {};
  const { teamIds } = work;
  const cellOf = (from: string, to: string) =>
    result.cells.find(({ fromTeamId, toTeamId }) => fromTeamId === from && toTeamId === to)?.misalignment ?? null;
  const [before, after] = [result.understandingBefore.value, result.understandingAfter.value];
  return {
    matrix: {
      table: misalignmentTable(result, nameOf),
      svg: () =>
        heatMap({
          title: 'How far shadows were from what the other team does first',
          summary: '0 is the same order, 1 the reverse. Empty: nobody went along.',
          rowsAre: 'Shadows of',
          columnsAre: 'Hosts of',
          rows: teamIds.map(nameOf),
          columns: teamIds.map(nameOf),
          cells: teamIds.map((from) => teamIds.map((to) => cellOf(from, to))),
        }),
    },
    before_after: {
      table: {
        columns: ['', 'Before', 'After', 'People'],
        rows: [
          ['All who went along', before?.toFixed(2) ?? null, after?.toFixed(2) ?? null, String(result.empathyGain.n)],
        ],
      },
      svg: () =>
        dotPlot({
          title: 'I understand what they need from us',
          summary: '1 not at all to 7 fully, the mean of all who went along. Not shown of fewer than three.',
          axis: 'Understanding',
          beforeIs: 'before',
          afterIs: 'after',
          pairs: [{ name: 'All who went along', before, after }],
        }),
    },
    bars: { table: gapTable(result), svg: () => gapsOf(result) },
  };
}

const gapsOf = ({ gaps }: ShadowingResult) =>
  heatMap({
    title: 'What was seen at which step',
    summary: 'How many pairs saw it. Pairs share nobody: each is a witness of its own.',
    rowsAre: 'Step',
    columnsAre: 'Seen',
    rows: [...new Set(gaps.map(({ valueStep }) => valueStep))],
    columns: [...new Set(gaps.map(({ type }) => type.replaceAll('_', ' ')))],
    cells: [...new Set(gaps.map(({ valueStep }) => valueStep))].map((step) =>
      [...new Set(gaps.map(({ type }) => type))].map(
        (type) => gaps.find((one) => one.valueStep === step && one.type === type)?.pairs ?? null,
      ),
    ),
  });
