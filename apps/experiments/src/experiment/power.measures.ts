import { sequentialInflation, unitsForMeans, unitsForShares } from '@tandem/statistics';
import type { Design } from './design.events';

/** What must be known of a design to say how many units it takes. */
type Planned = Pick<Design, 'kind' | 'variants' | 'metrics' | 'plan'>;

/**
 * Units of all versions together that find the least effect that matters with the planned power, each version compared
 * with the control at its share of the level, and more of them for looks on the way. Null where the plan does not say
 * enough, or no number of units finds that effect.
 *
 * Sources: those of `unitsForShares`, `unitsForMeans` and `sequentialInflation`.
 */
export function unitsNeeded({ kind = 'ab', variants, metrics, plan }: Planned): number | null {
  const { minimumEffect, power, baseline, spread, alpha = 0.05, lookDays } = plan ?? {};
  if (kind !== 'ab' || minimumEffect === undefined || power === undefined || baseline === undefined) return null;
  const [control, ...others] = variants.map(({ weight }) => weight);
  const level = 1 - alpha / others.length;
  const looks = lookDays?.length ?? 1;
  const inflation = looks > 1 ? sequentialInflation({ looks, level, power }) : 1;
  const smallest = Math.min(...others) / control!;
  const options = { level, power, ratio: smallest };
  const metric = metrics[0]!;
  const better = baseline + (metric.direction === 'decrease' ? -minimumEffect : minimumEffect);
  if (metric.kind === 'proportion' && !(better >= 0 && better <= 1)) return null;
  if (metric.kind === 'mean' && spread === undefined) return null;
  const ofControl =
    metric.kind === 'proportion'
      ? unitsForShares(baseline, better, options)
      : unitsForMeans(minimumEffect / spread!, options);
  if (typeof ofControl !== 'number') return null;
  const all = variants.reduce((sum, { weight }) => sum + weight, 0);
  return Math.ceil((Math.ceil(ofControl * inflation) * all) / control!);
}
