import { percentile } from '@tandem/statistics';
import type { Server } from './server';

/** One contestant: does its work for about so many seconds and says at which rate, in units of work a second. */
export interface Arm {
  readonly name: string;
  /** Where its connections are, if their CPU is to be counted too. */
  readonly database?: string;
  measure(seconds: number): Promise<number>;
}

/** What the rounds of one arm came to. */
export interface Measured {
  readonly arm: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** Of this process and of its connections' server processes, for one unit of work: steadier than rates. */
  readonly cpuMicroseconds: { readonly client: number; readonly server: number } | undefined;
}

/** Units of work a second for each arm. The arms take turns, in reversed order every second round. */
export async function inTurns(
  server: Server,
  arms: readonly Arm[],
  rounds: number,
  seconds: number,
): Promise<Measured[]> {
  const turns = arms.map((arm) => ({ arm, rates: [] as number[], client: [] as number[], server: [] as number[] }));
  for (const { measure } of arms) await measure(Math.min(seconds, 0.3)); // plans, pools and JIT are warm
  for (let round = 0; round < rounds; round++)
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) {
      const { database, measure } = turn.arm;
      const serverBefore = database && (await server.cpuSeconds(database));
      const clientBefore = process.cpuUsage();
      const begun = performance.now();
      const rate = await measure(seconds);
      const done = (rate * (performance.now() - begun)) / 1000;
      const { user, system } = process.cpuUsage(clientBefore);
      const serverAfter = database && (await server.cpuSeconds(database));
      turn.rates.push(rate);
      if (typeof serverBefore !== 'number' || typeof serverAfter !== 'number') continue;
      turn.client.push((user + system) / done);
      turn.server.push(((serverAfter - serverBefore) * 1e6) / done);
    }
  return turns.map(({ arm, rates, client, server: backends }) => ({
    ...summary(arm.name, rates),
    cpuMicroseconds: client.length > 0 ? { client: median(client), server: median(backends) } : undefined,
  }));
}

/** Median and range of what was measured. */
export function summary(arm: string, values: readonly number[]): Measured {
  const [least, most] = [rounded(Math.min(...values)), rounded(Math.max(...values))];
  return { arm, median: median(values), least, most, cpuMicroseconds: undefined };
}

/** So many writers, each doing one thing after the other until the time is over. Answers how many things a second. */
export async function byWriters(
  writers: number,
  seconds: number,
  work: (writer: number) => Promise<unknown>,
): Promise<number> {
  const begun = performance.now();
  const end = begun + seconds * 1000;
  let done = 0;
  const write = async (writer: number) => {
    for (; performance.now() < end; done++) await work(writer);
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return (done * 1000) / (performance.now() - begun);
}

const median = (values: readonly number[]) => rounded(percentile(values, 0.5, 'linear') ?? NaN);
const rounded = (value: number) => Number(value.toPrecision(4));
