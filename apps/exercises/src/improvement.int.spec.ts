import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contracts } from '@tandem/contracts';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { exercises } from './app.module';
import { CycleClock } from './cycle/cycle-clock.workflow';
import { verdictOf } from './cycle/verdict.measures';

const tenantId = randomUUID();
const person = (...roles: TestPerson['roles']): TestPerson => ({ id: randomUUID(), tenantId, roles });
const [olga, ann, pia, eli, viv] = [
  person('org_admin'),
  person('facilitator'),
  person('product_lead'),
  person('tech_lead'),
  person('viewer'),
];
const product = { id: randomUUID(), name: 'Search | Product', function: 'product', member: pia };
const eng = { id: randomUUID(), name: 'Engineering', function: 'feature', member: eli };

const day = 24 * 3_600_000;
const start = Date.now() - 60 * day;
const on = (days: number) => new Date(start + days * day).toISOString();
const before = { values: [46, 60, 60, 82, 46], from: on(-30), to: on(-1) };
const after = { values: [20, 24, 30, 41, 18], from: on(10), to: on(40) };

let service: Awaited<ReturnType<typeof testService>>;
let finding: { readonly sessionId: string; readonly findingId: string };

beforeAll(async () => {
  service = await testService(exercises);
  for (const { member, ...team } of [product, eng]) {
    await ask(olga, 'formTeam', { commandId: team.id, name: team.name, function: word(team.function) });
    await ask(olga, 'joinTeam', { teamId: team.id, personId: member.id });
  }
  finding = await linkedFinding();
}, 120_000);
afterAll(() => service?.close());

