import type { CycleRow } from './cycle.measures';

type Cell = string | number | null;

/** What the CSV of cycles holds, a column each. */
const columns: readonly (readonly [string, (row: CycleRow) => Cell])[] = [
  ['id', ({ id }) => id],
  ['status', ({ status }) => status],
  ['stale_since', ({ staleSince }) => staleSince],
  ['symptom', ({ symptomId }) => symptomId],
  ['teams', ({ teamIds }) => teamIds.join(' ')],
  ['owner_product', ({ ownerProductId }) => ownerProductId],
  ['owner_engineering', ({ ownerEngineeringId }) => ownerEngineeringId],
  ['opened_at', ({ openedAt }) => openedAt],
  ['asked_at', ({ askedAt }) => askedAt],
  ['iterations', ({ iterations }) => iterations.length],
  ['hypothesis', ({ iterations }) => iterations.at(-1)?.card.hypothesis.ifWe ?? null],
  ['metric', ({ iterations }) => iterations.at(-1)?.card.hypothesis.metric ?? null],
  ['review_at', ({ iterations }) => iterations.at(-1)?.card.reviewAt ?? null],
  ['verdict', (row) => verdictOf(row)?.outcome ?? null],
  ['effect', (row) => verdictOf(row)?.effect ?? null],
  ['ci_low', (row) => verdictOf(row)?.interval?.low ?? null],
  ['ci_high', (row) => verdictOf(row)?.interval?.high ?? null],
  ['n_before', (row) => verdictOf(row)?.nBefore ?? null],
  ['n_after', (row) => verdictOf(row)?.nAfter ?? null],
  ['adopted_at', ({ adoptedAt }) => adoptedAt],
  ['recurrences', ({ recurredAt }) => recurredAt.length],
];

const verdictOf = ({ iterations }: CycleRow) => iterations.flatMap(({ measurements }) => measurements).at(-1)?.verdict;

/** Cycles as a table, one a row, the last verdict of each; null where there is nothing. */
export const cycleTable = (rows: readonly CycleRow[]) => ({
  columns: columns.map(([name]) => name),
  rows: rows.map((row) => columns.map(([, cell]) => cell(row))),
});
