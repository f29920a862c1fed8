import { ledgerBoard } from './ledger';
import { atLeast, type Bench, type Result } from './line';
import { fill, open, prepare } from './ours';
import { summary } from './rounds';

const streams = 20_000;
const eventsEach = 10;
const events = streams * eventsEach;

/** How fast a board that follows the log catches up, and how fast one is built anew; 200,000 events of 20,000 streams. */
export async function following({ server, rounds }: Bench): Promise<Result[]> {
  const caughtUp: number[] = [];
  const rebuilt: number[] = [];
  const url = await server.database();
  await prepare(url);
  const tables = Array.from({ length: rounds }, (_, round) => `ledger_followed_v${round + 1}` as const);
  const boards = tables.map((table) => ledgerBoard(table, { followed: true }));
  for (const board of boards) await (await open(url, [board])).close(); // there, empty, its follower at the first event
  await fill(url, streams, eventsEach);

  for (const board of boards) {
    const begun = performance.now();
    const ours = await open(url, [board]);
    if (!(await ours.log.caughtUp(`board ${board.table}`, 60_000)))
      throw new Error(`${board.table} did not catch up in a minute.`);
    caughtUp.push((events * 1000) / (performance.now() - begun));
    await ours.close();
  }
  for (let round = 1; round <= rounds; round++) {
    const ours = await open(url, [ledgerBoard(`ledger_board_v${round}`, { followed: false })]);
    rebuilt.push((events * 1000) / ours.startedInMs);
    await ours.close();
  }
  const [catchUp, rebuild] = [summary('tandem', caughtUp), summary('tandem', rebuilt)];
  return [
    {
      title: 'projection catch-up',
      unit: 'events/s',
      arms: [catchUp],
      targets: [atLeast('events/s', 80_000, catchUp.median)],
    },
    {
      title: 'projection rebuild',
      unit: 'events/s',
      arms: [rebuild],
      targets: [atLeast('events/s', 250_000, rebuild.median)],
    },
  ];
}
