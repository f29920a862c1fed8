import type { ArmFigure, Comparison, MetricResult, Untested } from './experiment/comparison.measures';
import type { Analysis } from './results-table.measures';

/** An analysis for people who read it in a terminal. */
export function reportOf(file: string, { rows, control, notes, result }: Analysis): string {
  const { sampleRatio } = result;
  return [
    `${file}: ${whole(rows)} rows, ${whole(result.units)} units`,
    `Sample ratio: ${sampleRatio ? `p ${short(sampleRatio.p)}, ${sampleRatio.verdict}` : 'not known'}`,
    ...result.metrics.flatMap((metric) => ['', ...metricLines(metric, control)]),
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}

function metricLines({ metric, kind, method, level, arms, comparisons, untested }: MetricResult, control: string) {
  const percent = `${Number((level * 100).toPrecision(6))} %`;
  const rows = arms.map((arm) => {
    const against = comparisons.find(({ variant }) => variant === arm.variant);
    return [arm.variant, whole(arm.n), ...armCells(arm), ...againstCells(against)];
  });
  const header = ['', 'units', kind === 'mean' ? 'mean' : 'share', percent, `minus ${control}`, percent, 'p', 'lift'];
  return [`${metric}: ${method}`, ...aligned([[...header, percent], ...rows]), ...untested.map(told)];
}

const told = ({ variant, reason }: Untested) => `  ${variant} cannot be tested: ${reason}.`;

const armCells = ({ value, ciLow, ciHigh }: ArmFigure) => [short(value), range(ciLow, ciHigh)];

function againstCells(against: Comparison | undefined): string[] {
  if (!against) return ['', '', '', '', ''];
  const { difference, ciLow, ciHigh, p, lift, liftLow, liftHigh } = against;
  return [short(difference), range(ciLow, ciHigh), short(p), inPercent(lift), range(liftLow, liftHigh, inPercent)];
}

const aligned = (table: readonly (readonly string[])[]) =>
  table.map((cells) =>
    `  ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widthOf(table, i)) : cell.padStart(widthOf(table, i)))).join('  ')}`.trimEnd(),
  );

const widthOf = (table: readonly (readonly string[])[], i: number) =>
  Math.max(...table.map((cells) => cells[i]!.length));

const whole = (n: number) => n.toLocaleString('en');
const short = (value: number | null) => (value === null ? '–' : String(Number(value.toPrecision(5))));
const inPercent = (value: number | null) => (value === null ? '–' : `${Number((value * 100).toPrecision(4))} %`);
const range = (low: number | null, high: number | null, text = short) =>
  low === null || high === null ? '–' : `${text(low)} to ${text(high)}`;
