import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  cycleOpened,
  type CycleOpened,
  experimentConcluded,
  type Received,
  teamFormed,
  type TeamFormed,
  toRecord,
} from '@tandem/contracts';
import { EventLog1763600000000, provision } from '@tandem/event-store';
import { testDatabase, type TestDatabase } from '@tandem/event-store/testing';
import { CreateBus1760000000000, CreateConsumer1760000000001, PostgresBus } from '@tandem/messaging';
import { Pool } from 'pg';
import { type BusStrategy, connectBus, type Effect, Hears } from './bus-strategy';

const tenantId = '0198c0de-0000-7000-8000-00000000acce';
const errors: string[] = [];
const failing = new Map<string, Error>();

@Controller()
class Listener {
  @EventPattern<string>(teamFormed.type)
  async formed(@Payload() batch: Received<TeamFormed>[], @Ctx() { tx }: Effect) {
    for (const { id, body } of batch) {
      await tx.query('INSERT INTO heard (event_id, what) VALUES ($1, $2)', [id, `formed ${body.name}`]);
      const error = failing.get(body.name);
      if (error) throw error;
    }
  }

  @Hears(cycleOpened)
  async opened(batch: Received<CycleOpened>[], { tx }: Effect) {
    for (const { id, body } of batch)
      await tx.query('INSERT INTO heard (event_id, what) VALUES ($1, $2)', [id, `opened ${body.symptomId}`]);
  }
}

@Module({ controllers: [Listener] })
class ListenerModule {}

describe('Event handlers of a service', () => {
  let database: TestDatabase;
  let pool: Pool;
  let bus: PostgresBus;
  let app: INestApplication;
  let consumers: BusStrategy;

  const heard = async () =>
    (await pool.query('SELECT event_id, what FROM heard ORDER BY seq')).rows.map(
      ({ event_id, what }) => `${event_id} ${what}`,
    );

  beforeAll(async () => {
    database = await testDatabase();
    await provision({ url: database.url, schema: 'bus' }, [CreateBus1760000000000]);
    await provision({ url: database.url, schema: 'listener' }, [EventLog1763600000000, CreateConsumer1760000000001]);
    const owner = new Pool({
      connectionString: database.url,
      options: '-c role=listener_owner -c search_path=listener',
    });
    await owner.query('CREATE TABLE heard (seq bigint GENERATED ALWAYS AS IDENTITY, event_id text, what text)');
    await owner.query('GRANT ALL ON heard TO listener_app');
    await owner.end();
    pool = new Pool({ connectionString: database.url, options: '-c role=listener_app -c search_path=listener' });
    bus = new PostgresBus({ url: database.url, role: 'bus_app', leaseMs: 2_000 });
    app = await NestFactory.create(ListenerModule, new FastifyAdapter(), { logger: false });
    consumers = connectBus(app, {
      service: 'listener',
      bus,
      pool,
      onError: ({ message }, where) => errors.push(`${where}: ${message}`),
    });
    await app.init();
    await app.startAllMicroservices();
  }, 120_000);

  afterAll(async () => {
    await app?.close();
    await bus?.close();
    await pool?.end();
    await database?.close();
  });

  it('hear what their contract tells, in order, once, even if it is published again', async () => {
    const team = randomUUID();
    const told = [1, 2, 3].map((n) => formed(team, `T${n}`, `a-${n}`));
    await bus.publish(teamFormed.topic, told);
    await bus.publish(teamFormed.topic, told);
    await bus.publish(teamFormed.topic, [formed(team, 'T4', 'a-4')]);

    await until(async () => (await heard()).length >= 4);

    expect(await heard()).toEqual(['a-1 formed T1', 'a-2 formed T2', 'a-3 formed T3', 'a-4 formed T4']);
    expect(consumers.consumed).toMatchObject({ applied: 4, repeated: 3 });
  });

  it('hear one type of a topic and another side by side', async () => {
    await bus.publish(cycleOpened.topic, [opened('S3', 'b-1')]);

    await until(async () => (await heard()).includes('b-1 opened S3'));
  });

  it('lose nothing when they fail: the error is seen, the batch comes again, then all is there once', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    failing.set('Slow', new Error('The database of teams is asleep.'));
    await bus.publish(teamFormed.topic, [formed(first, 'Slow', 'c-1'), formed(second, 'Quick', 'c-2')]);
    await until(async () => errors.some((error) => error.includes('The database of teams is asleep.')));
    failing.clear();

    await until(async () => (await heard()).filter((each) => /c-\d/.test(each)).length >= 2);
    expect((await heard()).filter((each) => /c-\d/.test(each)).sort()).toEqual(['c-1 formed Slow', 'c-2 formed Quick']);
  });

  it('go on without a record that never works; it waits with its key in the dead letters and can be run again', async () => {
    const [sick, well] = [randomUUID(), randomUUID()];
    failing.set('Sick', new Error('No such function.'));
    await bus.publish(teamFormed.topic, [
      formed(sick, 'Sick', 'd-1'),
      formed(well, 'Well', 'd-2'),
      formed(sick, 'After', 'd-3'),
    ]);

    await until(async () => (await heard()).includes('d-2 formed Well'));
    await until(async () => consumers.consumed.dead >= 2);
    expect(await heard()).not.toContain('d-3 formed After');

    failing.clear();
    expect(await consumers.replay(`${tenantId}/${sick}`)).toEqual({ replayed: 2, left: 0 });
    expect((await heard()).slice(-2)).toEqual(['d-1 formed Sick', 'd-3 formed After']);
  });

  it('are not bothered with malformed records: those go to the dead letters with the reason', async () => {
    const before = consumers.consumed.dead;
    const broken = { ...formed(randomUUID(), 'Broken', 'e-1'), value: '{"name":7}' };
    await bus.publish(teamFormed.topic, [broken, { key: 'k', headers: {}, value: 'hello' }]);

    await until(async () => consumers.consumed.dead >= before + 2);

    const letters = await deadLetters(pool);
    expect(letters).toContainEqual(
      expect.stringMatching(/^Malformed: The body breaks tandem.exercises.team-formed.v1: .*name/),
    );
    expect(letters).toContainEqual('Malformed: Header ce_specversion is missing.');
  });

  it('pass over types that they do not handle, newer versions among them, and count them', async () => {
    const before = consumers.consumed.skipped;
    const other = toRecord(
      experimentConcluded.of({
        experimentId: randomUUID(),
        teamIds: [],
        verdict: 'ship',
        concludedAt: '2026-01-05T09:00:00Z',
      }),
      envelope(randomUUID(), 'f-1'),
    );
    const newer = formed(randomUUID(), 'Next', 'f-2');
    await bus.publish(teamFormed.topic, [
      other,
      { ...newer, headers: { ...newer.headers, ce_type: 'tandem.exercises.team-formed.v2' } },
      formed(randomUUID(), 'Known', 'f-3'),
    ]);

    await until(async () => (await heard()).includes('f-3 formed Known'));
    await until(async () => consumers.consumed.skipped === before + 2);
  });

  it('are refused at the start when they wait for what is no public event', () => {
    expect(() => consumers.addHandler('tandem.made-up.v1', async () => undefined as never, true)).toThrow(
      /no public event/,
    );
    expect(() => consumers.addHandler(teamFormed.type, async () => undefined as never)).toThrow(/Use @EventPattern/);
  });
});

