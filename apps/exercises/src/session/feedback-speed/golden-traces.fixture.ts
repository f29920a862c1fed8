import type { AgreedTrace } from './feedback-speed.events';

/** The path of the golden traces: Support, Product, Design, Engineering, Release. */
export const path = ['S', 'P', 'D', 'E', 'R'];

export const begin = '2026-01-05T09:00:00.000Z';

export const hoursAfter = (hours: number, start = begin) =>
  new Date(Date.parse(start) + hours * 3_600_000).toISOString();

/** Hours of wait and dwell of each hop along the path; each line one trace. Exercises page, 1.3.6. */
export const golden = [
  '20,4 6,10 30,16 2,1',
  '28,2 10,6 52,8 3,2',
  '16,6 4,12 40,20 1,1',
  '24,8 8,4 70,12 4,3',
  '12,5 12,8 36,10 2,2',
];

/** A finished trace along the path, told to the moment, from its line of waits and dwells. */
export function traceOf(line: string, index = 0, teams = path): AgreedTrace {
  let clock = 0;
  const hops = line.split(' ').map((hop, seq) => {
    const [wait, dwell] = hop.split(',').map(Number) as [number, number];
    const sentAt = hoursAfter(clock);
    const receivedAt = hoursAfter(clock + wait);
    clock += wait + dwell;
    return {
      fromTeamId: teams[seq]!,
      toTeamId: teams[seq + 1]!,
      channel: 'ticket' as const,
      sentAt,
      receivedAt,
      precision: 'exact' as const,
    };
  });
  return {
    traceId: `t-${index + 1}`,
    source: 'user',
    topic: `Feedback ${index + 1}`,
    originTeamId: teams[0]!,
    originAt: begin,
    precision: 'exact',
    terminal: 'shipped',
    terminalAt: hoursAfter(clock),
    hops,
  };
}

export const goldenTraces = golden.map((line, index) => traceOf(line, index));
