import type { MetricResult } from './comparison.measures';

/** The data of a picture in words: null where nothing is known. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** What one metric says of each variant, and of each against the control. Shares are in per cent. */
export function comparisonTable({ metric, kind, level, arms, comparisons }: MetricResult): Table {
  const inPercent = kind === 'proportion';
  const [of, unit] = inPercent ? [`${metric}, %`, 'percentage points'] : [metric, 'in its unit'];
  const interval = `${Math.round(level * 100)} %`;
  const text = (value: number | null | undefined) =>
    typeof value === 'number' ? String(Number((value * (inPercent ? 100 : 1)).toPrecision(6))) : null;
  return {
    columns: [
      'Variant',
      'Units',
      'Observed',
      of,
      `${of}: ${interval} from`,
      `${of}: ${interval} to`,
      `Difference to control, ${unit}`,
      `Difference: ${interval} from`,
      `Difference: ${interval} to`,
      'p',
    ],
    rows: arms.map(({ variant, n, observed, value, ciLow, ciHigh }) => {
      const against = comparisons.find((one) => one.variant === variant);
      return [
        ...[variant, String(n), String(observed), text(value), text(ciLow), text(ciHigh)],
        ...[text(against?.difference), text(against?.ciLow), text(against?.ciHigh)],
        against ? String(Number(against.p.toPrecision(3))) : null,
      ];
    }),
  };
}
