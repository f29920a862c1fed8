import {
  alwaysValid,
  isFigure,
  lanDeMetsBounds,
  meanEffect,
  type MomentsText,
  posterior,
  readMoments,
  type SampleSummary,
  sequentialTest,
  summaryOf,
  testedTogether,
  tTest,
} from '@tandem/statistics';
import { atLeast, atMost, type Bench, type Result } from './line';
import { type Arm, inTurns, summary } from './rounds';

/** Samples of many sizes, so that no result is that of the one before. */
const samples: readonly SampleSummary[] = Array.from({ length: 512 }, (_, i) => ({
  n: 300 + 977 * (i % 61),
  mean: 10 + ((i * 7919) % 101) / 1_000,
  variance: 4 + ((i * 104_729) % 89) / 10,
}));

/** All that is said of one metric of one variant: effect, test, interval, always-valid p and interval, chance to win and risk. */
function fullResult(control: SampleSummary, treatment: SampleSummary): number {
  const effect = meanEffect(control, treatment, 'relative');
  if (!isFigure(effect)) return 0;
  const prior = { mean: 0, variance: 0.09, scale: 'relative' } as const;
  const belief = posterior(effect, { prior });
  return (
    tTest(effect).p + alwaysValid(effect, { narrowest: 20_000 }).p + (isFigure(belief) ? belief.risk.treatment : 0)
  );
}

/** 1,000 metrics in 20 segments, both arms of each as their exact sums are stored. */
const page: readonly { readonly control: MomentsText; readonly treatment: MomentsText }[] = Array.from(
  { length: 1_000 },
  (_, metric) =>
    Array.from({ length: 20 }, (_, segment) => ({
      control: sums(metric, segment),
      treatment: sums(metric, segment + 20),
    })),
).flat();

/** Of values with a mean near 10 and a variance near 5. */
function sums(metric: number, segment: number): MomentsText {
  const n = 300 + 977 * ((metric + 7 * segment) % 61);
  const cents = n * (1_000 + ((metric * 7919 + segment * 31) % 101) / 10);
  const sum = (cents / 100).toFixed(2);
  return { n, sum, sumOfSquares: (Number(sum) ** 2 / n + (n - 1) * (4 + ((metric * 104_729) % 89) / 50)).toFixed(4) };
}

/** Everything said of every metric in every segment, and all of them as one family. */
function fullPage(): number {
  let sum = 0;
  const effects = page.map((cell) => {
    const [control, treatment] = [summaryOf(readMoments(cell.control))!, summaryOf(readMoments(cell.treatment))!];
    sum += fullResult(control, treatment);
    return meanEffect(control, treatment, 'relative');
  });
  for (const test of testedTogether(effects, { by: 'benjamini-hochberg' })) sum += isFigure(test) ? test.adjustedP : 0;
  return sum;
}

/** Figures a second on one core, how long the bounds of 28 daily looks take, and how long a page of everything. */
export async function statistics({ server, rounds, seconds }: Bench): Promise<Result[]> {
  const arms: Arm[] = [
    {
      name: 'full result',
      measure: (time) => perSecond(time, (i) => fullResult(samples[i & 511]!, samples[(i * 31) & 511]!)),
    },
  ];
  const rates = await inTurns(server, arms, rounds, seconds);

  const daily = Array.from({ length: 28 }, (_, day) => (day + 1) / 28);
  const looks = daily.map((share) => ({
    difference: 0.1 + share,
    standardError: Math.sqrt(1 / share),
    dof: 5_000,
    n: 28_000 * share,
    scale: 'absolute' as const,
    baseline: 1,
  }));
  const bounds = summary(
    '28 bounds',
    timed(rounds, () => lanDeMetsBounds(daily, { alpha: 0.045, exponent: 3 })),
  );
  const test = summary(
    '28 looks, with p',
    timed(rounds, () => sequentialTest(looks, { plannedUnits: 28_000 })),
  );
  const whole = summary('20,000 results, read, tested and corrected', timed(rounds, fullPage, 1));
  return [
    {
      title: 'statistics: Welch, interval, always valid, Bayes',
      unit: 'results a second of one core',
      arms: rates,
      targets: [atLeast('results a second', 200_000, rates[0]?.median)],
    },
    {
      title: 'statistics: sequential bounds',
      unit: 'ms of one core',
      arms: [bounds, test],
      targets: [atMost('milliseconds', 10, bounds.median)],
    },
    {
      title: 'statistics: 1,000 metrics x 20 segments, from exact sums to Benjamini-Hochberg',
      unit: 'ms of one core',
      arms: [whole],
      targets: [atMost('milliseconds', 500, whole.median)],
    },
  ];
}

/** A second of a core, whatever else the machine is busy with. */
export async function perSecond(seconds: number, work: (turn: number) => number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  const before = cpuMilliseconds();
  let [done, sum] = [0, 0];
  while (performance.now() < end) for (const stop = done + 1_000; done < stop; done++) sum += work(done);
  if (!Number.isFinite(sum)) throw new Error('A result is no finite number.');
  return (done * 1000) / (cpuMilliseconds() - before);
}

function timed(rounds: number, work: () => unknown, times = 20): number[] {
  for (let warm = 0; warm < Math.min(times, 10); warm++) work();
  return Array.from({ length: rounds * times }, () => {
    const before = cpuMilliseconds();
    work();
    return cpuMilliseconds() - before;
  });
}

function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
