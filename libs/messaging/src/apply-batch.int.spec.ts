import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PoolClient } from 'pg';
import {
  type Application,
  applyBatch,
  type Batch,
  DeadLetter,
  discardDeadLetters,
  type InRecord,
  offsetsOf,
  replayDeadLetters,
  Retry,
  trimInbox,
} from './index';
import { specDatabase } from './spec-database';

const acme = '0198c0de-0000-7000-8000-00000000acce';
const rival = '0198c0de-0000-7000-8000-00000000dddd';

describe('A batch', () => {
  let service: Awaited<ReturnType<typeof specDatabase>>;
  let consumer = 'none';
  let failing = new Map<string, () => Error>();
  let runs: string[][] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    service = await specDatabase();
    await service.table('effects', 'seq bigserial, consumer text, value text');
    await service.table('parents', 'id int PRIMARY KEY');
    await service.table('children', 'parent int REFERENCES parents DEFERRABLE INITIALLY DEFERRED');
  }, 120_000);
  afterAll(() => service?.close());
  beforeEach(() => {
    consumer = `consumer-${Math.abs(
      expect
        .getState()
        .currentTestName!.split('')
        .reduce((h, c) => (h * 31 + c.charCodeAt(0)) | 0, 7),
    )}`;
    failing = new Map();
    runs = [];
    errors.length = 0;
  });

  const effectsOf = async (who = consumer) =>
    (await service.pool.query('SELECT value FROM effects WHERE consumer = $1 ORDER BY seq', [who])).rows.map(
      ({ value }) => value as string,
    );
  const effects = (change: Partial<Application> = {}) => ({
    ...{ pool: service.pool, consumer, pauseMs: 1, onError: ({ message }: Error) => errors.push(message) },
    async run(records: readonly InRecord[], tx: PoolClient) {
      runs.push(records.map(({ value }) => value));
      for (const { value } of records) {
        await tx.query('INSERT INTO effects (consumer, value) VALUES ($1, $2)', [consumer, value]);
        const error = failing.get(value)?.();
        if (error) throw error;
      }
    },
    ...change,
  });
  const apply = (batch: Batch, change: Partial<Application> = {}) => applyBatch({ ...effects(change), batch });
  const asOperator = async (sql: string) => {
    const tx = await service.pool.connect();
    await tx.query(`BEGIN; SELECT set_config('app.consumer', '${consumer}', true)`);
    const { rows } = await tx.query(sql, [consumer]);
    await tx.query('COMMIT');
    tx.release();
    return rows;
  };
  const letters = () =>
    asOperator(
      'SELECT value, key, topic, partition, "offset"::int, attempts, error, parked, tenant_id FROM dead_letters WHERE consumer = $1 ORDER BY id',
    );

  it('takes effect and moves the offset', async () => {
    expect(await apply(batch('a1', 'b1'))).toEqual({ applied: 2, repeated: 0, dead: 0 });

    expect(await effectsOf()).toEqual(['a1', 'b1']);
    expect(await offsetsOf(service.pool, consumer)('topic', 0)).toBe(2n);
  });

  it('does nothing when it comes again, and only the rest when it overlaps', async () => {
    await apply(batch('a1', 'b1'));
    expect(await apply(batch('a1', 'b1'))).toEqual({ applied: 0, repeated: 2, dead: 0 });
    expect(await apply(batch('a1', 'b1', 'a2'))).toEqual({ applied: 1, repeated: 2, dead: 0 });

    expect(await effectsOf()).toEqual(['a1', 'b1', 'a2']);
  });

  it('takes effect once when two members hold it at the same time', async () => {
    await Promise.all([1, 2, 3, 4].map(() => apply(batch('a1', 'b1', 'a2'))));

    expect(await effectsOf()).toEqual(['a1', 'b1', 'a2']);
  });

  it('passes over an event that was published again, in a later batch or in the same', async () => {
    const eventId = ({ value }: InRecord) => value;
    await apply(batch('a1', 'a2'), { eventId });
    expect(await apply(later(2, 'a1', 'a2', 'a3', 'a3'), { eventId })).toEqual({ applied: 1, repeated: 3, dead: 0 });

    expect(await effectsOf()).toEqual(['a1', 'a2', 'a3']);
  });

  it('is run again in place after an error, and the error is told', async () => {
    failing.set('b1', () => (failing.clear(), new Error('hiccup')));

    expect(await apply(batch('a1', 'b1'))).toMatchObject({ applied: 2 });
    expect(await effectsOf()).toEqual(['a1', 'b1']);
    expect(errors).toEqual(['hiccup']);
  });

  it('goes on without the record at fault: its key is parked, others keep their effects', async () => {
    failing.set('a2', () => new TypeError('no such function'));

    expect(await apply(batch('a1', 'b1', 'a2', 'b2', 'a3'))).toEqual({ applied: 3, repeated: 0, dead: 2 });

    expect(await effectsOf()).toEqual(['a1', 'b1', 'b2']);
    expect(await letters()).toEqual([
      {
        value: 'a2',
        key: 'acme/a',
        topic: 'topic',
        partition: 0,
        offset: 2,
        attempts: 4,
        error: 'TypeError: no such function',
        parked: true,
        tenant_id: acme,
      },
      expect.objectContaining({
        value: 'a3',
        offset: 4,
        attempts: 0,
        error: 'Error: An earlier record of its key is parked.',
      }),
    ]);
    expect(runs.filter((run) => run.length > 1)).toHaveLength(3);
  });

  it('sends what follows on a parked key after it, and nothing else', async () => {
    failing.set('a1', () => new Error('bad'));
    await apply(batch('a1'));
    failing.clear();

    expect(await apply(later(1, 'a2', 'b1'))).toEqual({ applied: 1, repeated: 0, dead: 1 });
    expect((await letters()).map(({ value }) => value)).toEqual(['a1', 'a2']);
    expect(await effectsOf()).toEqual(['b1']);
  });

  it('is not tried again when the handler says that it is hopeless', async () => {
    failing.set('a1', () => new DeadLetter('unknown currency'));

    expect(await apply(batch('a1', 'b1'))).toEqual({ applied: 1, repeated: 0, dead: 1 });
    expect(runs.filter((run) => run.length > 1)).toHaveLength(1);
  });

  it('parks nothing for what will pass, and is left for another delivery', async () => {
    failing.set('a1', () => new Retry('the other service is away'));
    await expect(apply(batch('a1', 'b1'))).rejects.toThrow('the other service is away');
    failing.set('a1', () => Object.assign(new Error('could not serialize'), { code: '40001' }));
    await expect(apply(batch('a1', 'b1'))).rejects.toThrow('could not serialize');

    expect([await letters(), await effectsOf()]).toEqual([[], []]);
    failing.clear();
    expect(await apply(batch('a1', 'b1'))).toMatchObject({ applied: 2 });
  });

  it('parks nothing when the connection is lost in the middle', async () => {
    const killed = new Set<string>();
    const run: Application['run'] = async (records, tx) => {
      await effects().run(records, tx);
      if (!killed.has('once')) {
        killed.add('once');
        const { rows } = await tx.query('SELECT pg_backend_pid() AS pid');
        await service.pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid]).catch(() => undefined);
        await tx.query('SELECT 1');
      }
    };

    expect(await apply(batch('a1', 'b1'), { run })).toMatchObject({ applied: 2, dead: 0 });
    expect(await effectsOf()).toEqual(['a1', 'b1']);
  });

  it('begins nothing more once it is told to end', async () => {
    const stop = new AbortController();
    failing.set('a1', () => (stop.abort(new Error('the member leaves')), new Error('hiccup')));

    await expect(apply(batch('a1'), { signal: stop.signal })).rejects.toThrow('the member leaves');
    expect(runs).toHaveLength(1);
    expect(await letters()).toEqual([]);
  });

  it('is not taken for done when a handler swallows an SQL error', async () => {
    const run: Application['run'] = async ([record], tx) => {
      if (record!.value === 'a1') await tx.query('SELECT 1/0').catch(() => undefined);
      else await effects().run([record!], tx);
    };

    expect(await apply(batch('a1'), { run })).toEqual({ applied: 0, repeated: 0, dead: 1 });
    expect(await letters()).toMatchObject([
      { value: 'a1', error: expect.stringContaining('current transaction is aborted') },
    ]);
  });

  it('finds the record that breaks a rule which is checked at the commit', async () => {
    const run: Application['run'] = async (records, tx) => {
      await effects().run(records, tx);
      if (records.some(({ value }) => value === 'a1')) await tx.query('INSERT INTO children VALUES (7)');
    };

    expect(await apply(batch('a1', 'b1'), { run })).toEqual({ applied: 1, repeated: 0, dead: 1 });
    expect(await effectsOf()).toEqual(['b1']);
  });

  it('puts aside what is refused from the start, without parking its key', async () => {
    const refuse = ({ value }: InRecord) => (value === 'a1' ? new Error('not JSON \u0000') : undefined);

    expect(await apply(batch('a1', 'a2'), { refuse })).toEqual({ applied: 1, repeated: 0, dead: 1 });
    expect(await effectsOf()).toEqual(['a2']);
    expect(await letters()).toMatchObject([{ value: 'a1', parked: false }]);
  });

  it('blames no record for what fails before the first handler runs', async () => {
    await expect(apply(batch('a1'), { begin: 'LOCK TABLE missing IN ROW EXCLUSIVE MODE' })).rejects.toThrow(
      /could not be begun/,
    );

    expect(await letters()).toEqual([]);
  });

  describe('whose records are dead', () => {
    const park = async (...values: string[]) => {
      failing.set(values[0]!, () => new Error('bad'));
      await apply(batch(...values));
    };

    it('is run again in order, and the key goes on', async () => {
      await park('a1', 'a2', 'a3');
      failing.clear();

      expect(await replayDeadLetters(effects())).toEqual({ replayed: 3, left: 0 });
      expect(await effectsOf()).toEqual(['a1', 'a2', 'a3']);
      expect(await apply(later(3, 'a4'))).toMatchObject({ applied: 1 });
    });

    it('stays parked from the first that fails again, with the new error', async () => {
      await park('a1', 'a2', 'a3');
      failing = new Map([['a2', () => new Error('still bad')]]);

      expect(await replayDeadLetters(effects())).toEqual({ replayed: 1, left: 2 });
      expect(await letters()).toMatchObject([{ value: 'a2', error: 'Error: still bad', attempts: 1 }, { value: 'a3' }]);
      expect(await apply(later(3, 'a4', 'b1'))).toMatchObject({ applied: 1, dead: 1 });
      failing.clear();
      expect(await replayDeadLetters({ ...effects(), key: 'acme/a' })).toEqual({ replayed: 3, left: 0 });
      expect(await effectsOf()).toEqual(['a1', 'b1', 'a2', 'a3', 'a4']);
    });

    it('is run again once, though it was published twice', async () => {
      const eventId = ({ value }: InRecord) => value;
      failing.set('a1', () => new Error('bad'));
      await apply(batch('a1'), { eventId });
      await apply(later(1, 'a1'), { eventId });
      failing.clear();

      await replayDeadLetters({ ...effects(), eventId });
      expect(await effectsOf()).toEqual(['a1']);
    });

    it('can be given up', async () => {
      await park('a1', 'a2');
      failing.clear();

      expect(await discardDeadLetters({ ...effects(), topic: 'topic', key: 'acme/a' })).toBe(2);
      expect(await apply(later(2, 'a3'))).toMatchObject({ applied: 1 });
      expect(await effectsOf()).toEqual(['a3']);
    });

    it('loses and overtakes nothing when it is run again while the consumer works', async () => {
      await park('a1', 'a2');
      failing.clear();
      const slow: Application['run'] = async (records, tx) => {
        await tx.query('SELECT pg_sleep(0.02)');
        await effects().run(records, tx);
      };
      const working = (async () => {
        for (let n = 3; n <= 20; n++) await apply(later(n - 1, `a${n}`), { run: slow });
      })();
      for (let left = 1; left > 0;) left = (await replayDeadLetters({ ...effects(), run: slow })).left;
      await working;
      await replayDeadLetters(effects());

      expect(await effectsOf()).toEqual(Array.from({ length: 20 }, (_, i) => `a${i + 1}`));
    });

    it('is seen by its own organisation only', async () => {
      await park('a1');
      const seenBy = async (tenantId: string) => {
        const tx = await service.pool.connect();
        await tx.query(`BEGIN; SELECT set_config('app.tenant', '${tenantId}', true)`);
        const { rowCount } = await tx.query('SELECT FROM dead_letters WHERE consumer = $1', [consumer]);
        const { rowCount: changed } = await tx.query('DELETE FROM dead_letters WHERE consumer = $1', [consumer]);
        await tx.query('ROLLBACK');
        tx.release();
        return [rowCount, changed];
      };

      expect([await seenBy(acme), await seenBy(rival)]).toEqual([
        [1, 0],
        [0, 0],
      ]);
    });
  });

  it('ends as if each record had come once and in order, whatever is delivered again, fails or is published twice', async () => {
    let round = 0;
    const records = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), fails: fc.nat(4) }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(
        records,
        fc.array(fc.tuple(fc.nat(11), fc.integer({ min: 1, max: 6 })), { maxLength: 12 }),
        async (told, deliveries) => {
          consumer = `property-${round++}`;
          failing.clear();
          const left = told.map(({ fails }) => fails);
          const all = told.map(({ key }, i) => record(BigInt(i), `${key}${i}`));
          told.forEach((_, i) =>
            failing.set(all[i]!.value, () => (left[i]!-- > 0 ? new Error('not yet') : undefined) as Error),
          );
          const deliver = (from: number, n: number) => {
            const part = all.slice(from, from + n);
            return part.length === 0
              ? undefined
              : apply({ topic: 'topic', partition: 0, records: part, highWatermark: 99n }, { pauseMs: 0 });
          };
          let next = 0;
          for (const [from, n] of deliveries) {
            const start = Math.min(from, next);
            await deliver(start, n);
            next = Math.max(next, Math.min(start + n, all.length));
          }
          await deliver(next, all.length);
          left.fill(0);
          await replayDeadLetters(effects());

          const seen = await effectsOf();
          expect([...seen].sort()).toEqual(all.map(({ value }) => value).sort());
          for (const key of ['a', 'b', 'c'])
            expect(seen.filter((value) => value.startsWith(key))).toEqual(
              all.filter((each) => each.value.startsWith(key)).map(({ value }) => value),
            );
        },
      ),
      { numRuns: 25, seed: 20260105 },
    );
  }, 60_000);

  it('forgets event ids that nobody will send again', async () => {
    await apply(batch('a1'), { eventId: ({ value }) => value });

    expect(await trimInbox(service.pool, 3_600_000)).toBe(0);
    expect(await trimInbox(service.pool, -1_000)).toBeGreaterThanOrEqual(1);
  });
});

const record = (offset: bigint, value: string): InRecord => ({
  ...{ offset, value, key: `acme/${value[0]}`, headers: { ce_tenantid: acme } },
  timestamp: new Date('2026-01-05T09:00:00Z'),
});

/** A batch from the beginning of the partition. */
const batch = (...values: string[]): Batch => later(0, ...values);

/** A batch that begins at an offset. */
const later = (from: number, ...values: string[]): Batch => ({
  ...{ topic: 'topic', partition: 0, highWatermark: BigInt(from + values.length) },
  records: values.map((value, i) => record(BigInt(from + i), value)),
});