describe('An improvement, through GraphQL', () => {
  it('goes from a linked finding to an adopted change, and asks again when the symptom comes back', async () => {
    const cycleId = await openedCycle();
    const { whyId, rootId } = await agreedRoot(cycleId);
    expect(await cycleOf(cycleId)).toMatchObject({ status: 'asking', whyIds: [whyId], analyses: [{ id: whyId }] });

    const together = [product, eng].map(({ id, member }) => ({ personId: member.id, teamId: id }));
    expect(
      await refusal(ann, 'holdCollaboration', { cycleId, collaborators: [{ ...together[0], teamId: eng.id }] }),
    ).toBe('not-a-member');
    await ask(ann, 'holdCollaboration', { cycleId, collaborators: together, occurredAt: on(3) });
    const card = { ...changeCard(), whyId, rootIds: [rootId] };
    expect(await refusal(pia, 'designChange', { cycleId, card: { ...card, rootIds: [randomUUID()] } })).toBe(
      'not-a-root',
    );
    expect((await cycleOf(cycleId)).status).toBe('collaborating'); // neither half was stored
    expect(await refusal(ann, 'designChange', { cycleId, card })).toBe('not-an-owner');
    await ask(pia, 'designChange', { cycleId, card, occurredAt: on(4) });
    expect(await whyOf(whyId)).toMatchObject({ status: 'linked_to_change', roots: [{ cycleIds: [cycleId] }] });

    await ask(pia, 'agreeChange', { cycleId, occurredAt: on(5) });
    expect(await refusal(pia, 'startIteration', { cycleId })).toBe('wrong-status');
    await ask(eli, 'agreeChange', { cycleId, occurredAt: on(6) });
    expect(await refusal(eli, 'startIteration', { cycleId, occurredAt: on(7) })).toBe('no-baseline');
    await ask(eli, 'recordBaseline', { cycleId, baseline: before, occurredAt: on(7) });
    await ask(eli, 'startIteration', { cycleId, occurredAt: on(8) });

    const again = randomUUID();
    const remeasure = { sessionId: finding.sessionId, commandId: again, title: 'Again', startsAt: on(70) };
    await ask(ann, 'scheduleRemeasure', remeasure);
    await ask(ann, 'linkRemeasure', { cycleId, sessionId: again });
    expect(await refusal(ann, 'linkRemeasure', { cycleId, sessionId: randomUUID() })).toBe('no-such-session');

    expect(await refusal(pia, 'decideCycle', { cycleId, decision: word('adopt') })).toBe('not-measured');
    expect(await refusal(pia, 'decideCycle', { cycleId, decision: word('abandon'), reason: null })).toBe('empty-text');
    await ask(pia, 'recordMeasurement', { cycleId, sample: after, sessionId: again, occurredAt: on(41) });
    const { iterations, ...measured } = await cycleOf(cycleId);
    const [{ measurements }] = iterations;
    expect(measured.status).toBe('measuring');
    expect(measurements[0].verdict).toMatchObject({
      ...{ outcome: 'improved', delta: 1, medians: { before: 60, after: 24 }, nBefore: 5, nAfter: 5 },
    });
    const measure = { kind: 'duration', target: 40, minEffect: 0.2, baseline: before } as const;
    const derived = verdictOf(measure, 'down', after, `${finding.findingId}/1/1`);
    expect(JSON.stringify(measurements[0].verdict)).toBe(JSON.stringify(inOrderOf(measurements[0].verdict, derived)));

    await ask(eli, 'decideCycle', { cycleId, decision: word('adopt'), occurredAt: on(42) });
    await ask(ann, 'verifyWhy', { whyId, cycleId });
    expect(await whyOf(whyId)).toMatchObject({ status: 'verified', cycle: { id: cycleId, status: 'adopted' } });
    const { cycle } = await read(
      `{ cycle(id: "${cycleId}") { session { cycles { id } findings { cycles { id } } } } }`,
    );
    expect(cycle.session).toEqual({ cycles: [{ id: cycleId }], findings: [{ cycles: [{ id: cycleId }] }] });

    await ask(pia, 'reportRecurrence', { cycleId, reason: 'A hand-over of nine days', occurredAt: on(50) });
    expect(await cycleOf(cycleId)).toMatchObject({ status: 'asking', recurredAt: [on(50)], watchUntil: null });
  }, 30_000);

  it('shows the whole cycle on one page, where what people wrote does nothing', async () => {
    const cycleId = await openedCycle();
    const { a3 } = await cycleOf(cycleId);
    expect(a3.split('\n')[0]).toBe('# A3: \\=HYPERLINK\\(\\"https&#58;\\/\\/evil&#46;example\\"\\) Design to Eng');
    for (const title of ['Background', 'Current state', 'Goal', 'Root cause', 'Countermeasures', 'Plan', 'Follow-up'])
      expect(a3).toContain(`\n## ${title}\n`);
    expect(a3).toContain('Search \\| Product, Engineering');
    const page = await download(`cycles/${cycleId}/a3.md`);
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
      ...[200, expect.stringContaining('text/markdown'), a3],
    ]);
    expect((await download(`cycles/${randomUUID()}/a3.md`)).status).toBe(404);
    expect((await download(`cycles/${cycleId}/a3.md`, { ...viv, tenantId: randomUUID() })).status).toBe(404);
  });

  it('tells cycles as a table without formulas, and as JSON', async () => {
    const cycleId = await openedCycle();
    await broughtToChange(cycleId, { ...changeCard(), hypothesis: { ...changeCard().hypothesis, ifWe: '=1+1, "so"' } });
    const csv = await (await download(`cycles.csv?teamId=${eng.id}`)).text();
    const [head, ...lines] = csv.trim().split('\r\n');
    expect(head).toMatch(/^id,status,stale_since,symptom,/);
    expect(lines.find((line) => line.startsWith(cycleId))).toContain(`"'=1+1, ""so"""`);
    const json = (await (await download('cycles.json')).json()) as { cycles: { id: string }[] };
    expect(json.cycles).toHaveLength(lines.length);
    expect((await download('cycles.csv?teamId=x')).status).toBe(400);
    expect((await download('cycles.csv', olgaElsewhere)).headers.get('cache-control')).toBe('private, no-cache');
  });

  it('lets one of two owners win who decide at once', async () => {
    const cycleId = await openedCycle();
    await broughtToChange(cycleId, changeCard());
    const { version } = await cycleOf(cycleId);
    const answers = await Promise.all(
      [pia, eli].map((owner) => refusal(owner, 'agreeChange', { cycleId, expectedVersion: version })),
    );
    expect(answers.toSorted()).toEqual(['version-conflict', undefined]);
    await Promise.all([pia, eli, pia, eli].map((owner) => ask(owner, 'agreeChange', { cycleId })));
    expect(await cycleOf(cycleId)).toMatchObject({
      status: 'change_agreed',
      iterations: [{ agreedBy: expect.arrayContaining(['product', 'engineering']) }],
    });
  });

  it('goes stale once after 21 days of silence, whoever looks, and is closed after its watch', async () => {
    const [silent, adopted] = [await openedCycle(), await openedCycle()];
    await broughtToChange(adopted, { ...changeCard(), measure: { ...changeCard().measure, baseline: before } });
    for (const owner of [pia, eli]) await ask(owner, 'agreeChange', { cycleId: adopted });
    await ask(pia, 'startIteration', { cycleId: adopted, occurredAt: on(9) });
    await ask(pia, 'recordMeasurement', { cycleId: adopted, sample: after });
    await ask(pia, 'decideCycle', { cycleId: adopted, decision: word('adopt') });

    const clock = service.app.get(CycleClock);
    await clock.look(new Date(Date.now() + 20 * day));
    expect(await cycleOf(silent)).toMatchObject({ status: 'noticed', staleSince: null });
    const later = new Date(Date.now() + 22 * day);
    await Promise.all([clock.look(later), clock.look(later)]);
    await clock.look(later);
    expect(await cycleOf(silent)).toMatchObject({ status: 'noticed', staleSince: expect.any(String), version: 2 });
    expect(await cycleOf(adopted)).toMatchObject({ status: 'adopted', staleSince: null });
    await clock.look(new Date(Date.now() + 91 * day));
    expect(await cycleOf(adopted)).toMatchObject({ status: 'closed', closedAt: expect.any(String) });

    const { cycles, cyclePortfolio } = await read(
      `{ cycles(stale: true, first: 100) { edges { node { id } } } cyclePortfolio { status count stale } }`,
    );
    expect(cycles.edges.map(({ node }: { node: { id: string } }) => node.id)).toContain(silent);
    expect(cyclePortfolio).toContainEqual({ status: 'closed', count: 1, stale: 0 });
    expect(await heard('cycle-went-stale', silent)).toMatchObject({ status: 'noticed', ownerProductId: pia.id });
  }, 30_000);

  it('counts how well the organisation improves', async () => {
    const share = '{ value n ciLow ciHigh lowSample method statsVersion }';
    const { cycleFigures } = await read(
      `{ cycleFigures { cycles overrides improvedRate ${share} recurrence ${share} askToFirstChange ${share}
         acrossFunctions ${share} breadth ${share} stagnation { opened signal } } }`,
    );
    expect(cycleFigures).toMatchObject({
      improvedRate: { value: 1, n: 2, lowSample: true, method: 'wilson', ciHigh: 1 },
      recurrence: { value: 0.5, n: 2 },
      acrossFunctions: { value: 1 },
      breadth: { value: 2 },
      overrides: 0,
      stagnation: { signal: 0, opened: cycleFigures.cycles },
    });
  });

  it('adds up what the same root would relieve in two analyses', async () => {
    const [one, other] = [await agreedRoot(), await agreedRoot()];
    await ask(ann, 'linkRoots', {
      whyId: other.whyId,
      causeId: other.rootId,
      otherWhyId: one.whyId,
      otherCauseId: one.rootId,
    });
    expect(
      await refusal(ann, 'linkRoots', {
        whyId: other.whyId,
        causeId: other.rootId,
        otherWhyId: one.whyId,
        otherCauseId: other.rootId,
      }),
    ).toBe('no-such-root');
    const { rootLeverage } = await read(`{ rootLeverage { leverage n symptomIds roots { whyId causeId } } }`);
    expect(rootLeverage[0]).toMatchObject({ leverage: 4, n: 2, symptomIds: ['S3'] });
    expect(rootLeverage[0].roots).toHaveLength(2);
    await ask(ann, 'reopenWhy', { whyId: other.whyId, reason: 'It was another' });
    const { rootLeverage: left } = await read(`{ rootLeverage { leverage } }`);
    expect(left[0]).toEqual({ leverage: 2 });
  });

  it('lets a root name no person whom the directory knows', async () => {
    await ask(olga, 'registerPerson', {
      ...{ personId: eli.id, name: 'Eli Obermoser', email: 'eli@example.com', timeZone: 'Europe/Vienna' },
      function: word('engineering'),
    });
    expect(await refusalOfRoot('Reviews wait for Obermoser')).toBe('blames-a-person');
  });

  it('opens no cycle whose owners do the same', async () => {
    const other = person('tech_lead');
    await ask(olga, 'joinTeam', { teamId: product.id, personId: other.id });
    const owners = { ownerProductId: pia.id, ownerEngineeringId: other.id };
    expect(await refusal(ann, 'openCycle', { ...finding, symptomId: 'S3', ...owners })).toBe('one-function');
  });

  it('keeps other organisations out', async () => {
    const cycleId = await openedCycle();
    const stranger = { ...pia, tenantId: randomUUID() };
    expect(await refusal(stranger, 'decideCycle', { cycleId, decision: word('abandon'), reason: 'x' })).toBe(
      'wrong-status',
    );
    expect(await refusal(viv, 'agreeChange', { cycleId })).toBe('FORBIDDEN');
  });
});

