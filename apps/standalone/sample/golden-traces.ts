/**
 * How five pieces of feedback went through a company: hours of wait and dwell of each hop, Support → Product → Design →
 * Engineering → SRE. Source: exercises.md 1.3.6, the golden data of the Feedback Speed Test; its totals are 89, 111,
 * 100, 133 and 87 hours.
 */
export const golden: readonly Line[] = [
  [
    [20, 4],
    [6, 10],
    [30, 16],
    [2, 1],
  ],
  [
    [28, 2],
    [10, 6],
    [52, 8],
    [3, 2],
  ],
  [
    [16, 6],
    [4, 12],
    [40, 20],
    [1, 1],
  ],
  [
    [24, 8],
    [8, 4],
    [70, 12],
    [4, 3],
  ],
  [
    [12, 5],
    [12, 8],
    [36, 10],
    [2, 2],
  ],
];

/** Hours until it is received, and then until it is sent on, hop by hop. */
export type Line = readonly (readonly [wait: number, dwell: number])[];

export interface Hop {
  readonly from: number;
  readonly to: number;
  readonly sentAt: Date;
  readonly receivedAt: Date;
}

export interface Trace {
  readonly originAt: Date;
  readonly hops: readonly Hop[];
  readonly endedAt: Date;
}

const hour = 3_600_000;

/** The first feedback begins on this Monday morning, each further one a day later: the source tells hours, no dates. */
export const begin = new Date('2026-01-05T09:00:00Z');

/** The times that follow from the hours; teams are numbered along the path. */
export const traces = (lines: readonly Line[] = golden): Trace[] =>
  lines.map((line, index) => {
    const originAt = new Date(begin.getTime() + index * 24 * hour);
    let clock = originAt.getTime();
    const hops = line.map(([wait, dwell], from) => {
      const sentAt = new Date(clock);
      const receivedAt = new Date(clock + wait * hour);
      clock += (wait + dwell) * hour;
      return { from, to: from + 1, sentAt, receivedAt };
    });
    return { originAt, hops, endedAt: new Date(clock) };
  });
