import { lineWithBounds } from '@tandem/pictures';
import type { Table } from './comparison-table.measures';
import type { NoTrend, RatioTrend, VariantTrend } from './trend.measures';

const sentences: Readonly<Record<NoTrend, string>> = {
  'too-few': 'there are too few units',
  'no-variance': 'all values are the same',
  'zero-baseline': 'the control is at 0',
  'not-finite': 'a sum is no finite number',
  'out-of-reach': 'no sample is large enough',
  'no-plan': 'no number of units was planned',
  'no-new-units': 'no unit is new since the look before',
};

/** A variant's difference to the control at the end of each day, with the bounds that hold under daily looks. */
export function cumulativeEffectPicture(trend: VariantTrend): string {
  const { metric, variant, control, kind, level, crossedOn, points, reason } = trend;
  const factor = kind === 'proportion' ? 100 : 1;
  const last = points.findLast(({ difference }) => difference !== null);
  const percent = `${Math.round(level * 100)} %`;
  const planned = reason === null;
  const ends = points.map((point) =>
    planned ? [point.sequentialLow, point.sequentialHigh] : [point.ciLow, point.ciHigh],
  );
  const reach = reachOf(ends.flatMap(([low, high]) => (low != null && high != null ? [(high - low) / 2] : [])));
  const cut = ends.some(([low, high]) => low != null && high != null && (high - low) / 2 > reach);
  const found =
    last === undefined
      ? 'There is nothing to compare yet.'
      : !planned
        ? `No bounds for daily looks: ${sentences[reason]}. The ${percent} intervals hold for one look only.`
        : crossedOn === null
          ? `Up to day ${last.day} no effect is found, all daily looks counted.`
          : `An effect is found on day ${crossedOn}, all daily looks counted.`;
  return lineWithBounds({
    title: `${metric}: ${variant} against ${control}, day after day`,
    summary: `${found}${cut ? ' Early bounds that are far wider than this picture stand in the table.' : ''}`,
    unit: kind === 'proportion' ? 'pp' : undefined,
    axis: `Difference to ${control}`,
    valueIs: 'difference so far',
    boundsAre: planned ? `${percent} bounds, however often one looks` : `${percent} interval of one look`,
    signalIs: 'effect found',
    levels: [{ name: 'no difference', at: 0 }],
    points: points.map(({ day, difference, crossed }, i) => {
      const [low, high] = ends[i]!;
      const shown = low != null && high != null && (high - low) / 2 <= reach;
      return {
        name: `day ${day}`,
        value: difference === null ? null : difference * factor,
        ...(shown ? { low: low * factor, high: high * factor } : {}),
        signal: crossed,
      };
    }),
  });
}

/** Half as wide as bounds may be in a picture: early ones, of a few units, would flatten all that follows. */
const reachOf = (halves: readonly number[]) => 10 * (halves.at(-1) ?? 0);

/** What {@link cumulativeEffectPicture} shows, and the interval of a single look beside it. */
export function cumulativeEffectTable({ metric, variant, control, kind, level, points }: VariantTrend): Table {
  const factor = kind === 'proportion' ? 100 : 1;
  const text = (value: number | null) => (value === null ? null : String(Number((value * factor).toPrecision(6))));
  const of = `${metric}: ${variant} minus ${control}, ${kind === 'proportion' ? 'percentage points' : 'in its unit'}`;
  const percent = `${Math.round(level * 100)} %`;
  return {
    columns: [
      ...['Day', 'Units', of, `One look: ${percent} from`, `One look: ${percent} to`],
      ...[`Daily looks: ${percent} from`, `Daily looks: ${percent} to`, 'Effect found', 'Why there is none'],
    ],
    rows: points.map(({ day, n, difference, ciLow, ciHigh, sequentialLow, sequentialHigh, crossed, reason }) => [
      ...[String(day), String(n), text(difference), text(ciLow), text(ciHigh)],
      ...[text(sequentialLow), text(sequentialHigh), crossed ? 'yes' : 'no', reason && sentences[reason]],
    ]),
  };
}

const least = -12;

/** Whether the variants filled as they were meant to, day after day: the p value of all looks so far, in powers of ten. */
export function sampleRatioPicture({ alarmOn, points, variants }: RatioTrend): string {
  const last = points.at(-1);
  const units = last?.units.map((n, i) => `${variants[i]!.key} ${n}`).join(', ');
  const asMeant = variants.map(({ weight }) => weight).join(' : ');
  const filled = `${units}; meant ${asMeant}`;
  const summary =
    !last || last.sequentialP === null
      ? 'Nobody was exposed yet.'
      : alarmOn !== null
        ? `Alarm on day ${alarmOn}: the variants do not fill as meant (${filled}). Do not trust the result before the cause is found.`
        : last.verdict === 'watch'
          ? `Watch it: the variants may not fill as meant (${filled}).`
          : `No alarm, all daily looks counted (${filled}).`;
  return lineWithBounds({
    title: 'Sample ratio, day after day',
    summary,
    axis: 'p of all looks so far, as a power of ten',
    valueIs: 'log10 p',
    boundsAre: '',
    signalIs: 'alarm',
    levels: [
      { name: 'watch', at: -2 },
      { name: 'alarm', at: -3 },
    ],
    points: points.map(({ day, sequentialP, verdict }) => ({
      name: `day ${day}`,
      value: sequentialP === null ? null : Math.max(least, Math.log10(sequentialP)),
      signal: verdict === 'alarm',
    })),
  });
}

/** What {@link sampleRatioPicture} shows, with the units of each variant. */
export function sampleRatioTable({ variants, points }: RatioTrend): Table {
  const text = (p: number | null) => (p === null ? null : String(Number(p.toPrecision(3))));
  return {
    columns: [
      'Day',
      ...variants.map(({ key }) => `Units of ${key}`),
      ...['Units of several', 'p of one look', 'p of all looks', 'Verdict'],
    ],
    rows: points.map(({ day, units, excludedUnits, p, sequentialP, verdict }) => [
      ...[String(day), ...units.map(String), String(excludedUnits), text(p), text(sequentialP), verdict],
    ]),
  };
}
