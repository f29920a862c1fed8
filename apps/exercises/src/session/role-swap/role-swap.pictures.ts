import { dotPlot, lineWithBounds, pareto, sankey } from '@tandem/pictures';
import type { Picture, PictureName } from '../picture.measures';
import type { Suggestion } from '../suggestion.measures';
import type { Table } from '../table.measures';
import type { RoleSwapRow } from './role-swap-board.projection';
import type { RoleSwapResult } from './role-swap.measures';

type NameOf = (teamId: string) => string;

/** From where a figure speaks for a symptom: exercises page, 1.9. Of vocabulary as of decision rights. */
const thresholds = { visionGap: 0.4, decisionRight: 0.25, vocabulary: 0.25 };

/** The result with what it speaks for: a vision that is not seen, unclear accountability, words that confuse. */
export function resultOf(result: RoleSwapResult) {
  const told = result.directions.flatMap(({ fromTeamId, toTeamId, ...figures }) => {
    const about = { teamIds: [fromTeamId, toTeamId], fromTeamId, toTeamId };
    return [
      { symptomId: 'S10' as const, because: 'vision-gap', ...at(figures.visionGapBefore, 'visionGap'), ...about },
      {
        symptomId: 'S7' as const,
        because: 'decision-right-share',
        ...at(figures.decisionRight, 'decisionRight'),
        ...about,
      },
      { symptomId: 'S5' as const, because: 'vocabulary-share', ...at(figures.vocabulary, 'vocabulary'), ...about },
    ];
  });
  const suggestions: readonly Suggestion[] = told.filter(({ value, threshold }) => value >= threshold);
  return { ...result, suggestions };
}

const at = ({ value }: { readonly value: number | null }, name: keyof typeof thresholds) => ({
  value: value ?? 0,
  threshold: thresholds[name],
});

const word = (name: string) => name.replaceAll('_', ' ');
const two = (value: number | null) => value?.toFixed(2) ?? null;

/** What it is like to be new in each team, as people read it. */
export const directionTable = ({ directions }: RoleSwapResult, nameOf: NameOf): Table => ({
  columns: ['From', 'In', 'Swappers', 'Confusions per 8 h', 'Minutes lost', 'Vision gap before', 'Vision gap after'],
  rows: directions.map((one) => [
    nameOf(one.fromTeamId),
    nameOf(one.toTeamId),
    String(one.swappers),
    two(one.confusionRate.value),
    one.minutesLost === null ? null : String(one.minutesLost),
    two(one.visionGapBefore.value),
    two(one.visionGapAfter.value),
  ]),
});

/** What swaps show: what confuses most, who resolves it, clarity from day to day, the vision gap before and after. */
export function roleSwapPictures({ result }: RoleSwapRow, nameOf: NameOf): Partial<Record<PictureName, Picture>> {
  if (!result) return {};
  const { kinds, flows, days, directions, between } = result;
  const gaps = [
    ...directions.map((one) => ({
      name: `${nameOf(one.fromTeamId)} in ${nameOf(one.toTeamId)}`,
      before: one.visionGapBefore.value,
      after: one.visionGapAfter.value,
    })),
    { name: 'Between those who swapped', before: between.before.value, after: between.after.value },
  ];
  return {
    pareto: {
      table: {
        columns: ['What confused', 'Entries', 'Share so far', 'Minutes lost'],
        rows: kinds.map(({ kind, entries, cumulative, minutesLost }) => [
          word(kind),
          String(entries),
          two(cumulative),
          String(minutesLost),
        ]),
      },
      svg: () =>
        pareto({
          title: 'What confuses newcomers',
          summary: 'Entries by kind, what is met most often first.',
          axis: 'Entries',
          bars: kinds.map(({ kind, entries }) => ({ name: word(kind), value: entries })),
        }),
    },
    sankey: {
      table: {
        columns: ['What confused', 'Resolved by', 'Entries'],
        rows: flows.map(({ kind, resolvedBy, entries }) => [word(kind), word(resolvedBy), String(entries)]),
      },
      svg: () =>
        sankey({
          title: 'Who resolves what confuses',
          summary: 'As wide as there are entries. Nobody: it still stood in the way at the end.',
          fromIs: 'What confused',
          toIs: 'Resolved by',
          flows: flows.map(({ kind, resolvedBy, entries }) => ({
            from: word(kind),
            to: word(resolvedBy),
            value: entries,
          })),
        }),
    },
    lines: {
      table: {
        columns: ['Day', 'Clarity', 'Help', 'Swappers'],
        rows: days.map(({ day, clarity, help, n }) => [String(day), two(clarity), two(help), String(n)]),
      },
      svg: () =>
        lineWithBounds({
          title: 'How clear the work is, day after day',
          summary: '1 not at all to 7 fully, the mean of all who were there.',
          axis: 'Clarity',
          valueIs: 'clarity',
          boundsAre: 'bounds',
          points: days.map(({ day, clarity }) => ({ name: `Day ${day}`, value: clarity })),
        }),
    },
    before_after: {
      table: { columns: ['', 'Before', 'After'], rows: gaps.map((one) => [one.name, two(one.before), two(one.after)]) },
      svg: () =>
        dotPlot({
          title: 'How far people are from what the product is about',
          summary: '0 the same outcomes in the same order, 1 none in common.',
          axis: 'Vision gap',
          beforeIs: 'before',
          afterIs: 'after',
          pairs: gaps,
        }),
    },
  };
}