/** A value that GraphQL writes without quotes. */
const word = (name: string) => ({ toJSON: () => name, isWord: true });
const olgaElsewhere: TestPerson = { ...olga, tenantId: randomUUID() };

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if ('isWord' in value) return JSON.stringify(value).slice(1, -1);
  return `{ ${fields(value)} }`;
}
const fields = (args: object) =>
  Object.entries(args)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${literal(value)}`)
    .join(', ');

type Args = Readonly<Record<string, unknown>>;

const mutate = (by: TestPerson, mutation: string, args: Args) =>
  service.ask(by, `mutation { ${mutation}(${fields({ commandId: randomUUID(), ...args })}) { id } }`);

async function ask(by: TestPerson, mutation: string, args: Args): Promise<void> {
  const { errors } = await mutate(by, mutation, args);
  if (errors) throw new Error(`${mutation}: ${errors.map(({ message }) => message).join(' ')}`);
}

const refusal = async (by: TestPerson, mutation: string, args: Args) =>
  (await mutate(by, mutation, args)).errors?.[0]?.extensions.code;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever was asked for
async function read(query: string): Promise<any> {
  const { data, errors } = await service.ask(viv, query);
  expect(errors).toBeUndefined();
  return data;
}

async function cycleOf(id: string) {
  const { cycle } =
    await read(`{ cycle(id: "${id}") { status staleSince version whyIds analyses { id } recurredAt watchUntil closedAt a3
    iterations { agreedBy measurements { verdict { outcome effect interval { low high level } nBefore nAfter nNeeded delta
      medians { before after } method statsVersion } } } } }`);
  return cycle;
}

const whyOf = async (id: string) =>
  (
    await read(
      `{ whyAnalysis(id: "${id}") { status cycle { id status } roots { causeId cycleIds } figures { depth } readings } }`,
    )
  ).whyAnalysis;

const download = async (path: string, by: TestPerson = viv) =>
  fetch(`${service.url}/v1/exercises/${path}`, { headers: { authorization: `Bearer ${await service.token(by)}` } });

/** A session of an exercise that found something and linked it. */
async function linkedFinding() {
  const [sessionId, traceId, findingId] = [randomUUID(), randomUUID(), randomUUID()];
  const teamIds = [product.id, eng.id];
  await ask(ann, 'draftSession', { commandId: sessionId, kind: word('feedback_speed'), title: 'How fast?', teamIds });
  await ask(ann, 'scheduleSession', { sessionId, startsAt: '2035-01-01T09:00:00Z' });
  for (const { id, member } of [product, eng]) await ask(member, 'joinSession', { sessionId, teamId: id });
  await ask(ann, 'openSession', { sessionId });
  await ask(ann, 'selectSubject', { sessionId, subject: 'Search' });
  await ask(ann, 'advancePhase', { sessionId });
  const origin = { source: word('user'), topic: 'Search', originTeamId: product.id, originAt: on(-20) };
  await ask(pia, 'openTrace', { sessionId, commandId: traceId, ...origin });
  const hop = { fromTeamId: product.id, toTeamId: eng.id, channel: word('ticket'), sentAt: on(-19) };
  await ask(pia, 'reportHop', { sessionId, traceId, seq: 1, ...hop });
  await ask(eli, 'confirmHop', { sessionId, traceId, seq: 1, receivedAt: on(-16) });
  await ask(eli, 'endTrace', { sessionId, traceId, terminal: word('shipped'), terminalAt: on(-15) });
  for (let i = 0; i < 4; i++) await ask(ann, 'advancePhase', { sessionId });
  const summary = '=HYPERLINK("https://evil.example")\n\nDesign to Eng';
  const about = { fromTeamId: product.id, toTeamId: eng.id };
  await ask(ann, 'recordFinding', { sessionId, commandId: findingId, summary, teamIds, severity: 2, ...about });
  await ask(ann, 'linkFinding', { sessionId, findingId, symptomId: 'S3' });
  await ask(ann, 'advancePhase', { sessionId });
  await ask(ann, 'closeSession', { sessionId });
  return { sessionId, findingId };
}

async function openedCycle() {
  const cycleId = randomUUID();
  const owners = { ownerProductId: pia.id, ownerEngineeringId: eli.id };
  await ask(ann, 'openCycle', { ...finding, symptomId: 'S3', ...owners, commandId: cycleId, occurredAt: on(0) });
  return cycleId;
}

const changeCard = () => ({
  hypothesis: { ifWe: 'invite the receiver', metric: 'hours', direction: word('down'), by: 'a third', withinDays: 28 },
  processArea: 'hand-over',
  effortPersonWeeks: 1,
  teamIds: [product.id, eng.id],
  startAt: on(8),
  reviewAt: on(48),
  measure: { kind: word('duration'), exerciseRef: 'feedback-speed', target: 40, minEffect: 0.2 },
  stopRule: 'it gets slower',
});

async function broughtToChange(cycleId: string, card: Args) {
  await framed(cycleId);
  const collaborators = [product, eng].map(({ id, member }) => ({ personId: member.id, teamId: id }));
  await ask(ann, 'holdCollaboration', { cycleId, collaborators });
  await ask(pia, 'designChange', { cycleId, card });
}

async function framed(cycleId?: string) {
  const whyId = randomUUID();
  const problem = { when: 'a user reports a fault', and: null, then: 'we answer late', leadingTo: 'lost users' };
  const about = cycleId ? { cycleId } : { symptomId: 'S3', severity: 2, teamIds: [product.id, eng.id] };
  await ask(ann, 'frameWhy', { commandId: whyId, problem, ...about, occurredAt: on(1) });
  for (const { id, member } of [product, eng]) await ask(member, 'joinWhy', { whyId, teamId: id });
  return whyId;
}

/** Three whys deep, proved and confirmed by both; the facilitator takes the last answer for a root. */
async function answered(last: string, cycleId?: string) {
  const whyId = await framed(cycleId);
  let ofId = 'problem';
  for (const text of ['The design comes late', 'Design hears of it last', last]) {
    const [questionId, causeId] = [randomUUID(), randomUUID()];
    await ask(pia, 'askWhy', { whyId, commandId: questionId, ofId, text: 'Why?' });
    await ask(eli, 'answerWhy', { whyId, commandId: causeId, questionId, text, control: word('cross_team') });
    ofId = causeId;
  }
  await ask(pia, 'addEvidence', {
    whyId,
    causeId: ofId,
    evidence: { kind: word('finding'), value: finding.findingId },
  });
  await ask(ann, 'checkEvidence', { whyId });
  const { whyAnalysis } = await read(`{ whyAnalysis(id: "${whyId}") { causes { id leadsTo { id } } } }`);
  for (const { id, leadsTo } of whyAnalysis.causes)
    for (const member of [pia, eli]) await ask(member, 'confirmStep', { whyId, causeId: id, parentId: leadsTo[0].id });
  return { whyId, rootId: ofId };
}

const asRoot = ({ whyId, rootId }: { whyId: string; rootId: string }) => ({
  ...{ whyId, causeId: rootId, earlyStopReason: 'We own the hand-over', escalatedTo: null },
});

async function agreedRoot(cycleId?: string) {
  const found = await answered('No step invites the receiver', cycleId);
  await ask(ann, 'agreeRoot', asRoot(found));
  return found;
}

const refusalOfRoot = async (last: string) => refusal(ann, 'agreeRoot', asRoot(await answered(last)));

/** The same figures in the order in which the answer names them. */
const inOrderOf = (order: object, figures: object): unknown =>
  Object.fromEntries(
    Object.entries(order).map(([name, value]) => {
      const mine = (figures as Args)[name];
      return [name, value !== null && typeof value === 'object' ? inOrderOf(value as object, mine as object) : mine];
    }),
  );

/** What the company was told of a cycle, as the contract reads it. */
async function heard(name: string, cycleId: string): Promise<object | undefined> {
  const type = `tandem.exercises.${name}.v1`;
  const told: object[] = [];
  const listener = await service.bus.consume({
    group: `spec-${name}`,
    topics: ['tandem.exercises.cycle'],
    startAt: async () => 0n,
    handler: async ({ records }) => {
      for (const { headers, value } of records)
        if (headers['ce_type'] === type)
          told.push(contracts.find((one) => one.type === type)!.schema.parse(JSON.parse(value!)));
    },
  });
  const found = () => told.find((body) => (body as { cycleId: string }).cycleId === cycleId);
  for (let tries = 0; !found() && tries < 200; tries++) await sleep(50);
  await listener.stop();
  return found();
}
