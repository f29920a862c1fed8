import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cycleOpened, toRecord } from '@tandem/contracts';
import { type Running, SETTINGS, startService } from '@tandem/platform';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { notifications } from './app.module';

type Service = Awaited<ReturnType<typeof testService>>;

describe('The inbox', () => {
  let service: Service;
  let other: Running;

  beforeAll(async () => {
    service = await testService(notifications);
    other = await startService(notifications, { ...service.app.get(SETTINGS), PORT: 0 });
  }, 120_000);
  afterAll(async () => {
    await other?.close();
    await service?.close();
  });

  /** Publishes that a cycle began, as exercises would, so many times. */
  const open = async (
    product: TestPerson,
    engineering: TestPerson,
    { symptomId = 'S3', teamIds = [randomUUID()], times = 1 } = {},
  ) => {
    const cycleId = randomUUID();
    const body = { cycleId, symptomId, teamIds, findingId: randomUUID(), sessionId: randomUUID() };
    const owners = { ownerProductId: product.id, ownerEngineeringId: engineering.id };
    const openedAt = '2026-01-12T10:31:00.000Z';
    const envelope = { id: `${randomUUID()}.0`, source: '/tandem/exercises', time: new Date(openedAt) };
    const record = toRecord(cycleOpened.of({ ...body, ...owners, openedAt }), {
      ...envelope,
      tenantId: product.tenantId,
      subject: cycleId,
    });
    for (let n = 0; n < times; n++) await service.bus.publish(cycleOpened.topic, [record]);
    return cycleId;
  };
  const inboxOf = async (person: TestPerson, args = '') => {
    const { data } = await service.ask<{ inbox: Connection; unreadCount: number }>(
      person,
      `{ inbox${args} { totalCount pageInfo { hasNextPage endCursor } edges { node { id title body severity category subjectKind subjectId givenAt readAt teams { id } } } } unreadCount }`,
    );
    return { ...data.inbox, unreadCount: data.unreadCount, notices: data.inbox.edges.map(({ node }) => node) };
  };
  const arrived = async (person: TestPerson, n: number) => until(async () => (await inboxOf(person)).totalCount >= n);

  it('tells both owners of a cycle, each for their side, and nobody else', async () => {
    const [ann, bob, eve] = [person(), person(), person()];
    const teamId = randomUUID();
    const cycleId = await open(ann, bob, { teamIds: [teamId] });
    await arrived(ann, 1);
    await arrived(bob, 1);

    expect((await inboxOf(ann)).notices).toEqual([
      {
        ...{
          id: expect.any(String),
          title: 'An improvement cycle is yours',
          severity: 'action',
          category: 'cycle_opened',
        },
        body: 'An improvement cycle on symptom S3 has begun. You own it on the product side.',
        ...{ subjectKind: 'cycle', subjectId: cycleId, teams: [{ id: teamId }] },
        ...{ givenAt: '2026-01-12T10:31:00.000Z', readAt: null },
      },
    ]);
    expect((await inboxOf(bob)).notices[0]!.body).toContain('engineering side');
    expect(await inboxOf(eve)).toMatchObject({ totalCount: 0, unreadCount: 0 });
  });

  it('tells them once, though the bus tells the service again and again', async () => {
    const [ann, bob] = [person(), person()];
    await open(ann, bob, { times: 3 });
    await open(ann, bob, { symptomId: 'S6' });
    await arrived(ann, 2);
    await sleep(200);

    expect((await inboxOf(ann)).notices.map(({ body }) => body.match(/S\d/)![0])).toEqual(
      expect.arrayContaining(['S3', 'S6']),
    );
    expect(await inboxOf(ann)).toMatchObject({ totalCount: 2, unreadCount: 2 });
    expect((await inboxOf(bob)).totalCount).toBe(2);
  });

  it('shows at once that a notice was read; reading it twice is harmless', async () => {
    const [ann, bob] = [person(), person()];
    await open(ann, bob);
    await arrived(ann, 1);
    const [{ id }] = (await inboxOf(ann)).notices as [Notice];
    const commandId = randomUUID();
    const read = () =>
      service.ask<{ markRead: Notice }>(
        ann,
        `mutation($id: ID!, $commandId: ID!) { markRead(id: $id, commandId: $commandId) { id readAt } }`,
        { id, commandId },
      );

    const first = await read();
    expect(first.data.markRead.readAt).not.toBeNull();
    expect(await inboxOf(ann, '(filter: { state: unread })')).toMatchObject({ totalCount: 0, unreadCount: 0 });
    expect(await inboxOf(ann, '(filter: { state: read, category: cycle_opened })')).toMatchObject({ totalCount: 1 });
    expect(await read()).toEqual(first);
  });

  it('keeps its notices from everybody else', async () => {
    const [ann, bob] = [person(), person()];
    await open(ann, bob);
    await arrived(ann, 1);
    const [{ id }] = (await inboxOf(ann)).notices as [Notice];
    const strangers = [bob, person(), { ...ann, tenantId: randomUUID() }];

    for (const stranger of strangers) {
      const { errors } = await service.ask(
        stranger,
        `mutation { markRead(id: "${id}", commandId: "${randomUUID()}") { id } }`,
      );
      expect(errors?.[0]?.extensions.code).toBe('no-such-notice');
      expect((await inboxOf(stranger)).notices.map((notice) => notice.id)).not.toContain(id);
    }
    expect((await inboxOf(ann)).unreadCount).toBe(1);
  });

  it('is read as a whole, and page by page, newest first', async () => {
    const [ann, bob] = [person(), person()];
    for (let n = 1; n <= 5; n++) await open(ann, bob, { symptomId: `S${n}` });
    await arrived(ann, 5);

    const first = await inboxOf(ann, '(first: 3)');
    const rest = await inboxOf(ann, `(first: 3, after: "${first.pageInfo.endCursor}")`);
    expect([first.notices.length, first.pageInfo.hasNextPage, rest.notices.length, rest.pageInfo.hasNextPage]).toEqual([
      3,
      true,
      2,
      false,
    ]);
    expect(new Set([...first.notices, ...rest.notices].map(({ id }) => id)).size).toBe(5);

    const { data } = await service.ask(ann, `mutation { markAllRead(commandId: "${randomUUID()}") { unreadCount } }`);
    expect(data).toEqual({ markAllRead: { unreadCount: 0 } });
    expect((await inboxOf(ann)).unreadCount).toBe(0);
    expect((await inboxOf(bob)).unreadCount).toBe(5);
  });

  it('adds my unread notices to a team', async () => {
    const [ann, bob] = [person(), person()];
    const teamId = randomUUID();
    await open(ann, bob, { teamIds: [teamId] });
    await open(ann, bob);
    await arrived(ann, 2);
    const ask = () =>
      service.ask<{ _entities: [{ unreadNotices: Connection }] }>(
        ann,
        `query($of: [_Any!]!) { _entities(representations: $of) { ... on Team { id unreadNotices(first: 5) { totalCount edges { node { title } } } } } }`,
        { of: [{ __typename: 'Team', id: teamId }] },
      );

    expect((await ask()).data._entities[0].unreadNotices).toMatchObject({
      totalCount: 1,
      edges: [{ node: { title: 'An improvement cycle is yours' } }],
    });
    await service.ask(ann, `mutation { markAllRead(commandId: "${randomUUID()}") { unreadCount } }`);
    expect((await ask()).data._entities[0].unreadNotices.totalCount).toBe(0);
  });

  it.each(['the same process', 'another process'])('is heard live, once, on %s', async (where) => {
    const [ann, bob] = [person(), person()];
    const heard: Change[] = [];
    const url = (where === 'the same process' ? service.url : other.url).replace('http', 'ws');
    const client = createClient({
      ...{ url: `${url}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 },
      connectionParams: { authorization: `Bearer ${await service.token(ann)}` },
    });
    const problems: unknown[] = [];
    const stop = client.subscribe<{ inboxChanged: Change }>(
      { query: '{ inboxChanged { unreadCount notice { id title readAt } } }'.replace('{', 'subscription {') },
      {
        next: ({ data, errors }) => void (data ? heard.push(data.inboxChanged) : problems.push(errors)),
        error: (error) => problems.push(error),
        complete: () => undefined,
      },
    );
    await until(async () => heard.length >= 1 || problems.length > 0);
    expect(problems).toEqual([]);

    await open(ann, bob, { times: 2 });
    await until(async () => heard.length >= 2);
    await service.ask(ann, `mutation { markRead(id: "${heard[1]!.notice!.id}", commandId: "${randomUUID()}") { id } }`);
    await until(async () => heard.length >= 3);
    await sleep(300);
    stop();
    await client.dispose();

    expect(heard).toEqual([
      { unreadCount: 0, notice: null },
      { unreadCount: 1, notice: { id: expect.any(String), title: 'An improvement cycle is yours', readAt: null } },
      {
        unreadCount: 0,
        notice: { id: heard[1]!.notice!.id, title: 'An improvement cycle is yours', readAt: expect.any(String) },
      },
    ]);
  });

  it.each([
    ['no id', '{ markRead(id: "7", commandId: "0198c0de-0000-7000-8000-00000000acce") { id } }', 'BAD_USER_INPUT'],
    ['no command id', '{ markAllRead(commandId: "7") { unreadCount } }', 'BAD_USER_INPUT'],
  ])('refuses %s', async (_, mutation, code) => {
    const { errors } = await service.ask(person(), `mutation ${mutation}`);
    expect(errors?.[0]?.extensions.code).toBe(code);
  });

  it('is shut to guests', async () => {
    const { errors } = await service.ask({ ...person(), roles: ['guest'] }, '{ unreadCount }');
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

const tenantId = '0198c0de-0000-7000-8000-00000000acce';
const person = (): TestPerson => ({ id: randomUUID(), tenantId, roles: ['member'] });

interface Notice {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly readAt: string | null;
}

interface Connection {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly edges: readonly { readonly node: Notice }[];
}

interface Change {
  readonly unreadCount: number;
  readonly notice: Notice | null;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It did not come true: ${holds.toString()}`);
    await sleep(20);
  }
}
