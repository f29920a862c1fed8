import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Received, type TeamFormed, teamFormed } from '@tandem/contracts';
import { type Command, type Decider, type Event, type Projection, type Recorded } from '@tandem/core';
import { EventStore, uuidv7 } from '@tandem/event-store';
import { type InRecord, KafkaBus } from '@tandem/messaging';
import { faultProxy, noBroker, testBroker } from '@tandem/messaging/testing';
import { carryOut, commandNamed } from './commands';
import { CommandArgs, type Effect, EventStoreModule, Hears, May, type Service, SETTINGS, Viewer } from './index';
import { testService, type TestPerson } from './testing';

type Named = Event<'ThingNamed', { name: string }>;
type Naming = Command<'NameThing', { name: string }>;

const thing: Decider<number, Naming, Named> = {
  initialState: () => 0,
  decide: ({ data }) => [{ type: 'ThingNamed', data }],
  evolve: (names) => names + 1,
};
const thingBoard: Projection<{ name: string }, Named> = { table: 'thing_board_v1', evolve: (_, { data }) => data };
const announce = ({ streamId, data, at }: Recorded<Named>) => [
  teamFormed.of({ teamId: streamId, name: data.name, function: 'engineering', formedAt: at.toISOString() }),
];
const heard: string[] = [];

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
  async formed(batch: Received<TeamFormed>[], _: Effect) {
    heard.push(...batch.flatMap(({ tenantId, body }) => (tenantId === ann.tenantId ? body.name : [])));
  }
}

@Module({
  imports: [EventStoreModule.forStream({ name: 'thing', decider: thing, projections: [thingBoard], announce })],
  controllers: [Listener],
  providers: [ThingResolver],
})
class ThingModule {}

const things: Service = { name: `things_${uuidv7().slice(-8)}`, module: ThingModule, migrations: [] };
const ann: TestPerson = { id: uuidv7(), tenantId: uuidv7(), roles: ['member'] };

const suite = () => {
  let proxy: Awaited<ReturnType<typeof faultProxy>>;
  let restore: () => void;
  let service: Awaited<ReturnType<typeof testService>>;

  const nameThing = (name: string) =>
    service.ask(ann, `mutation { nameThing(name: "${name}", commandId: "${uuidv7()}") }`);
  const hears = async (name: string) => {
    for (let n = 0; n < 400 && !heard.includes(name); n++) await sleep(50);
    expect(heard).toContain(name);
  };

  beforeAll(async () => {
    const [host = '', port] = testBroker!.split(':');
    proxy = await faultProxy({ host, port: Number(port) });
    restore = proxy.outage();
    const began = performance.now();
    service = await testService(things, { KAFKA_BROKERS: `127.0.0.1:${proxy.port}` });
    expect(performance.now() - began).toBeLessThan(15_000);
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    await proxy?.close();
  });

  it('starts, is ready and takes commands while Kafka is away', async () => {
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    expect((await nameThing('Checkout')).errors).toBeUndefined();
    expect(await service.bus.health()).toMatchObject({ ok: false });
  });

  it('tells and hears what happened meanwhile once Kafka is there', async () => {
    restore();
    await hears('Checkout');
    await nameThing('Search');
    await hears('Search');

    expect(heard.filter((name) => name === 'Checkout')).toHaveLength(1);
  }, 60_000);

  it('says how far it is', async () => {
    const lag = async () => (await service.bus.lag(things.name)).filter(({ offset, end }) => offset < end);
    for (let n = 0; n < 100 && (await lag()).length > 0; n++) await sleep(50);
    expect(await lag()).toEqual([]);
  });

  it('publishes its log again under the same ids, and nobody who has heard it hears it twice', async () => {
    const before = heard.length;
    const again: object[] = [];
    const settings = service.app.get(SETTINGS);
    const run = (name: string, ...args: string[]) =>
      carryOut(things, settings, commandNamed(name)!, args, (line) => again.push(line));
    await run('publish-again');
    await run('publish-stream-again', 'thing');
    await expect(run('publish-stream-again', 'nothing')).rejects.toThrow(/called nothing speaks to others: thing do/);
    await nameThing('Returns');
    await hears('Returns');

    expect(again).toEqual([{ published: 2 }, { published: 2 }]);
    expect(heard).toHaveLength(before + 1);
    const ids = (await published()).map(({ headers }) => headers['ce_id']);
    expect({ records: ids.length, events: new Set(ids).size }).toEqual({ records: 7, events: 3 });
  }, 60_000);

  it('serves the description of what it publishes', async () => {
    const document = (await (await fetch(`${service.url}/asyncapi.json`)).json()) as { channels: object };
    expect(Object.keys(document.channels)).toContain(teamFormed.topic);
  });
};

/** What lies on the topic of this company. */
async function published(): Promise<InRecord[]> {
  const bus = new KafkaBus({ brokers: [testBroker!] });
  const seen: InRecord[] = [];
  await bus.consume({
    ...{ group: uuidv7(), topics: [teamFormed.topic], startAt: async () => 0n },
    handler: async ({ records }) =>
      void seen.push(...records.filter(({ headers }) => headers['ce_tenantid'] === ann.tenantId)),
  });
  for (let n = 0, size = -1; n < 100 && (size < 7 || size !== seen.length); n++) {
    size = seen.length;
    await sleep(200);
  }
  await bus.close();
  return seen;
}

describe('A service on Kafka', testBroker ? suite : () => it(noBroker, () => undefined));
