import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '@tandem/statistics';
import { atMost, type Bench, type Result } from './line';
import { newStream, open, prepare, viewer } from './ours';
import { summary } from './rounds';

const appendsASecond = 300;

/**
 * From the moment an append was due until a subscriber holds the event. Open loop: appends are due at 300 a second
 * whether or not the ones before are done, and a late start counts as lateness.
 */
export async function latency({ server, rounds, seconds }: Bench): Promise<Result[]> {
  const url = await server.database();
  await prepare(url);
  const due = new Map<string, number>();
  const stored = new Map<string, number>();
  const sinceDue: number[] = [];
  const sinceStored: number[] = [];
  const subscription = {
    name: 'watcher',
    async apply(events: readonly { streamId: string }[]) {
      const now = performance.now();
      for (const { streamId } of events) {
        sinceDue.push(now - (due.get(streamId) ?? NaN));
        sinceStored.push(Math.max(0, now - (stored.get(streamId) ?? now)));
      }
    },
  };
  const ours = await open(url, [], [subscription]);
  for (let warm = 0; warm < 200; warm++) await append();
  await ours.log.caughtUp('watcher');
  sinceDue.length = sinceStored.length = 0;

  const total = Math.round(appendsASecond * rounds * seconds * 3);
  const begun = performance.now() + 50;
  const running: Promise<void>[] = [];
  for (let n = 0; n < total; n++) {
    const at = begun + (n * 1000) / appendsASecond;
    while (performance.now() < at) await (at - performance.now() > 1.5 ? sleep(1) : new Promise(setImmediate));
    running.push(append(at));
  }
  await Promise.all(running);
  await ours.log.caughtUp('watcher');
  await ours.close();

  const of = (values: readonly number[], p: number) => Number((percentile(values, p, 'linear') ?? NaN).toPrecision(3));
  const [p50, p99] = [of(sinceDue, 0.5), of(sinceDue, 0.99)];
  return [
    {
      title: `append until a subscriber sees it, ${appendsASecond} appends/s, ${sinceDue.length} events`,
      unit: 'ms',
      arms: [summary('since due', sinceDue), summary('since stored', sinceStored)],
      targets: [atMost('p50', 3, p50), atMost('p99', 20, p99)],
    },
  ];

  async function append(at = performance.now()): Promise<void> {
    const wish = newStream();
    due.set(wish.streamId, at);
    await ours.appender.append(viewer.tenantId, wish);
    stored.set(wish.streamId, performance.now());
  }
}
