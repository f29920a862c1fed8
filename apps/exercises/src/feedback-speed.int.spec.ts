import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { exercises } from './app.module';
import { golden, hoursAfter } from './session/feedback-speed/golden-traces.fixture';

const tenantId = randomUUID();
const person = (...roles: TestPerson['roles']): TestPerson => ({ id: randomUUID(), tenantId, roles });
const olga = person('org_admin');
const ann = person('facilitator');
const viv = person('viewer');
const names = ['Support', 'Product', 'Design', 'Eng', 'Release'];

const teams = names.map((name) => ({ name, id: randomUUID(), tracer: person('member') }));
const [support, product, design, eng] = teams as [Team, Team, Team, Team, Team];
type Team = (typeof teams)[number];

let service: Awaited<ReturnType<typeof testService>>;

describe('A Feedback Speed Test through GraphQL', () => {
  beforeAll(async () => {
    service = await testService(exercises);
    for (const { id, name, tracer } of teams) {
      await ask(olga, 'formTeam', { commandId: id, name, function: 'product' });
      await ask(olga, 'joinTeam', { teamId: id, personId: tracer.id });
    }
    await ask(olga, 'agreeWorkingTime', { teamId: eng.id, timeZone: 'Europe/Berlin', until: '13:00' });
  }, 120_000);
  afterAll(() => service?.close());

  it('answers the golden traces, and its finding opens a cycle', async () => {
    const id = await revealed(golden);

    const { result, table } = await resultOf(id);
    expect(result).toMatchObject({
      kind: 'feedback_speed',
      p50: { value: 100, n: 5, lowSample: false },
      p90: { value: expect.closeTo(124.2, 9), n: 5, lowSample: true },
      bottleneck: { fromTeamId: design.id, toTeamId: eng.id, conclusive: true },
      handlingRatio: { value: expect.closeTo(0.2692, 4) },
      lossRate: { value: 0 },
      // 4, 5, 5, 5 and 4: Eng works from 9:00 to 13:00 in Berlin, the other four from 9:00 to 17:00 UTC.
      workP50: { value: expect.closeTo(5, 9), n: 5 },
      loopWorkP50: { value: null, moreThan: expect.any(Number) },
      bands: { greenWorkDays: 2, yellowWorkDays: 5, greenLoss: 0.1, yellowLoss: 0.25 },
      speedBand: 'yellow',
      lossBand: 'green',
      detour: { value: 2, n: 5 },
      fidelity: { value: null, n: 0 },
    });
    expect(result.pairs[0]).toMatchObject({
      share: { value: expect.closeTo(0.5654, 4) },
      p50: { value: 60 },
      p90: { value: expect.closeTo(73.2, 9) },
      waitP50: { value: 40 },
    });
    expect(table.rows[0]).toEqual(['Design', 'Eng', '5', '56.5 %', '60', '73.2', '40', expect.any(String)]);
    await showsPictures(id);
    await showsAggregates(id, 'sponsor');
    await showsAggregates(id, 'coach');

    const [findingId, cycleId] = [randomUUID(), randomUUID()];
    await advance(id, 2);
    await ask(ann, 'recordFinding', {
      sessionId: id,
      commandId: findingId,
      summary: 'Design to Eng takes 57 % of the time',
      teamIds: [design.id, eng.id],
      severity: 4,
      fromTeamId: design.id,
      toTeamId: eng.id,
    });
    await advance(id, 1);
    expect(await refusal(ann, 'closeSession', { sessionId: id })).toBe('finding-unresolved');
    const owners = { ownerProductId: viv.id, ownerEngineeringId: eng.tracer.id };
    const cycle = { sessionId: id, findingId, symptomId: 'S3', ...owners };
    expect(await refusal(ann, 'openCycle', cycle)).toBe('finding-not-linked');
    await ask(ann, 'linkFinding', { sessionId: id, findingId, symptomId: 'S3' });
    expect(await refusal(ann, 'openCycle', { ...cycle, ownerEngineeringId: viv.id })).toBe('one-owner-for-both-sides');
    await ask(ann, 'openCycle', { ...cycle, commandId: cycleId });
    await ask(ann, 'closeSession', { sessionId: id });

    const { data } = await service.ask(
      viv,
      `{ session(id: "${id}") { status findings { id status symptomIds evidence { n share p50Hours } } }
         cycle(id: "${cycleId}") { status symptomId teamIds ownerProductId openedAt } }`,
    );
    expect(data).toMatchObject({
      session: {
        status: 'closed',
        findings: [{ id: findingId, status: 'linked', symptomIds: ['S3'], evidence: { n: 5, p50Hours: 60 } }],
      },
      cycle: { status: 'noticed', symptomId: 'S3', teamIds: [design.id, eng.id], ownerProductId: viv.id },
    });
    await until(async () => (await ofTeam(design.id)).findings.edges[0]?.node.status === 'linked');
    expect(await ofTeam(design.id)).toMatchObject({
      findings: { edges: [{ node: { id: findingId, sessionId: id } }], totalCount: 1 },
      cycles: { edges: [{ node: { id: cycleId } }], totalCount: 1 },
    });
    expect(await ofTeam(support.id)).toMatchObject({ findings: { totalCount: 0 }, cycles: { totalCount: 0 } });
  });

  it('tells the company of the teams, the linked finding and the cycle, and of nothing else', async () => {
    const told = ['team-formed', 'finding-linked', 'cycle-opened'].map((name) => `tandem.exercises.${name}.v1`);
    const heard: string[] = [];
    const topics = ['team', 'session', 'cycle'].map((stream) => `tandem.exercises.${stream}`);
    const listener = await service.bus.consume({
      group: 'spec',
      topics,
      startAt: async () => 0n,
      handler: async ({ records }) => void heard.push(...records.map(({ headers }) => headers['ce_type'] ?? '')),
    });
    await until(async () => heard.length >= teams.length + 2); // each partition comes when it comes
    await listener.stop();
    expect([...new Set(heard)].toSorted()).toEqual(told.toSorted());
    expect(heard.filter((type) => type === told[0])).toHaveLength(teams.length);
  });

  it('answers other traces as they are', async () => {
    const lines = golden.map((line, i) => line.replace(/^\d+/, (wait) => String(Number(wait) + 60 + 7 * i)));
    const totals = [89, 111, 100, 133, 87].map((total, i) => total + 60 + 7 * i).toSorted((a, b) => a - b);
    const first = [24, 30, 22, 32, 17].map((hours, i) => hours + 60 + 7 * i);
    const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);

    const { result } = await resultOf(await revealed(lines));
    expect(result).toMatchObject({
      p50: { value: totals[2] },
      p90: { value: expect.closeTo(totals[3]! + 0.6 * (totals[4]! - totals[3]!), 9) },
      bottleneck: { fromTeamId: support.id, toTeamId: product.id },
      handlingRatio: { value: expect.closeTo(140 / sum(totals), 9) },
    });
    expect(result.pairs[0]).toMatchObject({ share: { value: expect.closeTo(sum(first) / sum(totals), 9) } });
  });

  it('lets each say only what is theirs', async () => {
    const id = await inTraceEntry();
    const traceId = randomUUID();
    const trace = { sessionId: id, source: 'user', topic: 'Search', originAt: hoursAfter(0) };
    const hop = { sessionId: id, traceId, seq: 1, fromTeamId: support.id, toTeamId: product.id, channel: 'mail' };

    expect(await refusal(viv, 'openTrace', { ...trace, originTeamId: support.id })).toBe('FORBIDDEN');
    expect(await refusal(product.tracer, 'openTrace', { ...trace, originTeamId: support.id })).toBe('not-your-team');
    expect(await refusal(product.tracer, 'joinSession', { sessionId: id, teamId: support.id })).toBe('not-your-team');
    expect(await refusal(support.tracer, 'advancePhase', { sessionId: id })).toBe('not-facilitator');
    expect(await refusal(person('facilitator'), 'revertPhase', { sessionId: id })).toBe('not-facilitator');
    expect(await refusal(ann, 'selectSubject', { sessionId: id, subject: 'Another' })).toBe('phase-closed');

    await ask(support.tracer, 'openTrace', { ...trace, originTeamId: support.id, commandId: traceId });
    await ask(support.tracer, 'reportHop', { ...hop, sentAt: hoursAfter(1) });
    expect(await hopsOf(id)).toEqual([{ status: 'under_way', sender: null, receiver: null }]);
    await ask(product.tracer, 'confirmHop', {
      sessionId: id,
      traceId,
      seq: 1,
      sentAt: hoursAfter(9),
      receivedAt: hoursAfter(10),
      fidelity: 2,
    });
    expect(await hopsOf(id)).toMatchObject([
      { status: 'differing', sender: { sentAt: hoursAfter(1) }, receiver: { sentAt: hoursAfter(9), fidelity: 2 } },
    ]);
    await advance(id, 1);
    expect(await refusal(ann, 'advancePhase', { sessionId: id })).toBe('guard-failed');
    await ask(ann, 'reconcileHop', {
      sessionId: id,
      traceId,
      seq: 1,
      sentAt: hoursAfter(8),
      receivedAt: hoursAfter(10),
    });
    await advance(id, 1);
    expect((await resultOf(id)).result).toMatchObject({
      p50: { value: null, n: 1, lowSample: true },
      bottleneck: null,
    });
  });

  it('takes over what a tool has seen once both teams say so', async () => {
    const id = await inTraceEntry();
    const [traceId, candidateId] = [randomUUID(), randomUUID()];
    const trace = { sessionId: id, source: 'user', topic: 'Search', originAt: hoursAfter(0) };
    await ask(support.tracer, 'openTrace', { ...trace, originTeamId: support.id, commandId: traceId });
    const seen = { fromTeamId: support.id, toTeamId: product.id, channel: 'ticket', tool: 'Jira' };
    const times = { sentAt: hoursAfter(1), receivedAt: hoursAfter(3), evidenceUrl: 'https://jira.example/X-1' };
    const candidate = { sessionId: id, traceId, commandId: candidateId, ...seen, ...times };
    expect(await refusal(support.tracer, 'findHopCandidate', candidate)).toBe('FORBIDDEN');
    await ask(ann, 'findHopCandidate', candidate);

    const confirm = (by: TestPerson) => ask(by, 'confirmHopCandidate', { sessionId: id, traceId, candidateId });
    const candidates = async () => {
      const query = `{ feedbackSpeed(sessionId: "${id}") { traces { candidates { tool evidenceUrl } hops { status evidenceUrl } } } }`;
      const { data } = await service.ask<{ feedbackSpeed: { traces: object[] } }>(support.tracer, query);
      return data.feedbackSpeed.traces[0];
    };
    const { evidenceUrl } = times;
    expect(await candidates()).toEqual({ candidates: [{ tool: 'Jira', evidenceUrl }], hops: [] });
    await confirm(product.tracer);
    expect(await candidates()).toMatchObject({ candidates: [{ tool: 'Jira' }], hops: [{ evidenceUrl }] });
    await confirm(support.tracer);
    expect(await candidates()).toEqual({ candidates: [], hops: [{ status: 'agreed', evidenceUrl }] });
  });

  it('takes a command once, at the version it was decided on', async () => {
    const id = await drafted();
    const commandId = randomUUID();
    const startsAt = '2030-01-01T09:00:00.000Z';
    await ask(ann, 'scheduleSession', { sessionId: id, startsAt, commandId, expectedVersion: 1 });
    await ask(ann, 'scheduleSession', { sessionId: id, startsAt, commandId, expectedVersion: 1 });
    expect(await refusal(ann, 'openSession', { sessionId: id, expectedVersion: 1 })).toBe('version-conflict');
    await ask(ann, 'openSession', { sessionId: id, expectedVersion: 2 });
  });

  it('refuses a draft of teams that do not exist, and times that no calendar has', async () => {
    const draft = { kind: 'feedback_speed', title: 'Unknown', teamIds: [randomUUID(), eng.id] };
    expect(await refusal(ann, 'draftSession', draft)).toBe('no-such-team');
    expect(await refusal(ann, 'draftSession', { ...draft, teamIds: ['eng'] })).toBe('BAD_USER_INPUT');
    expect(await refusal(olga, 'draftSession', draft)).toBe('FORBIDDEN');
    const id = await drafted();
    expect(await refusal(ann, 'scheduleSession', { sessionId: id, startsAt: '2030-02-30T09:00:00Z' })).toBe(
      'BAD_REQUEST',
    );
  });
});

