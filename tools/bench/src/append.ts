import { randomUUID } from 'node:crypto';
import { ledgerBoard, payment } from './ledger';
import { atLeast, type Bench, cpuRatio, ratio, type Result, type Target } from './line';
import { newStream, open, prepare, viewer } from './ours';
import { plainInserts } from './plain-inserts';
import { type Arm, byWriters, inTurns } from './rounds';

const board = ledgerBoard('ledger_board_v1', { followed: false });

/** Appends of one event to a new stream: head row, command id and row-level security, with no board and with one. */
export async function append({ server, emmett, rounds, seconds }: Bench): Promise<Result[]> {
  const urls = [
    await server.database(),
    await server.database(),
    await server.database(),
    await server.database(),
  ] as const;
  await Promise.all([prepare(urls[0]), prepare(urls[1])]);
  const ours = await open(urls[0]);
  const oursWithBoard = await open(urls[1], [board]);
  const theirs = await emmett?.open(urls[2]);
  const theirsWithBoard = await emmett?.open(urls[3], { board: true });
  const results: Result[] = [];

  for (const writers of [1, 8, 32]) {
    const by = (name: string, database: string, work: () => Promise<unknown>): Arm => ({
      name,
      database,
      measure: (time) => byWriters(writers, time, work),
    });
    const inserts = await plainInserts(urls[0], writers);
    const arms: Arm[] = [by('tandem', urls[0], () => ours.appender.append(viewer.tenantId, newStream()))];
    if (theirs) arms.push(by('emmett', urls[2], () => theirs.appendToStream(randomUUID(), [event()])));
    if (inserts) arms.push(inserts);
    arms.push(
      by('tandem, 1 board', urls[1], () => oursWithBoard.appender.append(viewer.tenantId, newStream([board.table]))),
    );
    if (theirsWithBoard)
      arms.push(by('emmett, 1 board', urls[3], () => theirsWithBoard.appendToStream(randomUUID(), [event()])));
    const measured = await inTurns(server, arms, rounds, seconds);

    const toEmmett = ratio(measured, 'tandem', 'emmett');
    const toInserts = ratio(measured, 'tandem', 'pgbench');
    const boards = ratio(measured, 'tandem, 1 board', 'emmett, 1 board');
    const targets: Target[] = [];
    if (writers > 1) targets.push(atLeast('times emmett', 3, toEmmett), atLeast('times emmett, 1 board', 3, boards));
    if (writers === 32)
      targets.push(atLeast('times emmett, the aim', 8, toEmmett), atLeast('times pgbench', 1, toInserts));
    const lessCpu = cpuRatio(measured, 'tandem', 'emmett');
    results.push({ title: `append, ${writers} writers`, unit: 'appends/s', arms: measured, targets, lessCpu });
  }
  await Promise.all([ours.close(), oursWithBoard.close(), theirs?.close(), theirsWithBoard?.close()]);
  return results;
}

const event = () => ({ type: 'MoneyPaidIn', data: payment });
