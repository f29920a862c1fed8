import type { Emmett } from './emmett';
import type { Measured } from './rounds';
import type { Server } from './server';

/** What a line is measured with. */
export interface Bench {
  readonly server: Server;
  readonly emmett: Emmett | undefined;
  readonly kafkaBrokers: string | undefined;
  readonly rounds: number;
  readonly seconds: number;
}

/** A promise of the design, and what came of it. */
export interface Target {
  readonly what: string;
  readonly wanted: string;
  readonly got: number | undefined;
  readonly met: boolean | undefined;
}

/** One table of the report. */
export interface Result {
  readonly title: string;
  readonly unit: string;
  readonly arms: readonly Measured[];
  readonly targets: readonly Target[];
  /** How many times less CPU than the rival's we take for the same. */
  readonly lessCpu?: number | undefined;
}

/** At least this much; unknown where something could not be compared. */
export const atLeast = (what: string, least: number, got: number | undefined): Target => ({
  what,
  wanted: `>= ${least}`,
  got,
  met: got === undefined ? undefined : got >= least,
});

/** At most this much. */
export const atMost = (what: string, most: number, got: number | undefined): Target => ({
  what,
  wanted: `<= ${most}`,
  got,
  met: got === undefined ? undefined : got <= most,
});

/** How many times the one arm's median is the other's; unknown without the other. */
export function ratio(arms: readonly Measured[], ours: string, theirs: string): number | undefined {
  const median = (name: string) => arms.find(({ arm }) => arm === name)?.median;
  const [one, other] = [median(ours), median(theirs)];
  return one === undefined || other === undefined ? undefined : Number((one / other).toPrecision(3));
}

/** How many times less CPU, of client and server together; unknown where it was not counted. */
export function cpuRatio(arms: readonly Measured[], ours: string, theirs: string): number | undefined {
  const total = (name: string) => {
    const cpu = arms.find(({ arm }) => arm === name)?.cpuMicroseconds;
    return cpu && cpu.client + cpu.server;
  };
  const [one, other] = [total(ours), total(theirs)];
  return one === undefined || other === undefined ? undefined : Number((other / one).toPrecision(3));
}
