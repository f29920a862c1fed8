import { seededRandom } from './random';

/** Chance by a seed: one draw of each kind a call. */
export function chance(seed: string) {
  const random = seededRandom(seed);
  const uniform = () => (random() + 0.5) / 2 ** 32;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const exponential = () => -Math.log(uniform());
  const poisson = (mean: number) => {
    let [count, left] = [0, mean - exponential()];
    for (; left > 0; left -= exponential()) count++;
    return count;
  };
  return {
    uniform,
    normal,
    poisson,
    logNormal: (sigma: number) => Math.exp(sigma * normal()),
    /** So heavy a tail that the variance is infinite for a shape of 2 and less. */
    paretoTail: (shape: number) => uniform() ** (-1 / shape),
    /** Poisson with a mean that is itself a gamma value of this (whole) shape: bursts. */
    bursts: (mean: number, shape: number) => {
      let gamma = 0;
      for (let i = 0; i < shape; i++) gamma += exponential();
      return poisson((mean * gamma) / shape);
    },
    successes: (n: number, share: number) => {
      let count = 0;
      for (let i = 0; i < n; i++) if (uniform() < share) count++;
      return count;
    },
    /** An answer on a scale, by the chances of its options. */
    answer: (chances: readonly number[]) => {
      let left = uniform();
      const option = chances.findIndex((share) => (left -= share) < 0);
      return option < 0 ? chances.length : option + 1;
    },
  };
}

export type Chance = ReturnType<typeof chance>;

export const times = <Value>(n: number, draw: () => Value): Value[] => Array.from({ length: n }, () => draw());
