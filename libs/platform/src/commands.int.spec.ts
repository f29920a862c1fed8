import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Received, type TeamFormed, teamFormed } from '@tandem/contracts';
import { type Command, type Decider, type Event, type Projection, type Recorded } from '@tandem/core';
import { EventStore, uuidv7 } from '@tandem/event-store';
import { testDatabase } from '@tandem/event-store/testing';
import { Client } from 'pg';
import { carryOut, commandNamed, usage } from './commands';
import {
  CommandArgs,
  type Effect,
  EventStoreModule,
  Hears,
  May,
  type Service,
  type ServiceSettings,
  Viewer,
} from './index';
import { runService } from './main';
import { startService } from './service';
import { testIssuer, type TestPerson } from './testing';

type Named = Event<'ThingNamed', { name: string }>;
type Naming = Command<'NameThing', { name: string }>;

const thing: Decider<number, Naming, Named> = {
  initialState: () => 0,
  decide: ({ data }) => [{ type: 'ThingNamed', data }],
  evolve: (names) => names + 1,
};

const thingBoard: Projection<{ name: string }, Named> = {
  table: 'thing_board_v1',
  evolve: (_, { data }) => data,
};

const announce = ({ streamId, data, at }: Recorded<Named>) => [
  teamFormed.of({ teamId: streamId, name: data.name, function: 'engineering', formedAt: at.toISOString() }),
];

const refusing = { now: true };

@Resolver()
@May('member')
class ThingResolver {
  constructor(private readonly events: EventStore) {}

  @Query(() => String)
  ping() {
    return 'pong';
  }

  @Mutation(() => ID)
  async nameThing(@Args('name') name: string, @Args() envelope: CommandArgs, @Viewer() viewer: Viewer) {
    const command: Naming = { type: 'NameThing', data: { name } };
    return (await this.events.handle(thing, envelope.commandId, command, { viewer, ...envelope })).streamId;
  }
}

@Controller()
class Listener {
  @Hears(teamFormed)
  async formed([first]: Received<TeamFormed>[], _: Effect) {
    if (refusing.now) throw new Error(`The team ${first!.body.name} cannot be taken in.`);
  }
}

@Module({
  imports: [EventStoreModule.forStream({ name: 'thing', decider: thing, projections: [thingBoard], announce })],
  controllers: [Listener],
  providers: [ThingResolver],
})
class ThingModule {}

const things: Service = { name: 'things', module: ThingModule, migrations: [] };

