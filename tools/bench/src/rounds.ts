import { percentile } from '@tandem/statistics';

/** One contestant: does its work for about so many seconds and says how much it did. */
export interface Arm {
  readonly name: string;
  measure(seconds: number): Promise<number>;
}

/** What the rounds of one arm came to. */
export interface Measured {
  readonly arm: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** Of this process, for one unit of work. */
  readonly clientCpuMicroseconds: number | undefined;
}

/** Units of work a second for each arm. The arms take turns, in reversed order every second round. */
export async function inTurns(arms: readonly Arm[], rounds: number, seconds: number): Promise<Measured[]> {
  const rates = new Map<string, number[]>(arms.map(({ name }) => [name, []]));
  const cpu = new Map<string, number[]>(arms.map(({ name }) => [name, []]));
  for (const arm of arms) await arm.measure(Math.min(seconds, 0.3)); // plans, pools and JIT are warm
  for (let round = 0; round < rounds; round++)
    for (const arm of round % 2 === 0 ? arms : arms.toReversed()) {
      const before = process.cpuUsage();
      const begun = performance.now();
      const done = await arm.measure(seconds);
      const elapsed = (performance.now() - begun) / 1000;
      const { user, system } = process.cpuUsage(before);
      rates.get(arm.name)?.push(done / elapsed);
      cpu.get(arm.name)?.push((user + system) / done);
    }
  return arms.map(({ name }) => summary(name, rates.get(name) ?? [], cpu.get(name)));
}

/** Median and range of what was measured. */
export function summary(arm: string, values: readonly number[], cpu?: readonly number[]): Measured {
  return {
    arm,
    median: rounded(percentile(values, 0.5, 'linear') ?? NaN),
    least: rounded(Math.min(...values)),
    most: rounded(Math.max(...values)),
    clientCpuMicroseconds: cpu && rounded(percentile(cpu, 0.5, 'linear') ?? NaN),
  };
}

/** So many writers, each doing one thing after the other until the time is over. Answers how many things were done. */
export async function byWriters(writers: number, seconds: number, work: (writer: number) => Promise<unknown>): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const write = async (writer: number) => {
    for (; performance.now() < end; done++) await work(writer);
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return done;
}

const rounded = (value: number) => Number(value.toPrecision(4));
