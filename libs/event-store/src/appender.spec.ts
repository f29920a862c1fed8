import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { type Append, Appender } from './appender';

/** A server that answers each batch after a moment, and remembers what it was asked. */
class Server {
  readonly batches: { tenant: string; streams: string[]; notifies: boolean; patient: boolean }[] = [];
  notices = 0;
  fails: (streams: readonly string[]) => Error | undefined = () => undefined;

  readonly pool = {
    query: async (query: string | { values: [string, string, string, string, boolean, number | null] }) => {
      if (typeof query === 'string') return void this.notices++;
      const [tenant, appends, , , notifies, patience] = query.values;
      const streams = (JSON.parse(appends) as { s: string }[]).map(({ s }) => s);
      this.batches.push({ tenant, streams, notifies, patient: patience === null });
      await sleep(1);
      const error = this.fails(streams);
      if (error) throw error;
      return { rows: streams.map((_, i) => ({ i, outcome: 'appended' })) };
    },
  } as unknown as Pool;
}

describe('Appends that wait at the same time', () => {
  let server: Server;
  let appender: Appender;

  beforeEach(() => {
    server = new Server();
    appender = new Appender(server.pool, () => undefined);
  });
  afterEach(() => appender.close());

  const append = (tenant: string, streamId: string) => appender.append(tenant, { ...nothing, streamId });

  it('share a statement, each stream once', async () => {
    await Promise.all(['a', 'b', 'c', 'd', 'c', 'd', 'e'].map((stream) => append('acme', stream)));

    expect(server.batches.length).toBeLessThan(5);
    for (const { streams } of server.batches) expect(new Set(streams).size).toBe(streams.length);
    expect(server.batches.flatMap(({ streams }) => streams).sort()).toEqual(['a', 'b', 'c', 'c', 'd', 'd', 'e']);
  });

  it('of one organisation do not keep another waiting', async () => {
    const flood = Array.from({ length: 2_000 }, (_, n) => append('large', `large-${n}`));
    await append('small', 'small-1');

    expect(server.batches.findIndex(({ tenant }) => tenant === 'small')).toBeLessThan(4);
    await Promise.all(flood);
    expect(Math.max(...server.batches.map(({ streams }) => streams.length))).toBe(256);
  });

  it('wake other processes now and then, and once more after the last', async () => {
    await Promise.all(Array.from({ length: 2_000 }, (_, n) => append('acme', `s-${n}`)));
    await sleep(20);

    expect(server.batches.filter(({ notifies }) => notifies).length).toBeLessThan(server.batches.length);
    expect(server.notices).toBeGreaterThan(0);
  });

  it('are sent each by itself, and patiently, when they fail together: what fails then fails alone', async () => {
    server.fails = (streams) => (streams.includes('bad') ? new Error('no such board') : undefined);
    const outcomes = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((stream) => append('acme', stream)));

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(server.batches.filter(({ patient }) => patient).every(({ streams }) => streams.length === 1)).toBe(true);
    await expect(append('acme', 'a')).resolves.toMatchObject({ outcome: 'appended' });
  });

  it.each([
    ['a lost race', { code: '23505' }, 'fulfilled', 3],
    ['a deadlock', { code: '40P01' }, 'fulfilled', 3],
    ['a connection that was cut', { message: 'Connection terminated unexpectedly' }, 'fulfilled', 3],
    ['a lock that others hold on to', { code: '55P03' }, 'rejected', 2],
    ['a rule of the table', { code: '23514' }, 'rejected', 2],
  ])('are tried again after %s where that helps', async (_, fault, status, tries) => {
    server.fails = () => (server.batches.length < 3 ? Object.assign(new Error(), fault) : undefined);
    const [outcome] = await Promise.allSettled([append('acme', 'a')]);

    expect(outcome!.status).toBe(status);
    expect(server.batches).toHaveLength(tries);
  });
});

const nothing: Omit<Append, 'streamId'> = {
  stream: 'account',
  expectedVersion: 0,
  commandId: '',
  commandType: 'Open',
  events: [],
  rows: [],
};