describe('An operator', () => {
  it('migrates as the owner, and the service then runs as a login without its rights', async () => {
    const waiting = startService(things, asService);
    expect(await ask('migrate')).toEqual([{ migrated: true, built: ['thing_board_v1'] }]);
    service = await waiting;

    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    await expect(db('drop schema things cascade', serviceUrl)).rejects.toThrow(/must be owner|permission denied/);
    await expect(db('set role things_owner', serviceUrl)).rejects.toThrow(/permission denied/);
  });

  it('migrates again without effect', async () => {
    expect(await ask('migrate')).toEqual([{ migrated: true, built: [] }]);
  });

  it('sees what could not be taken in, and why', async () => {
    await nameThing('Checkout');
    const letters = await until(async () => {
      const found = await ask('dead-letters');
      return found.length > 0 && found;
    });

    expect(letters).toMatchObject([
      { topic: teamFormed.topic, type: teamFormed.type, parked: true, error: expect.stringMatching(/Checkout cannot/) },
    ]);
    const [letter] = await ask('dead-letter', String((letters[0] as { id: number }).id));
    expect(JSON.parse((letter as { value: string }).value)).toMatchObject({ name: 'Checkout' });
    expect(await ask('lag')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ subscription: 'relay', events: 0, parked: 0 }),
        expect.objectContaining({ topic: teamFormed.topic, records: 0 }),
        { deadLetters: 1 },
      ]),
    );
  });

  it('is woken by Prometheus: what lags and what was put aside is on a page of figures', async () => {
    const page = await (await fetch(`${service.url}/metrics`)).text();

    expect(page).toContain('tandem_dead_letters{service="things"} 1\n');
    expect(page).toContain('tandem_follower_lag_events{service="things",subscription="relay"} 0\n');
    expect(page).toMatch(
      /tandem_consumer_lag_records\{service="things",topic="tandem.exercises.team",partition="\d"\} 0\n/,
    );
    expect(page).toContain('tandem_figures_missing{service="things"} 0\n');
    expect(page).not.toMatch(new RegExp(ann.tenantId));
  });

  it('hears of followers although the bus does not answer', async () => {
    const silent = { ...service, name: 'things', bus: { lag: () => Promise.reject(new Error('No broker answers.')) } };
    const lines = await commandNamed('lag')!.run(silent as never, []);

    expect(lines).toEqual(
      expect.arrayContaining([{ bus: 'No broker answers.' }, expect.objectContaining({ subscription: 'relay' })]),
    );
  });

  it('replays it once the fault is mended', async () => {
    expect(await ask('replay-dead-letters')).toEqual([{ replayed: 0, left: 1 }]);
    refusing.now = false;

    expect(await ask('replay-dead-letters')).toEqual([{ replayed: 1, left: 0 }]);
    expect(await ask('dead-letters')).toEqual([]);
  });

  it('gives one up for good, by its topic and key', async () => {
    refusing.now = true;
    const stream = await nameThing('Search');
    const key = `${ann.tenantId}/${stream}`;
    await until(async () => (await ask('dead-letters')).length === 1);

    expect(await ask('discard-dead-letters', teamFormed.topic, key)).toEqual([{ discarded: 1 }]);
    expect(await ask('lag')).toContainEqual({ deadLetters: 0 });
  });

  it('forgets what was heard long ago, and nothing that a topic may still bring again', async () => {
    await db(`update things.inbox set at = now() - interval '40 days'`, database.url);

    await expect(ask('trim-inbox', '2')).rejects.toThrow(/<days> must be a number from 7/);
    expect(await ask('trim-inbox', '41')).toEqual([{ trimmed: 0 }]);
    expect(await ask('trim-inbox', '39')).toEqual([{ trimmed: 1 }]);
  });

  it('finds nothing parked where all is well, and is told of a follower that does not exist', async () => {
    expect(await ask('parked')).toEqual([]);
    expect(await ask('replay-parked', 'relay')).toEqual([{ left: 0 }]);
    await expect(ask('replay-parked', 'nobody')).rejects.toThrow(/no subscription called nobody/);
  });

  it('builds a board anew while the service runs, and only one that there is', async () => {
    const stream = await nameThing('Basket');
    await db(`update things.thing_board_v1 set row = '{"name": "spoilt"}'`, database.url);

    expect(await ask('rebuild-board', 'thing_board_v1')).toEqual([{ rebuilt: 'thing_board_v1' }]);
    const later = await nameThing('Later');

    const board = service.log.db.board<{ name: string }>(thingBoard);
    expect(await board.many(ann, [stream, later])).toMatchObject([{ name: 'Basket' }, { name: 'Later' }]);
    expect(await ask('rebuild-board', 'thing_board_v1')).toEqual([{ rebuilt: 'thing_board_v1' }]);
    await expect(ask('rebuild-board', 'other_v1')).rejects.toThrow(/no board other_v1. The boards are thing_board_v1/);
  });

  it('is told what can be asked', async () => {
    const written: string[] = [];
    const write = process.stderr.write;
    process.stderr.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
    await runService(things, () => asService, ['replay-everything']).finally(() => (process.stderr.write = write));

    expect(process.exitCode).toBe(64);
    process.exitCode = undefined;
    expect(written.join('')).toBe(`${usage('things')}\n`);
    expect(usage('things')).toMatch(/discard-dead-letters <topic> <key>/);
  });
});

const ann: TestPerson = {
  id: 'a0000000-0000-4000-8000-000000000001',
  tenantId: 'a0000000-0000-4000-8000-00000000000a',
  roles: ['member'],
};

let database: Awaited<ReturnType<typeof testDatabase>>;
let issuer: Awaited<ReturnType<typeof testIssuer>>;
let service: Awaited<ReturnType<typeof startService>>;
let serviceUrl: string;
let asService: ServiceSettings;

async function ask(name: string, ...args: string[]): Promise<object[]> {
  const lines: object[] = [];
  const settings = {
    ...asService,
    MIGRATION_DATABASE_URL: ['migrate', 'rebuild-board'].includes(name) ? database.url : undefined,
  };
  await carryOut(things, settings, commandNamed(name)!, args, (line) => lines.push(line));
  return lines;
}

async function nameThing(name: string): Promise<string> {
  const query = `mutation { nameThing(name: "${name}", commandId: "${uuidv7()}") }`;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await issuer.token(ann)}` };
  const answer = await fetch(`${service.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return ((await answer.json()) as { data: { nameThing: string } }).data.nameThing;
}

async function db(sql: string, url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function until<Result>(found: () => Promise<Result | false>): Promise<Result> {
  for (let i = 0; i < 200; i++) {
    const result = await found();
    if (result) return result;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not come.');
}

const login = `things_login_${uuidv7().slice(-12)}`;

beforeAll(async () => {
  [database, issuer] = await Promise.all([testDatabase(), testIssuer()]);
  await db(`create role ${login} login password 'secret'`, database.url);
  const url = new URL(database.url);
  [url.username, url.password] = [login, 'secret'];
  serviceUrl = url.href;
  asService = {
    HOST: '127.0.0.1',
    PORT: 0,
    DATABASE_URL: serviceUrl,
    TANDEM_MIGRATIONS: 'by-job',
    TANDEM_ENV: 'development',
    TANDEM_ISSUER: issuer.issuer,
    TANDEM_AUDIENCE: 'tandem',
    LOG_LEVEL: 'error',
  };
}, 120_000);

afterAll(async () => {
  await service?.close();
  await issuer?.close();
  await db(`drop owned by ${login}; drop role ${login}`, database.url).catch(() => undefined);
  await database?.close();
});
