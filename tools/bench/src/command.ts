import { randomUUID } from 'node:crypto';
import { uuidv7 } from '@tandem/event-store';
import { ledger, payment } from './ledger';
import { atLeast, type Bench, cpuRatio, ratio, type Result } from './line';
import { open, prepare, viewer } from './ours';
import { type Arm, byWriters, inTurns } from './rounds';

const eventsAStream = 20;

/** Load, decide, append one event: on streams that begin new and end with twenty events, a stream a writer. */
export async function command({ server, emmett, rounds, seconds }: Bench): Promise<Result[]> {
  const [url, other] = [await server.database(), await server.database()];
  await prepare(url);
  const ours = await open(url);
  const theirs = await emmett?.open(other);
  const results: Result[] = [];

  for (const writers of [1, 8]) {
    const arms: Arm[] = [
      {
        name: 'tandem',
        database: url,
        measure: (time) =>
          byWriters(
            writers,
            time,
            onStreams(uuidv7, (id) => {
              const wish = { type: 'PayIn', data: payment } as const;
              return ours.log.store.handle(ledger, id, wish, { viewer, commandId: randomUUID() });
            }),
          ),
      },
    ];
    if (theirs && emmett)
      arms.push({
        name: 'emmett',
        database: other,
        measure: (time) =>
          byWriters(
            writers,
            time,
            onStreams(randomUUID, (id) => emmett.handle(theirs, id, () => ({ type: 'MoneyPaidIn', data: payment }))),
          ),
      });
    const measured = await inTurns(server, arms, rounds, seconds);
    const lessCpu = cpuRatio(measured, 'tandem', 'emmett');
    const targets = [atLeast('times emmett', 2.5, ratio(measured, 'tandem', 'emmett'))];
    results.push({
      title: `command round trip, ${writers} writers`,
      unit: 'commands/s',
      arms: measured,
      targets,
      lessCpu,
    });
  }
  await Promise.all([ours.close(), theirs?.close()]);
  return results;
}

/** Each writer goes on to a new stream when its stream is long enough. */
function onStreams(newId: () => string, handle: (id: string) => Promise<unknown>) {
  const streams = new Map<number, { id: string; events: number }>();
  return (writer: number) => {
    let stream = streams.get(writer);
    if (!stream || stream.events === eventsAStream) streams.set(writer, (stream = { id: newId(), events: 0 }));
    stream.events++;
    return handle(stream.id);
  };
}
