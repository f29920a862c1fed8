import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Announcement,
  capacityShortfall,
  cycleAdopted,
  cycleChangeAgreed,
  cycleMeasured,
  cycleOpened,
  cycleRecurred,
  cycleWentStale,
  experimentDecided,
  experimentSignatureAsked,
  experimentStarted,
  personForgotten,
  symptomChanged,
  toRecord,
} from '@tandem/contracts';
import { Database } from '@tandem/event-store';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { notifications } from './app.module';

const tenantId = '0198c0de-0000-7000-8000-00000000acce';
const person = (): TestPerson => ({ id: randomUUID(), tenantId, roles: ['member'] });
const at = '2026-01-12T10:31:00.000Z';

describe('What other services announce', () => {
  let service: Awaited<ReturnType<typeof testService>>;
  beforeAll(async () => void (service = await testService(notifications)), 120_000);
  afterAll(() => service?.close());

  /** As the service that owns the contract publishes it, on its topic, so many times. */
  const publish = async (said: Announcement, subject: string = randomUUID(), times = 1) => {
    const [, source] = said.topic.split('.');
    const envelope = { id: `${randomUUID()}.0`, source: `/tandem/${source}`, time: new Date(at), tenantId, subject };
    for (let n = 0; n < times; n++) await service.bus.publish(said.topic, [toRecord(said, envelope)]);
  };
  const inboxOf = async (reader: TestPerson) => {
    const { data } = await service.ask<{ inbox: { edges: { node: Notice }[] }; unreadCount: number }>(
      reader,
      '{ inbox(first: 50) { edges { node { id title severity category subjectKind subjectId } } } unreadCount }',
    );
    return data.inbox.edges.map(({ node }) => node);
  };
  const arrived = async (reader: TestPerson, n: number) => {
    for (let tries = 0; (await inboxOf(reader)).length < n; tries++) {
      if (tries > 500) throw new Error(`${n} notices did not come: ${JSON.stringify(await inboxOf(reader))}`);
      await sleep(20);
    }
  };

  const [cycleId, experimentId, teamId] = [randomUUID(), randomUUID(), randomUUID()];
  const ofCycle = (ann: TestPerson, bob: TestPerson) => ({
    ...{ cycleId, symptomId: 'S3', teamIds: [teamId], ownerProductId: ann.id, ownerEngineeringId: bob.id },
  });
  const measured = (verdict: string) => ({
    ...{ iteration: 1, verdict, nBefore: 5, nAfter: 5, method: 'median-ratio', statsVersion: '1', measuredAt: at },
  });
  const ofExperiment = { experimentId, teamIds: [teamId] };
  const decided = (decision: 'ship' | 'keep_running') => ({
    ...{ ...ofExperiment, decision, ruled: decision, ground: 'primary-better', look: 1, units: 90_189 },
    ...{ statsVersion: '1', decidedAt: at },
  });

  it.each<[string, string, (ann: TestPerson, bob: TestPerson) => Announcement]>([
    [
      'Both sides agreed on a change',
      'action',
      (ann, bob) => cycleChangeAgreed.of({ ...ofCycle(ann, bob), iteration: 1, agreedAt: at }),
    ],
    ['A change helped', 'action', (ann, bob) => cycleMeasured.of({ ...ofCycle(ann, bob), ...measured('improved') })],
    [
      'A change made it worse',
      'warning',
      (ann, bob) => cycleMeasured.of({ ...ofCycle(ann, bob), ...measured('worse') }),
    ],
    [
      'A change stays',
      'info',
      (ann, bob) => cycleAdopted.of({ ...ofCycle(ann, bob), iterations: 1, adoptedAt: at, watchUntil: at }),
    ],
    [
      'A symptom came back',
      'warning',
      (ann, bob) => cycleRecurred.of({ ...ofCycle(ann, bob), adoptedAt: at, recurredAt: at }),
    ],
    [
      'A symptom that you found is confirmed',
      'action',
      (ann, bob) =>
        symptomChanged.of({
          ...{ symptomId: 'S3', teamId, change: 'confirmed', changedAt: at, foundByIds: [ann.id, bob.id] },
        }),
    ],
    [
      'Your signature is asked for',
      'action',
      (ann, bob) =>
        experimentSignatureAsked.of({ ...ofExperiment, designVersion: 2, askedIds: [ann.id, bob.id], askedAt: at }),
    ],
    [
      'An experiment that you signed has begun',
      'info',
      (ann, bob) => experimentStarted.of({ ...ofExperiment, startedAt: at, signerIds: [ann.id, bob.id] }),
    ],
    [
      'Decided: ship it',
      'action',
      (ann, bob) => experimentDecided.of({ ...decided('ship'), signerIds: [ann.id, bob.id] }),
    ],
    [
      'Decided: keep it running',
      'info',
      (ann, bob) => experimentDecided.of({ ...decided('keep_running'), signerIds: [ann.id, bob.id] }),
    ],
  ])('comes as "%s" to both whom it concerns, once, and to nobody else', async (title, severity, say) => {
    const [ann, bob, eve] = [person(), person(), person()];
    await publish(say(ann, bob), undefined, 2);
    await Promise.all([arrived(ann, 1), arrived(bob, 1)]);
    await sleep(50);

    for (const reader of [ann, bob]) expect(await inboxOf(reader)).toMatchObject([{ title, severity }]);
    expect(await inboxOf(eve)).toEqual([]);
  });

  it('goes up to whoever began a cycle that stands still', async () => {
    const [ann, bob, fay] = [person(), person(), person()];
    const stale = { ...ofCycle(ann, bob), status: 'asking', silentSince: at, wentStaleAt: at, openedById: fay.id };
    await publish(cycleWentStale.of(stale));
    await arrived(fay, 1);

    expect(await inboxOf(fay)).toMatchObject([
      {
        title: 'A cycle that you began stands still',
        category: 'cycle_stale',
        severity: 'warning',
        subjectId: cycleId,
      },
    ]);
    await arrived(ann, 1);
    expect(await inboxOf(ann)).toMatchObject([{ title: 'Your improvement cycle stands still' }]);
  });

  it('leads to the symptom, and to the team whose time goes unused', async () => {
    const [fay, symptomKey] = [person(), randomUUID()];
    const found = { symptomId: 'S3', teamId, change: 'recurred', changedAt: at, foundByIds: [fay.id] };
    await publish(symptomChanged.of(found), symptomKey);
    await publish(symptomChanged.of({ ...found, change: 'suspected' }));
    await publish(
      capacityShortfall.of({ teamId, setPct: 15, usedPct: 4.5, streak: 2, windowEndedAt: at, setById: fay.id }),
    );
    await arrived(fay, 2);

    expect((await inboxOf(fay)).map(({ title, subjectKind, subjectId }) => [title, subjectKind, subjectId])).toEqual(
      expect.arrayContaining([
        ['A symptom that you found is back', 'symptom', symptomKey],
        ['Time for trying things goes unused', 'team', teamId],
      ]),
    );
    expect(await inboxOf(fay)).toHaveLength(2);
  });

  it('reaches nobody who was forgotten: the inbox is emptied, and stays empty', async () => {
    const [ann, bob] = [person(), person()];
    const opened = { ...ofCycle(ann, bob), findingId: randomUUID(), sessionId: randomUUID(), openedAt: at };
    await publish(cycleOpened.of(opened));
    await publish(cycleMeasured.of({ ...ofCycle(ann, bob), ...measured('improved') }));
    await arrived(ann, 2);
    await arrived(bob, 2);
    const [{ id }] = (await inboxOf(ann)) as [Notice];
    await service.ask(ann, `mutation { markRead(id: "${id}", commandId: "${randomUUID()}") { id } }`);

    await publish(personForgotten.of({ personId: ann.id, forgottenAt: at }), ann.id, 2);
    for (let tries = 0; (await inboxOf(ann)).length > 0 && tries < 500; tries++) await sleep(20);
    await publish(cycleAdopted.of({ ...ofCycle(ann, bob), iterations: 1, adoptedAt: at, watchUntil: at }));
    await arrived(bob, 3);
    await sleep(50);

    expect(await inboxOf(ann)).toEqual([]);
    expect(await inboxOf(bob)).toHaveLength(3);
    const kept = await service.app
      .get(Database, { strict: false })
      .read<{ n: number }>(ann, `select count(*)::int as n from inbox_board_v1 where row::text like '%' || $1 || '%'`, [
        ann.id,
      ]);
    expect(kept).toEqual([{ n: 0 }]);
    const { errors } = await service.ask(
      ann,
      `mutation { markRead(id: "${id}", commandId: "${randomUUID()}") { id } }`,
    );
    expect(errors?.[0]?.extensions.code).toBe('no-such-notice');
  });
});

interface Notice {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly category: string;
  readonly subjectKind: string;
  readonly subjectId: string;
}
