import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Bank, type Process, account, ann, balances, chance, deposit, open, openBank } from './bank.fixture';
import { uuidv7 } from './uuid';

describe('A process that is killed while it writes', () => {
  let bank: Bank;
  let process: Process;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    bank = await openBank();
    process = await bank.start();
  });
  afterAll(async () => {
    children.forEach((child) => child.kill('SIGKILL'));
    await bank.close();
  });

  it('has lost nothing that it answered, and whoever sends its commands again doubles nothing', async () => {
    const random = chance(11);
    const answered: string[] = [];
    const streams = Array.from({ length: 20 }, () => uuidv7());
    for (const id of streams) await open(process.store, id);
    const commandIds: string[] = [];
    for (let life = 0; life < 5; life++) {
      const mine = Array.from({ length: 1_500 }, () => uuidv7());
      commandIds.push(...mine);
      const child = fork(
        path.join(__dirname, '../testing/crash-child.cjs'),
        [JSON.stringify({ url: bank.url, streams, commandIds: mine })],
        { execArgv: [] },
      );
      children.push(child);
      child.on('message', (message: string) => message !== 'ready' && answered.push(message));
      while (answered.length <= life) await once(child, 'message'); // at least one answer a life
      await sleep(random() * 150);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const done = await stored(process);
    expect(answered.filter((message) => message.startsWith('error'))).toEqual([]);
    expect(answered.filter((commandId) => !done.has(commandId))).toEqual([]);
    expect(done.size).toBeGreaterThan(0);
    expect(done.size).toBeLessThan(commandIds.length);

    await Promise.all(
      commandIds.map((commandId, n) => deposit(process.store, streams[n % streams.length]!, 1, { commandId })),
    );
    expect(await stored(process)).toEqual(new Set(commandIds));
    for (const id of streams) {
      const { state } = await process.store.load(account, id, ann);
      expect(state).toEqual({ status: 'open', balance: commandIds.length / streams.length });
      expect(await process.db.board(balances).one(ann, id)).toEqual({ balance: commandIds.length / streams.length });
    }
  });
});

/** The commands of the deposits in the log; a doubled one would be refused here. */
async function stored({ db }: Process): Promise<Set<string>> {
  const { rows } = await db.reader.query<{ command: string }>(
    `select meta->>'command' as command from events where type = 'MoneyDeposited'`,
  );
  const commands = new Set(rows.map(({ command }) => command));
  expect(commands.size).toBe(rows.length);
  return commands;
}