/** The four pictures of the golden traces, through GraphQL and HTTP, each with its table. */
async function showsPictures(id: string) {
  const names = ['swim_lanes', 'waterfall', 'ecdf', 'matrix'];
  const { data, errors } = await service.ask<Record<string, { headline: string; svg: string }>>(
    viv,
    `{ ${names.map((name) => `${name}: sessionResult(sessionId: "${id}") { headline svg(picture: ${name}) }`).join(' ')}
       first: sessionResult(sessionId: "${id}") { headline svg } }`,
  );
  expect(errors).toBeUndefined();
  expect(data['first']).toEqual(data['swim_lanes']);
  expect(data['first']?.headline).toBe('Design → Eng takes 57 % of the time.');
  expect(data['waterfall']?.svg).toContain('Design → Eng: p50 60\u00a0h, p90 73.2\u00a0h');
  expect(data['ecdf']?.svg).toContain('p90: 124\u00a0h');
  expect(data['matrix']?.svg).toContain('Design → Eng: 60\u00a0h');
  expect(data['swim_lanes']?.svg).toContain('1. Search: Product waiting 20\u00a0h, Product in hand 4\u00a0h');

  const { headers, status, text } = await file(viv, id, 'waterfall.svg');
  expect([status, text]).toEqual([200, data['waterfall']?.svg]);
  expect(headers).toMatchObject({
    'content-type': 'image/svg+xml; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-cache',
  });
  expect(await file(viv, id, 'waterfall.svg', { 'if-none-match': `W/${headers['etag']}` })).toMatchObject({
    status: 304,
    text: '',
  });
  const { rows } = JSON.parse((await file(viv, id, 'matrix.json')).text) as { rows: string[][] };
  expect(rows[2]).toEqual(['Design', null, null, null, '60', null]);
  expect((await file(viv, id, 'ecdf.csv')).text.split('\r\n')[1]).toBe('Search,87,87,87,shipped,20.0 %');

  expect(await file(viv, id, 'pie.svg')).toMatchObject({ status: 404 });
  expect(await file(viv, id, 'sankey.svg')).toMatchObject({ status: 422 });
  expect(await file(viv, randomUUID(), 'ecdf.svg')).toMatchObject({ status: 404 });
  expect(await file(person('guest'), id, 'ecdf.svg')).toMatchObject({ status: 403 });
  expect(await file({ ...viv, tenantId: randomUUID() }, id, 'ecdf.svg')).toMatchObject({ status: 404 });
}

