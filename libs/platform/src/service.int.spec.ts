import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Contract, teamFormed } from '@tandem/contracts';
import { type Command, type Decider, demand, type Event, type Recorded } from '@tandem/core';
import { EventStore, uuidv7 } from '@tandem/event-store';
import { CommandArgs, EventStoreModule, Hears, May, Open, type Service, Viewer, type Effect } from './index';
import { type TestPerson, testService } from './testing';

type Named = Event<'ThingNamed', { name: string }>;
type Naming = Command<'NameThing', { name: string }>;

const thing: Decider<number, Naming, Named> = {
  initialState: () => 0,
  decide({ data }) {
    demand(data.name !== '', 'name-missing', '`name` must not be empty.');
    return [{ type: 'ThingNamed', data }];
  },
  evolve: (names) => names + 1,
};

const announce = ({ streamId, data, at }: Recorded<Named>) => [
  teamFormed.of({ teamId: streamId, name: data.name, function: 'engineering', formedAt: at.toISOString() }),
];

const heard: string[] = [];

@Resolver()
class ThingResolver {
  constructor(private readonly events: EventStore) {}

  @Query(() => String)
  @May('member')
  whoAmI(@Viewer() viewer: Viewer) {
    return viewer.id;
  }

  @Query(() => String)
  forgotten() {
    return 'nobody said who may use this';
  }

  @Query(() => String)
  @May('member')
  broken(): string {
    throw new Error('the password is hunter2');
  }

  @Mutation(() => ID)
  @May('member')
  async nameThing(@Args('name') name: string, @Args() envelope: CommandArgs, @Viewer() viewer: Viewer) {
    const command: Naming = { type: 'NameThing', data: { name } };
    return (await this.events.handle(thing, envelope.commandId, command, { viewer, ...envelope })).streamId;
  }
}

@Controller()
class Doors {
  @Get('open')
  @Open()
  open() {
    return 'come in';
  }

  @Get('shut')
  shut() {
    return 'nobody said who may use this';
  }

  @Post('slow')
  @May('member')
  async slow() {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return 'done';
  }

  @Hears(teamFormed as Contract<{ teamId: string }>)
  async formed(batch: { body: { teamId: string } }[], _: Effect) {
    for (const { body } of batch) heard.push(body.teamId);
  }
}

@Module({
  imports: [EventStoreModule.forStream({ name: 'thing', decider: thing, projections: [], announce })],
  controllers: [Doors],
  providers: [ThingResolver],
})
class ThingModule {}

const things: Service = { name: 'things', module: ThingModule, migrations: [] };

describe('A service', () => {
  it('knows who asks', async () => {
    expect(await service.ask(ann, '{ whoAmI }')).toEqual({ data: { whoAmI: ann.id } });
  });

  it('opens no door of which nobody said who may use it', async () => {
    expect(await code(ann, '{ forgotten }')).toBe('FORBIDDEN');
    expect(await get('/shut')).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect((await fetch(`${service.url}/open`)).status).toBe(200);
  });

  it('opens a door for its roles alone', async () => {
    expect(await code({ ...ann, roles: ['guest'] }, '{ whoAmI }')).toBe('FORBIDDEN');
  });

  it('answers a broken rule with its code', async () => {
    expect(await code(ann, `mutation { nameThing(name: "", commandId: "${uuidv7()}") }`)).toBe('name-missing');
  });

  it('says nothing of what went wrong inside', async () => {
    const answer = JSON.stringify(await service.ask(ann, '{ broken }'));

    expect(answer).toContain('INTERNAL_SERVER_ERROR');
    expect(answer).not.toMatch(/hunter2|stacktrace|\.ts/);
  });

  it('publishes what its events mean, and others hear it', async () => {
    const { data } = await service.ask(ann, `mutation { nameThing(name: "Checkout", commandId: "${uuidv7()}") }`);

    await expect(until(() => heard.includes(String(data['nameThing'])))).resolves.toBe(true);
  });

  it('is alive and ready', async () => {
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
  });

  it.each([
    ['malformed JSON', '{"query": ', 'application/json', 400, 'BAD_REQUEST'],
    [
      'a body that is too large',
      JSON.stringify({ query: 'x'.repeat(2_000_000) }),
      'application/json',
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    ['another content type', '<query/>', 'application/xml', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('answers %s with a code', async (_, body, type, status, problem) => {
    const response = await fetch(`${service.url}/slow`, {
      method: 'POST',
      headers: { 'content-type': type, ...(await bearer()) },
      body,
    });

    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, problem]);
  });

  it('outlives clients that ask for another protocol and are gone', async () => {
    for (let i = 0; i < 10; i++) {
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      await new Promise((resolve) => setTimeout(resolve, i * 3));
      socket.on('error', () => undefined).resetAndDestroy();
    }
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);
  });

  it('has nothing at other addresses', async () => {
    expect(await get('/nowhere')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it('is not ready when it leaves, but answers, and asks its callers to connect elsewhere', async () => {
    const leaving = await testService(things);
    const headers = { authorization: `Bearer ${await leaving.token(ann)}` };
    const left = leaving.leave(500);
    const answer = await fetch(`${leaving.url}/slow`, { method: 'POST', headers });

    expect([answer.status, answer.headers.get('connection')]).toEqual([201, 'close']);
    expect((await fetch(`${leaving.url}/readyz`)).status).toBe(503);
    await left;
    await leaving.close();
  });

  it('finishes what is in hand when it is told to stop', async () => {
    const stopping = await testService(things);
    const headers = { authorization: `Bearer ${await stopping.token(ann)}` };
    const slow = fetch(`${stopping.url}/slow`, { method: 'POST', headers });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await stopping.close();

    expect((await slow).status).toBe(201);
  });
});

const ann: TestPerson = {
  id: 'a0000000-0000-4000-8000-000000000001',
  tenantId: 'a0000000-0000-4000-8000-00000000000a',
  roles: ['member'],
};

let service: Awaited<ReturnType<typeof testService>>;

const bearer = async () => ({ authorization: `Bearer ${await service.token(ann)}` });
const code = async (person: TestPerson, query: string) =>
  (await service.ask(person, query)).errors?.[0]?.extensions.code;

async function get(path: string) {
  const response = await fetch(service.url + path, { headers: await bearer() });
  return { status: response.status, body: (await response.json()) as object };
}

async function until(holds: () => boolean): Promise<boolean> {
  for (let i = 0; i < 200 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  return holds();
}

beforeAll(async () => {
  service = await testService(things);
});

afterAll(() => service.close());
