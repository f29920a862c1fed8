import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@tandem/event-store';
import { testService } from '@tandem/platform/testing';
import { exercises } from '../app.module';
import { Drafts } from './drafts.queries';
import { exerciseOf } from './kinds.decider';
import { Sessions } from './session-board.queries';
import type { Kind, Phase } from './session.events';
import { session, type SessionWish } from './session.decider';

const ann = { id: randomUUID(), tenantId: randomUUID() };
const teamIds = [randomUUID(), randomUUID()];
const minute = 60_000;

let service: Awaited<ReturnType<typeof testService>>;
let sessions: Sessions;

describe('The clock of the service', () => {
  beforeAll(async () => {
    service = await testService(exercises);
    sessions = service.app.get(Sessions, { strict: false });
  }, 120_000);
  afterAll(() => service?.close());

  it('ends a phase whose time box is over, also one that ended while nobody was there', async () => {
    const id = await begun(3, { advance: 'auto', timeboxMinutes: 2 });
    await until(id, { phase: 'two' });
    const { state, version } = await service.log.store.load(session, id, ann);
    expect(state).toMatchObject({ phase: 1 });
    await sleep(2_500);
    expect((await service.log.store.load(session, id, ann)).version).toBe(version);
  });

  it('waits for a time box that is still running, and for a guard that does not hold yet', async () => {
    const running = await begun(1, { advance: 'auto', timeboxMinutes: 2 });
    const guarded = await begun(3, { advance: 'auto', timeboxMinutes: 2, exitGuards: ['subject-selected'] });
    const manual = await begun(3, { timeboxMinutes: 2 });
    const ended = await begun(3, { advance: 'auto', timeboxMinutes: 2 });
    await until(ended, { phase: 'two' });
    for (const id of [running, guarded, manual]) expect(await sessions.one(ann, id)).toMatchObject({ phase: 'one' });
  });

  it('takes over what was submitted before the time box ended', async () => {
    const sue = { id: randomUUID(), tenantId: ann.tenantId };
    const collects = { form: 'ballot', mode: 'attributed' } as const;
    const id = await begun(55 / 60, { advance: 'auto', timeboxMinutes: 1, collects }, 'silo-spotlight', sue);
    const drafts = service.app.get(Drafts, { strict: false });
    await drafts.save(sue, id, { dots: [{ clusterId: 'One', dots: 2 }] });
    await drafts.submit(sue, id, true);
    await until(id, { phase: 'two' });
    const { rows } = await service.app
      .get(Database, { strict: false })
      .reader.query<{ type: string; items: unknown[] }>(
        `select type, data->'items' as items from events where stream_id = $1 order by version desc limit 3`,
        [id],
      );
    expect(rows.map(({ type }) => type)).toContain('PhaseEntered');
    expect(rows.find(({ type }) => type === 'ContributionsSealed')?.items).toEqual([
      expect.objectContaining({ authorId: sue.id, data: { dots: [{ clusterId: 'One', dots: 2 }] } }),
    ]);
  });

  it('gives a phase the time that a facilitator adds', async () => {
    const id = await begun(1, { advance: 'auto', timeboxMinutes: 2 });
    await ask(id, { type: 'ExtendTimebox', data: { minutes: 30, reason: 'Release is at the fair' } });
    const row = (await sessions.one(ann, id))!;
    expect(row.extensions).toEqual([
      { phase: 'one', minutes: 30, reason: 'Release is at the fair', by: ann.id, endsAt: row.endsAt },
    ]);
    expect(Date.parse(row.endsAt!)).toBeGreaterThan(Date.now() + 30 * minute);
  });
});

const ask = (id: string, wish: SessionWish, occurredAt?: Date, commandId = randomUUID()) =>
  sessions.ask(ann, id, wish, { commandId, occurredAt });

/** A session that began so many minutes ago with such a phase. */
async function begun(
  minutesAgo: number,
  first: Partial<Phase>,
  kind: Kind = 'feedback-speed',
  participant = ann,
): Promise<string> {
  const id = randomUUID();
  const then = new Date(Date.now() - minutesAgo * minute);
  const phase: Phase = { id: 'one', accepts: [], timeboxMinutes: 10, advance: 'facilitator' };
  const template = {
    ...exerciseOf(kind).template,
    leastTeams: 2,
    phases: [{ ...phase, ...first }, { ...phase, id: 'two', reveals: true } as const],
  };
  const draft = { title: 'On the clock', template, teamIds, facilitatorIds: [ann.id] };
  await ask(id, { type: 'DraftSession', data: draft }, then, id);
  await ask(id, { type: 'ScheduleSession', data: { startsAt: new Date().toISOString() } }, then);
  const data = { teamId: teamIds[0]! };
  await sessions.ask(participant, id, { type: 'JoinSession', data }, { commandId: randomUUID(), occurredAt: then });
  await ask(id, { type: 'OpenSession', data: {} }, then);
  return id;
}

async function until(id: string, expected: object) {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const row = await sessions.one(ann, id);
    if (Object.entries(expected).every(([key, value]) => row?.[key as keyof typeof row] === value)) return;
    await sleep(50);
  }
  expect(await sessions.one(ann, id)).toMatchObject(expected);
}