/** What is left of the golden traces for somebody who sees aggregates only. */
async function showsAggregates(id: string, role: 'sponsor' | 'coach') {
  const sam = person('member');
  await ask(ann, 'assignRole', { sessionId: id, personId: sam.id, role });
  const of = (by: TestPerson, fields: string) =>
    service.ask<{ sessionResult: { svg?: string; traces?: object[] } }>(
      by,
      `{ sessionResult(sessionId: "${id}") { ... on FeedbackSpeedResult { ${fields} } } }`,
    );
  expect((await of(viv, 'traces { topic }')).data.sessionResult.traces).toHaveLength(5);
  expect((await of(sam, 'traces { topic } p50 { value n }')).data.sessionResult).toEqual({
    traces: [],
    p50: { value: 100, n: 5 },
  });

  const { data } = await of(sam, 'svg');
  expect(data.sessionResult.svg).toContain('Design → Eng: p50 60\u00a0h');
  expect(data.sessionResult.svg).not.toContain('Search');
  expect(JSON.parse((await file(sam, id, 'matrix.json')).text)).toMatchObject({ rows: expect.any(Array) });
  for (const name of ['swim_lanes', 'ecdf']) {
    expect((await of(sam, `svg(picture: ${name})`)).errors?.[0]?.extensions.code).toBe('aggregates-only');
    expect(await file(sam, id, `${name.replace('_', '-')}.csv`)).toMatchObject({ status: 422 });
  }
}

