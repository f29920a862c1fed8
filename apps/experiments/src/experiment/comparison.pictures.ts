import { intervalPlot } from '@tandem/pictures';
import type { MetricResult } from './comparison.measures';

/** Each variant against the control: the difference and its interval, with the line of no difference. */
export function comparisonPicture({ metric, kind, level, arms, comparisons }: MetricResult): string {
  const factor = kind === 'proportion' ? 100 : 1;
  const control = arms[0]?.variant ?? 'control';
  const interval = `${Math.round(level * 100)} %`;
  const apart = comparisons.filter(({ ciLow, ciHigh }) => ciLow > 0 || ciHigh < 0);
  const summary =
    comparisons.length === 0
      ? 'Nothing can be compared yet.'
      : apart.length === 0
        ? `No variant differs from ${control} at the ${interval} level.`
        : `${apart.map(({ variant }) => variant).join(', ')} ${apart.length === 1 ? 'differs' : 'differ'} from ${control} at the ${interval} level.`;
  return intervalPlot({
    title: `${metric}: each variant against ${control}`,
    summary: `${summary} Points with ${interval} intervals: a diamond where it lies apart from 0, a grey circle where it holds 0.`,
    unit: kind === 'proportion' ? 'pp' : undefined,
    axis: `Difference to ${control}`,
    referenceIs: 'no difference',
    intervals: comparisons.map(({ variant, difference, ciLow, ciHigh, p }) => ({
      name: variant,
      value: difference * factor,
      low: ciLow * factor,
      high: ciHigh * factor,
      note: p < 0.001 ? 'p < 0.001' : `p ${p.toFixed(3)}`,
    })),
  });
}
