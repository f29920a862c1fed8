import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { exercises } from './app.module';

const tenantId = randomUUID();
const person = (...roles: TestPerson['roles']): TestPerson => ({ id: randomUUID(), tenantId, roles });
const [olga, carl, ann, bob] = [person('org_admin'), person('coach'), person('facilitator'), person('facilitator')];
const [sue, pat] = [person('member'), person('member')];
const teams = [sue, pat].map((member, i) => ({ id: randomUUID(), name: `Team ${i}`, member }));
const teamIds = teams.map(({ id }) => id);
const inDays = (days: number) => new Date(Date.now() + days * 24 * 3_600_000).toISOString();

let service: Awaited<ReturnType<typeof testService>>;

beforeAll(async () => {
  service = await testService(exercises);
  for (const { id, name, member } of teams) {
    await ask(olga, `formTeam(commandId: "${id}", name: "${name}", function: product) { id }`);
    await ask(olga, `joinTeam(commandId: "${randomUUID()}", teamId: "${id}", personId: "${member.id}") { id }`);
  }
}, 120_000);
afterAll(() => service?.close());

const talk = { id: 'talk', timeboxDays: 2, advance: 'auto' };
const course = [
  { id: 'select_subject', accepts: ['SelectSubject'], exitGuards: ['subject-selected'], timeboxMinutes: 10 },
  { id: 'map_review', timeboxMinutes: 20, reveals: true, advance: 'quorum', quorum: 0.5 },
  talk,
];