async function file(by: TestPerson, sessionId: string, name: string, headers = {}) {
  const response = await fetch(`${service.url}/v1/exercises/sessions/${sessionId}/${name}`, {
    headers: { authorization: `Bearer ${await service.token(by)}`, ...headers },
  });
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
}

type Args = Readonly<Record<string, unknown>>;

/** GraphQL writes these without quotes. */
const words = new Set(['function', 'kind', 'role', 'source', 'channel', 'precision', 'terminal']);
const literal = ([key, value]: [string, unknown]) => `${key}: ${words.has(key) ? value : JSON.stringify(value)}`;

function mutate(by: TestPerson, mutation: string, args: Args) {
  const list = Object.entries({ commandId: randomUUID(), ...args }).map(literal);
  return service.ask(by, `mutation { ${mutation}(${list.join(', ')}) { id } }`);
}

async function ask(by: TestPerson, mutation: string, args: Args): Promise<void> {
  const { errors } = await mutate(by, mutation, args);
  if (errors) throw new Error(`${mutation}: ${errors.map(({ message }) => message).join(' ')}`);
}

async function refusal(by: TestPerson, mutation: string, args: Args) {
  return (await mutate(by, mutation, args)).errors?.[0]?.extensions.code;
}

async function advance(sessionId: string, times: number) {
  for (let i = 0; i < times; i += 1) await ask(ann, 'advancePhase', { sessionId });
}

