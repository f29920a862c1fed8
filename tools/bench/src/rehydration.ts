import { EventStore } from '@tandem/event-store';
import { ledger, payment } from './ledger';
import { atMost, type Bench, type Result } from './line';
import { newStream, open, prepare, viewer } from './ours';
import { type Measured, summary } from './rounds';

const events = 1_000;

/** The state of a stream of 1,000 events, read and folded from the first, with nothing remembered. */
export async function rehydration({ server, emmett, rounds }: Bench): Promise<Result[]> {
  const [url, other] = [await server.database(), await server.database()];
  await prepare(url);
  const ours = await open(url);
  const stream = newStream([], events);
  await ours.appender.append(viewer.tenantId, stream);
  const theirs = await emmett?.open(other);
  await theirs?.appendToStream(
    stream.streamId,
    Array.from({ length: events }, () => ({ type: 'MoneyPaidIn', data: payment })),
  );

  const forget = () => {
    const store = new EventStore(ours.db);
    store.register({ name: 'ledger', decider: ledger, projections: [] });
    return store;
  };
  const measured: Measured[] = [
    summary('tandem', await timed(rounds, () => forget().load(ledger, stream.streamId, viewer))),
  ];
  if (theirs) {
    const options = { evolve: ledger.evolve, initialState: ledger.initialState };
    measured.push(summary('emmett', await timed(rounds, () => theirs.aggregateStream(stream.streamId, options))));
  }
  await Promise.all([ours.close(), theirs?.close()]);
  const targets = [atMost('milliseconds', 5, measured[0]?.median)];
  return [{ title: 'rehydration of 1,000 events', unit: 'ms', arms: measured, targets }];
}

async function timed(rounds: number, work: () => Promise<unknown>): Promise<number[]> {
  for (let warm = 0; warm < 10; warm++) await work();
  const times: number[] = [];
  for (let run = 0; run < rounds * 20; run++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return times;
}