const envelope = (subject: string, id: string) => ({
  ...{ id, source: '/tandem/exercises', time: new Date('2026-01-05T09:00:00Z'), tenantId, subject },
});

const formed = (teamId: string, name: string, id: string) =>
  toRecord(
    teamFormed.of({ teamId, name, function: 'product', formedAt: '2026-01-05T09:00:00Z' }),
    envelope(teamId, id),
  );

function opened(symptomId: string, id: string) {
  const [cycleId, findingId, sessionId, ownerProductId, ownerEngineeringId] = Array.from({ length: 5 }, () =>
    randomUUID(),
  ) as [...[string, string, string, string, string]];
  const openedAt = '2026-01-05T09:00:00Z';
  return toRecord(
    cycleOpened.of({
      cycleId,
      symptomId,
      findingId,
      sessionId,
      teamIds: [],
      ownerProductId,
      ownerEngineeringId,
      openedAt,
    }),
    envelope(cycleId, id),
  );
}

async function deadLetters(pool: Pool): Promise<string[]> {
  const client = await pool.connect();
  await client.query(`BEGIN; SELECT set_config('app.consumer', 'listener', true)`);
  const { rows } = await client.query('SELECT error FROM dead_letters ORDER BY id');
  await client.query('ROLLBACK');
  client.release();
  return rows.map(({ error }) => error);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 8_000;
  while (!(await holds())) {
    if (performance.now() > deadline)
      throw new Error(`It did not come true: ${holds.toString()}\n${errors.slice(-5).join('\n')}`);
    await sleep(20);
  }
}