async function drafted() {
  const id = randomUUID();
  const teamIds = teams.map((team) => team.id);
  await ask(ann, 'draftSession', {
    commandId: id,
    kind: 'feedback_speed',
    title: 'How fast do we hear our users?',
    teamIds,
  });
  return id;
}

async function inTraceEntry() {
  const id = await drafted();
  await ask(ann, 'scheduleSession', { sessionId: id, startsAt: '2030-01-01T09:00:00Z' });
  for (const { id: teamId, tracer } of teams) await ask(tracer, 'joinSession', { sessionId: id, teamId });
  await ask(ann, 'openSession', { sessionId: id });
  const declaredPaths = [[support.id, product.id, teams[4]!.id]];
  await ask(ann, 'selectSubject', { sessionId: id, subject: 'The new search', declaredPaths });
  await advance(id, 1);
  return id;
}

/** A session that shows these traces: each hop told by its sender and confirmed by its receiver. */
async function revealed(lines: readonly string[]) {
  const sessionId = await inTraceEntry();
  for (const line of lines) {
    const traceId = randomUUID();
    const origin = { source: 'user', topic: 'Search', originTeamId: support.id, originAt: hoursAfter(0) };
    await ask(support.tracer, 'openTrace', { sessionId, commandId: traceId, ...origin });
    let clock = 0;
    for (const [i, hop] of line.split(' ').entries()) {
      const [wait, dwell] = hop.split(',').map(Number) as [number, number];
      const [from, to] = [teams[i]!, teams[i + 1]!];
      const passage = { fromTeamId: from.id, toTeamId: to.id, channel: 'ticket', sentAt: hoursAfter(clock) };
      await ask(from.tracer, 'reportHop', { sessionId, traceId, seq: i + 1, ...passage });
      const receivedAt = hoursAfter(clock + wait);
      await ask(to.tracer, 'confirmHop', { sessionId, traceId, seq: i + 1, receivedAt });
      clock += wait + dwell;
    }
    await ask(teams.at(-1)!.tracer, 'endTrace', {
      sessionId,
      traceId,
      terminal: 'shipped',
      terminalAt: hoursAfter(clock),
    });
  }
  await advance(sessionId, 1);
  expect(await resultOf(sessionId)).toEqual({ result: null, table: null });
  await advance(sessionId, 1);
  return sessionId;
}

interface Result {
  readonly pairs: readonly object[];
}

async function resultOf(id: string) {
  const figure = '{ value n lowSample ciLow moreThan method }';
  const { data, errors } = await service.ask<{ result: Result; table: { rows: string[][] } }>(
    viv,
    `{ result: sessionResult(sessionId: "${id}") { kind asOf statsVersion ... on FeedbackSpeedResult {
         p50 ${figure} p90 ${figure} handlingRatio ${figure} lossRate ${figure} originShare ${figure}
         workP50 ${figure} loopWorkP50 ${figure} detour ${figure} fidelity ${figure} speedBand lossBand
         bands { greenWorkDays yellowWorkDays greenLoss yellowLoss }
         bottleneck { fromTeamId toTeamId conclusive lead ${figure} }
         pairs { fromTeamId toTeamId n hours share ${figure} p50 ${figure} p90 ${figure} waitP50 ${figure} }
         traces { topic terminal totalHours hops { channel waitHours dwellHours } } } }
       table: sessionTable(sessionId: "${id}") { columns rows } }`,
  );
  expect(errors).toBeUndefined();
  return data;
}

async function hopsOf(id: string) {
  const { data } = await service.ask<{ feedbackSpeed: { traces: { hops: object[] }[] } }>(
    support.tracer,
    `{ feedbackSpeed(sessionId: "${id}") { traces { hops { status sender { sentAt } receiver { sentAt fidelity } } } } }`,
  );
  return data.feedbackSpeed.traces[0]?.hops;
}

interface TeamFields {
  readonly findings: { readonly edges: readonly { readonly node: { readonly status: string } }[] };
}

async function ofTeam(id: string) {
  const { data } = await service.ask<{ team: TeamFields }>(
    viv,
    `{ team(id: "${id}") { findings { edges { node { id sessionId status } } totalCount }
       cycles { edges { node { id } } totalCount } } }`,
  );
  return data.team;
}

async function until(holds: () => Promise<boolean>) {
  for (let attempt = 0; !(await holds()); attempt += 1) {
    if (attempt > 200) throw new Error('It did not come true within 10 s.');
    await sleep(50);
  }
}
