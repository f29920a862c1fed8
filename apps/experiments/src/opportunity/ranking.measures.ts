import { kendallTauB } from '@tandem/statistics';
import type { Evidence, Method } from './opportunity.events';
import type { Score } from './scoring.measures';

/** What must be known of an opportunity to rank it. */
export interface Rankable {
  readonly id: string;
  readonly status: string;
  readonly scores: readonly Score[];
  readonly evidence: readonly Evidence[];
  readonly reranks: readonly { readonly at: string; readonly becauseOf: Evidence['kind'] | null }[];
}

export interface Ranked<Row> {
  readonly rank: number;
  readonly value: number;
  readonly opportunity: Row;
}

/** How alike two methods rank what both have scored. */
export interface Stability {
  readonly methods: readonly [Method, Method];
  readonly n: number;
  /** Kendall's tau-b, -1 to 1. Null: fewer than two, or all tied. */
  readonly tau: number | null;
}

export interface Ranking<Row> {
  readonly method: Method;
  readonly items: readonly Ranked<Row>[];
  /** Of the first 20, the share with feedback or a metric behind it. Null: nothing is ranked. */
  readonly valueLinkedShare: number | null;
  readonly valueLinkedOf: number;
  readonly stability: readonly Stability[];
  /** Rounds that feedback asked for and that changed a score, by month. */
  readonly feedbackReranks: readonly { readonly month: string; readonly count: number }[];
}

const top = 20;
const methods: readonly Method[] = ['rice', 'wsjf', 'cd3', 'moscow'];

const valueBy = ({ scores }: Rankable, method: Method) => scores.find((score) => score.method === method)?.value;

/** The backlog by value: the greatest first, equals share a rank (1, 2, 2, 4), what was dropped left out. */
export function rankingOf<Row extends Rankable>(rows: readonly Row[], method: Method): Ranking<Row> {
  const open = rows.filter(({ status }) => status !== 'dropped');
  const scored = open
    .flatMap((opportunity) => {
      const value = valueBy(opportunity, method);
      return value === undefined ? [] : [{ value, opportunity }];
    })
    .toSorted((a, b) => b.value - a.value || (a.opportunity.id < b.opportunity.id ? -1 : 1));
  const items = scored.map((item) => ({ rank: 1 + scored.findIndex(({ value }) => value === item.value), ...item }));
  const first = items.slice(0, top);
  const linked = first.filter(({ opportunity }) => isValueLinked(opportunity)).length;
  return {
    method,
    items,
    valueLinkedShare: first.length === 0 ? null : linked / first.length,
    valueLinkedOf: first.length,
    stability: pairs().flatMap((pair) => stabilityOf(open, pair)),
    feedbackReranks: rerankMonths(open),
  };
}

/** Whether customers or figures speak for it. */
export const isValueLinked = ({ evidence }: Pick<Rankable, 'evidence'>): boolean =>
  evidence.some(({ kind }) => kind === 'feedback' || kind === 'metric');

const pairs = (): (readonly [Method, Method])[] =>
  methods.flatMap((a, i) => methods.slice(i + 1).map((b) => [a, b] as const));

/** Nothing, when no opportunity was scored by both. */
function stabilityOf(rows: readonly Rankable[], [a, b]: readonly [Method, Method]): Stability[] {
  const both = rows.flatMap((row) => {
    const [x, y] = [valueBy(row, a), valueBy(row, b)];
    return x === undefined || y === undefined ? [] : [[x, y] as const];
  });
  if (both.length === 0) return [];
  const tau = kendallTauB(
    both.map(([x]) => x),
    both.map(([, y]) => y),
  );
  return [{ methods: [a, b], n: both.length, tau }];
}

function rerankMonths(rows: readonly Rankable[]): Ranking<unknown>['feedbackReranks'] {
  const months = new Map<string, number>();
  for (const { at, becauseOf } of rows.flatMap(({ reranks }) => reranks))
    if (becauseOf === 'feedback') months.set(at.slice(0, 7), (months.get(at.slice(0, 7)) ?? 0) + 1);
  return [...months].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([month, count]) => ({ month, count }));
}