describe('A template of a customer', () => {
  it('adds a phase to an exercise, without a release', async () => {
    const id = await published([...course]);
    const { kinds } = await read(
      carl,
      `kinds: exerciseKinds { kind commands guards { name message } forms phases { id } }`,
    );
    expect(kinds).toContainEqual(
      expect.objectContaining({
        kind: 'feedback_speed',
        commands: expect.arrayContaining(['OpenTrace']),
        guards: expect.arrayContaining([{ name: 'hops-agreed', message: expect.any(String) }]),
      }),
    );

    const sessionId = await begun(id);
    await ask(ann, `selectSubject(commandId: "${randomUUID()}", sessionId: "${sessionId}", subject: "Search") { id }`);
    await advance(sessionId);
    expect(await refusal(ann, advancing(sessionId))).toBe('quorum-missing');
    await ask(sue, `markReady(commandId: "${randomUUID()}", sessionId: "${sessionId}") { id }`);
    await advance(sessionId);
    expect(await refusal(sue, advancing(sessionId))).toBe('timebox-running');
    const { session } = await read(
      sue,
      `session(id: "${sessionId}") { phase phases templateId templateVersion endsAt
         course { id timeboxMinutes advance quorum reveals } }`,
    );
    expect(session).toMatchObject({
      ...{ phase: 'talk', phases: ['select_subject', 'map_review', 'talk'], templateId: id, templateVersion: 1 },
      course: [
        { id: 'select_subject', timeboxMinutes: 10, advance: 'facilitator', quorum: null, reveals: false },
        { id: 'map_review', timeboxMinutes: 20, advance: 'quorum', quorum: 0.5, reveals: true },
        { id: 'talk', timeboxMinutes: 2 * 24 * 60, advance: 'auto', quorum: null, reveals: false },
      ],
    });
  });

  it('is refused with the phase and the field that are wrong', async () => {
    const late = { id: 'late', accepts: ['OpenTrace'], timeboxMinutes: 5 };
    const answer = await tryPublish(carl, [...course, late]);
    expect(answer).toEqual({ code: 'entered-after-reveal', message: expect.stringContaining('phases.late.accepts') });
    expect(await tryPublish(carl, [{ ...talk, timeboxMinutes: 3 }])).toMatchObject({ code: 'timebox-missing' });
    expect(await tryPublish(ann, course)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('leaves sessions as they were drafted when it gets a new edition or is retired', async () => {
    const id = await published(course);
    const sessionId = await begun(id);
    await ask(carl, publishing(course.slice(0, 2), { templateId: id }));
    await ask(carl, `retireTemplate(commandId: "${randomUUID()}", templateId: "${id}", reason: "Too long") { id }`);
    expect(await refusal(ann, drafting(id))).toBe('template-retired');
    expect(await read(sue, `template(id: "${id}") { version retired } session(id: "${sessionId}") { phases }`)).toEqual(
      {
        template: { version: 2, retired: true },
        session: { phases: ['select_subject', 'map_review', 'talk'] },
      },
    );
  });

  it('is one of its organisation and its exercise', async () => {
    const id = await published(course);
    expect(await refusal(ann, drafting(randomUUID()))).toBe('no-such-template');
    expect(await refusal(ann, drafting(id, 'silo_spotlight'))).toBe('template-of-another-kind');
    const stranger = { ...carl, id: randomUUID(), tenantId: randomUUID() };
    expect(await read(stranger, `template(id: "${id}") { id } templates { totalCount }`)).toEqual({
      template: null,
      templates: { totalCount: 0 },
    });
  });
});

describe('The roles of a session', () => {
  const role = (by: TestPerson, mutation: string, sessionId: string, who: TestPerson, name: string) =>
    attempt(
      by,
      `${mutation}(commandId: "${randomUUID()}", sessionId: "${sessionId}", personId: "${who.id}", role: ${name}) { id }`,
    );

  it('are given and taken by a facilitator', async () => {
    const sessionId = await begun();
    await role(ann, 'assignRole', sessionId, bob, 'facilitator');
    await role(bob, 'assignRole', sessionId, sue, 'team_rep');
    await role(bob, 'withdrawRole', sessionId, ann, 'facilitator');
    expect((await role(ann, 'assignRole', sessionId, pat, 'team_rep')).errors?.[0]?.extensions.code).toBe(
      'not-facilitator',
    );
    expect((await role(sue, 'assignRole', sessionId, pat, 'team_rep')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await read(sue, `session(id: "${sessionId}") { facilitatorIds roles { personId role } }`)).toEqual({
      session: { facilitatorIds: [bob.id], roles: [{ personId: sue.id, role: 'team_rep' }] },
    });
  });
});

describe('What is entered in a session', () => {
  it('is seen by those who take part, by others once it is shown, and never by sponsors', async () => {
    const sessionId = await begun();
    const [oli, sam] = [person('member'), person('member')];
    const assign = (who: TestPerson, role: string) =>
      ask(
        ann,
        `assignRole(commandId: "${randomUUID()}", sessionId: "${sessionId}", personId: "${who.id}", role: ${role}) { id }`,
      );
    await assign(oli, 'observer');
    await assign(sam, 'sponsor');
    await ask(ann, `selectSubject(commandId: "${randomUUID()}", sessionId: "${sessionId}", subject: "Search") { id }`);
    await advance(sessionId);
    const origin = `source: user, topic: "Search", originTeamId: "${teamIds[0]}", originAt: "2026-01-05T09:00:00Z"`;
    await ask(sue, `openTrace(commandId: "${randomUUID()}", sessionId: "${sessionId}", ${origin}) { id }`);

    const seen = `feedbackSpeed(sessionId: "${sessionId}") { traces { topic } }`;
    expect(await read(pat, seen)).toEqual({ feedbackSpeed: { traces: [{ topic: 'Search' }] } });
    expect(await read(oli, seen)).toEqual({ feedbackSpeed: { traces: [] } });
    expect((await service.ask(sam, `{ ${seen} }`)).errors?.[0]?.extensions.code).toBe('aggregates-only');
    expect(await read(sam, `sessionResult(sessionId: "${sessionId}") { kind }`)).toEqual({ sessionResult: null });
  });
});

describe('The time boxes of a session', () => {
  it('are minutes when it is held live and days when everybody does it in their own time', async () => {
    const sessionId = randomUUID();
    const timeboxes = [{ phase: 'reconcile', timeboxDays: 3 }];
    await ask(
      ann,
      `draftSession(${args({ commandId: sessionId, kind: 'feedback_speed', title: 'Over days', teamIds, timeboxes })}) { id }`,
    );
    const { session } = await read(sue, `session(id: "${sessionId}") { course { id timeboxMinutes } }`);
    expect(session).toMatchObject({
      course: expect.arrayContaining([
        { id: 'select_subject', timeboxMinutes: 10 },
        { id: 'reconcile', timeboxMinutes: 3 * 24 * 60 },
      ]),
    });
  });
});

describe('More time for a phase', () => {
  it('says who gave it, and why', async () => {
    const sessionId = await begun();
    const extend = `extendTimebox(commandId: "${randomUUID()}", sessionId: "${sessionId}", minutes: 30, reason: "Late") { id }`;
    await ask(ann, extend);
    const { session } = await read(
      sue,
      `session(id: "${sessionId}") { endsAt extensions { phase minutes reason by endsAt } }`,
    );
    const { endsAt } = session as { endsAt: string };
    expect(session).toEqual({
      endsAt,
      extensions: [{ phase: 'select_subject', minutes: 30, reason: 'Late', by: ann.id, endsAt }],
    });
  });
});

describe('Measuring again', () => {
  it('schedules the same course with the same teams, and both sessions show the other', async () => {
    const templateId = await published(course.slice(0, 2));
    const first = await begun(templateId);
    expect(await refusal(ann, remeasuring(first, randomUUID()))).toBe('not-closed');
    await ask(ann, `selectSubject(commandId: "${randomUUID()}", sessionId: "${first}", subject: "Search") { id }`);
    await advance(first);
    await ask(sue, `markReady(commandId: "${randomUUID()}", sessionId: "${first}") { id }`);
    await advance(first);
    await ask(ann, `closeSession(commandId: "${randomUUID()}", sessionId: "${first}") { id }`);
    await ask(carl, publishing(course, { templateId }));

    const again = randomUUID();
    expect(await refusal(ann, remeasuring(first, again, inDays(-1)))).toBe('starts-in-the-past');
    for (let i = 0; i < 2; i += 1) await ask(bob, remeasuring(first, again));
    const shown = `id title status templateVersion teamIds facilitatorIds remeasureOf { id } remeasures { id }`;
    expect(
      await read(sue, `first: session(id: "${first}") { ${shown} } again: session(id: "${again}") { ${shown} }`),
    ).toEqual({
      first: expect.objectContaining({ status: 'closed', remeasureOf: null, remeasures: [{ id: again }] }),
      again: {
        ...{
          id: again,
          title: 'How fast?',
          status: 'scheduled',
          templateVersion: 1,
          teamIds,
          facilitatorIds: [bob.id],
        },
        ...{ remeasureOf: { id: first }, remeasures: [] },
      },
    });
  });
});

const words = new Set(['advance', 'kind', 'mode']);
const literal = (value: unknown, key = ''): string =>
  Array.isArray(value)
    ? `[${value.map((one) => literal(one)).join(', ')}]`
    : typeof value === 'object' && value
      ? `{ ${Object.entries(value).map(([name, one]) => `${name}: ${literal(one, name)}`)} }`
      : words.has(key)
        ? String(value)
        : JSON.stringify(value);
const args = (fields: object) => literal(fields).slice(1, -1);

const publishing = (phases: readonly object[], change: object = {}) =>
  `publishTemplate(${args({ commandId: randomUUID(), name: 'With a talk', kind: 'feedback_speed', phases, ...change })}) { id }`;
const drafting = (templateId?: string, kind = 'feedback_speed', commandId = randomUUID()) =>
  `draftSession(${args({ commandId, kind, title: 'How fast?', teamIds, ...(templateId ? { templateId } : {}) })}) { id }`;
const advancing = (sessionId: string) => `advancePhase(${args({ commandId: randomUUID(), sessionId })}) { id }`;
const remeasuring = (sessionId: string, commandId: string, startsAt = inDays(60)) =>
  `scheduleRemeasure(${args({ commandId, sessionId, startsAt })}) { id }`;

const attempt = (by: TestPerson, mutation: string) =>
  service.ask<{ [name: string]: unknown }>(by, `mutation { ${mutation} }`);
const refusal = async (by: TestPerson, mutation: string) => (await attempt(by, mutation)).errors?.[0]?.extensions.code;
const advance = (sessionId: string) => ask(ann, advancing(sessionId));

async function ask(by: TestPerson, mutation: string) {
  const { errors } = await attempt(by, mutation);
  if (errors) throw new Error(`${mutation}: ${errors.map(({ message }) => message).join(' ')}`);
}

async function read(by: TestPerson, query: string) {
  const { data, errors } = await service.ask(by, `{ ${query} }`);
  expect(errors).toBeUndefined();
  return data;
}

async function tryPublish(by: TestPerson, phases: readonly object[]) {
  const { errors } = await attempt(by, publishing(phases));
  return { code: errors?.[0]?.extensions.code, message: errors?.[0]?.message };
}

async function published(phases: readonly object[]) {
  const commandId = randomUUID();
  await ask(carl, publishing(phases, { commandId }));
  return commandId;
}

/** A session in its first phase, both teams there. */
async function begun(templateId?: string) {
  const sessionId = randomUUID();
  await ask(ann, drafting(templateId, 'feedback_speed', sessionId));
  await ask(ann, `scheduleSession(${args({ commandId: randomUUID(), sessionId, startsAt: inDays(1) })}) { id }`);
  for (const { id, member } of teams)
    await ask(member, `joinSession(${args({ commandId: randomUUID(), sessionId, teamId: id })}) { id }`);
  await ask(ann, `openSession(${args({ commandId: randomUUID(), sessionId })}) { id }`);
  return sessionId;
}
