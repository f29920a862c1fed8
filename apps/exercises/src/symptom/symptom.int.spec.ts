import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Announcement, findingLinked, signalObserved, toRecord } from '@tandem/contracts';
import { Database } from '@tandem/event-store';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { exercises } from '../app.module';

const tenantId = randomUUID();
const somebody = (role: TestPerson['roles'][number]): TestPerson => ({ id: randomUUID(), tenantId, roles: [role] });
const fay = somebody('facilitator');
const olga = somebody('org_admin');
const at = '2026-01-12T10:31:00.000Z';

describe('Symptoms', () => {
  let service: Awaited<ReturnType<typeof testService>>;
  beforeAll(async () => {
    service = await testService(exercises);
  }, 120_000);
  afterAll(() => service?.close());

  const publish = async (announcement: Announcement, times = 1) => {
    const envelope = { id: `${randomUUID()}.0`, source: '/tandem/other', time: new Date(at), tenantId };
    const record = toRecord(announcement, { ...envelope, subject: randomUUID() });
    for (let n = 0; n < times; n++) await service.bus.publish(announcement.topic, [record]);
  };
  const finding = (teamIds: string[], severity: number, kind = 'feedback-speed') =>
    findingLinked.of({
      ...{ sessionId: randomUUID(), findingId: randomUUID(), kind, teamIds, symptomId: 'S3', severity, n: 5 },
      ...{ linkedById: fay.id, linkedAt: at },
    });
  const signal = (teamIds: string[], value: number, name = 'first-response-p90') =>
    signalObserved.of({ signal: name, teamIds, value, unit: 'work-days', n: 40, from: at, to: at });
  const symptomsOf = async (teamId: string) => {
    const { data } = await service.ask<{ symptoms: { edges: { node: Shown }[] } }>(
      fay,
      `{ symptoms(teamId: "${teamId}") { edges { node { id symptomId status confidence sources { name from strength n } } } } }`,
    );
    return data.symptoms.edges.map(({ node }) => node);
  };
  const until = async (teamId: string, expected: object) => {
    for (let n = 0; n < 100; n++) {
      const [first] = await symptomsOf(teamId);
      if (first && Object.entries(expected).every(([field, value]) => first[field as keyof Shown] === value))
        return first;
      await sleep(50);
    }
    throw new Error(`${JSON.stringify(await symptomsOf(teamId))} did not become ${JSON.stringify(expected)}`);
  };

  it('are suspected by what an exercise found and confirmed by what the tools say, each heard once', async () => {
    const [design, engineering] = [randomUUID(), randomUUID()];
    await publish(finding([design, engineering], 4), 3);
    await until(design, { symptomId: 'S3', status: 'suspected' });
    await until(engineering, { symptomId: 'S3', status: 'suspected' });

    await publish(signal([design], 6.5));
    const confirmed = await until(design, { status: 'confirmed' });
    expect(confirmed.confidence).toBeCloseTo(1 - (1 - 0.64) * (1 - 0.25), 9);
    expect(confirmed.sources).toEqual([
      { name: 'feedback-speed', from: 'exercise', strength: 0.8, n: 5 },
      { name: 'first-response-p90', from: 'tool', strength: 0.5, n: 40 },
    ]);
    expect(await symptomsOf(engineering)).toMatchObject([{ status: 'suspected' }]);
    const rows = await service.app
      .get(Database, { strict: false })
      .read<{ found: string[] }>(
        fay,
        `select data -> 'foundByIds' as found from events where type = 'SymptomConfirmed' and data ->> 'teamId' = $1`,
        [design],
      );
    expect(rows).toEqual([{ found: [fay.id] }]);
  });

  it('follow the thresholds of the organisation, and pass over figures that nobody knows', async () => {
    const team = randomUUID();
    const set = `mutation { setSignalThreshold(signal: "insight-to-item-p50", suspectAt: 1, certainAt: 2, commandId: "${randomUUID()}") { id signals { signal suspectAt } } }`;
    expect((await service.ask(fay, set)).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    const { data } = await service.ask<{ setSignalThreshold: { id: string; signals: object[] }[] }>(olga, set);
    expect(data.setSignalThreshold.find(({ id }) => id === 'S3')?.signals).toContainEqual({
      signal: 'insight-to-item-p50',
      suspectAt: 1,
    });

    await publish(signal([team], 3, 'something-new'));
    await publish(signal([team], 3, 'insight-to-item-p50'));
    expect(await until(team, { status: 'suspected' })).toMatchObject({ confidence: 0.4 });
    expect(await symptomsOf(team)).toHaveLength(1);
  });

  it('are refuted by people, with a reason', async () => {
    const team = randomUUID();
    await publish(finding([team], 5));
    const { id } = await until(team, { status: 'suspected' });
    const refute = (reason: string) =>
      service.ask(
        fay,
        `mutation ($reason: String!) { refuteSymptom(id: "${id}", reason: $reason, commandId: "${randomUUID()}") { status reason } }`,
        { reason },
      );

    expect((await refute('')).errors?.[0]?.extensions).toMatchObject({ code: 'reason-missing' });
    expect((await refute('It was the holidays.')).data).toEqual({
      refuteSymptom: { status: 'refuted', reason: 'It was the holidays.' },
    });
  });
});

interface Shown {
  readonly id: string;
  readonly symptomId: string;
  readonly status: string;
  readonly confidence: number;
  readonly sources: readonly object[];
}
