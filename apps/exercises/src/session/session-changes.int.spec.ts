import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { exercises } from '../app.module';
import { feedbackSpeedTemplate } from './feedback-speed/feedback-speed.template';
import { Sessions } from './session-board.queries';
import type { SessionWish } from './session.decider';

const tenantId = randomUUID();
const ann: TestPerson = { id: randomUUID(), tenantId, roles: ['facilitator'] };
const viv: TestPerson = { id: randomUUID(), tenantId, roles: ['viewer'] };
const stranger: TestPerson = { id: randomUUID(), tenantId: randomUUID(), roles: ['member'] };
const teamIds = [randomUUID(), randomUUID()];

let service: Awaited<ReturnType<typeof testService>>;
let clients: Client[] = [];

describe('A session, live', () => {
  beforeAll(async () => {
    service = await testService(exercises);
  }, 120_000);
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.dispose()));
    clients = [];
  });
  afterAll(() => service?.close());

  it('is told as it is, and whenever it has changed', async () => {
    const id = await drafted();
    const heard = await listen(viv, `sessionChanged(sessionId: "${id}") { status phase facilitatorIds }`);
    expect(heard).toEqual([{ status: 'draft', phase: null, facilitatorIds: [ann.id] }]);
    await ask(id, { type: 'ScheduleSession', data: { startsAt: new Date(Date.now() + 60_000).toISOString() } });
    await until(() => heard.length === 2);
    await ask(id, { type: 'OpenSession', data: {} });
    await until(() => heard.at(-1)?.phase === 'select_subject');
    expect(heard[1]).toMatchObject({ status: 'scheduled' });
  });

  it('tells each phase that it enters or goes back to, and nothing else', async () => {
    const id = await drafted();
    const other = await drafted();
    const heard = await listen(viv, `phaseEntered(sessionId: "${id}") { status phase endsAt }`);
    await ask(other, { type: 'ScheduleSession', data: { startsAt: new Date(Date.now() + 60_000).toISOString() } });
    await ask(other, { type: 'OpenSession', data: {} });
    await ask(id, { type: 'ScheduleSession', data: { startsAt: new Date(Date.now() + 60_000).toISOString() } });
    await ask(id, { type: 'OpenSession', data: {} });
    await ask(id, { type: 'ExtendTimebox', data: { minutes: 5, reason: 'Late' } });
    for (let i = 0; i < 2; i += 1) await ask(id, { type: 'AdvancePhase', data: {} });
    await ask(id, { type: 'RevertPhase', data: {} });
    for (let i = 0; i < 3; i += 1) await ask(id, { type: 'AdvancePhase', data: {} });
    await until(() => heard.at(-1)?.status === 'synthesis');
    expect(heard.map(({ status, phase }) => phase ?? status)).toEqual([
      ...['draft', 'select_subject', 'talk', 'walk', 'talk', 'walk', 'map_review', 'synthesis'],
    ]);
    expect(heard.at(-1)?.endsAt).toBeNull();
  });

  it('is told to nobody of another organisation', async () => {
    const id = await drafted();
    await expect(listen(stranger, `sessionChanged(sessionId: "${id}") { status }`)).rejects.toThrow(
      'There is no session',
    );
  });
});

const ask = (id: string, wish: SessionWish, commandId = randomUUID()) =>
  service.app.get(Sessions, { strict: false }).ask(ann, id, wish, { commandId });

/** A session with a phase before the reveal that can be gone back from. */
async function drafted() {
  const id = randomUUID();
  const phase = { accepts: [], timeboxMinutes: 10, advance: 'facilitator' } as const;
  const phases = [
    { ...phase, id: 'select_subject' },
    { ...phase, id: 'talk' },
    { ...phase, id: 'walk' },
    { ...phase, id: 'map_review', reveals: true } as const,
  ];
  const template = { ...feedbackSpeedTemplate, phases };
  const draft = { title: 'Live', template, teamIds, facilitatorIds: [ann.id] };
  await ask(id, { type: 'DraftSession', data: draft }, id);
  return id;
}

interface Told {
  readonly status: string;
  readonly phase: string | null;
  readonly endsAt: string | null;
}

/** Listens, and answers once the first thing was heard. The list grows. */
async function listen(by: TestPerson, field: string): Promise<Told[]> {
  const heard: Told[] = [];
  const problems: unknown[] = [];
  const client = createClient({
    ...{ url: `${service.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 },
    connectionParams: { authorization: `Bearer ${await service.token(by)}` },
  });
  clients.push(client);
  client.subscribe<Record<string, Told>>(
    { query: `subscription { told: ${field} }` },
    {
      next: ({ data, errors }) => void (data?.['told'] ? heard.push(data['told']) : problems.push(errors)),
      error: (error) => problems.push(error),
      complete: () => undefined,
    },
  );
  await until(() => heard.length > 0 || problems.length > 0);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return heard;
}

async function until(holds: () => boolean) {
  for (let attempt = 0; !holds(); attempt += 1) {
    if (attempt > 200) throw new Error('It did not come true within 10 s.');
    await sleep(50);
  }
}
