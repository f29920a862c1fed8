import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CompanyTeam, openTeams, type TeamCompany, word } from './exercise-company.fixture';

let company: TeamCompany;
let product: CompanyTeam;
let eng: CompanyTeam;
let design: CompanyTeam;

beforeAll(async () => {
  company = await openTeams(['Product', 'Eng', 'Design'], 3);
  [product, eng, design] = company.teams as [CompanyTeam, CompanyTeam, CompanyTeam];
}, 120_000);
afterAll(() => company?.service.close());

const flow = { topic: 'Releases', channel: 'chat', perWeek: 2, minutesPerWeek: 30 };
const signal = ({ id }: CompanyTeam, value: number, more: object = {}) => ({
  kind: 'signal',
  fromTeamId: id,
  ...flow,
  value,
  ...more,
});
const noise = ({ id }: CompanyTeam, cost: number, more: object = {}) => ({
  kind: 'noise',
  fromTeamId: id,
  ...flow,
  cost,
  reason: 'unclear',
  ...more,
});
const missing = ({ id }: CompanyTeam) => ({ kind: 'missing', fromTeamId: id, topic: 'Plans' });

type Sheets = readonly (readonly [team: CompanyTeam, people: number, ...items: object[]])[];
type Guesses = readonly (readonly [from: CompanyTeam, people: number, to: CompanyTeam, share: number])[];

/** A session that shows what so many people of these teams filled in, each the same. */
async function revealed(sheets: Sheets, guesses: Guesses, draft: object = {}, frequency = 'count') {
  const sessionId = await company.opened('signal_noise', { kScores: 3, ...draft });
  await company.ask(company.ann, 'prepareSignals', {
    sessionId,
    frequency: word(frequency),
    channels: ['chat', 'ticket'],
  });
  await company.advance(sessionId);
  const written = new Map<CompanyTeam, number>();
  for (const [team, people, ...items] of sheets) {
    const done = written.get(team) ?? 0;
    for (const member of team.members.slice(done, done + people)) await company.submit(member, sessionId, { items });
    written.set(team, done + people);
  }
  await company.advance(sessionId);
  for (const [from, people, to, share] of guesses)
    for (const member of from.members.slice(0, people))
      await company.submit(member, sessionId, { guesses: [{ toTeamId: to.id, share }] });
  expect(await matrixOf(sessionId)).toBeNull();
  await company.advance(sessionId);
  return sessionId;
}

interface Flow {
  readonly raters: number;
  readonly band: string;
  readonly [figure: string]: unknown;
}
interface Cell {
  readonly fromTeamId: string;
  readonly toTeamId: string;
  readonly flow: Flow | null;
  readonly [figure: string]: unknown;
}
interface Matrix {
  readonly k: number;
  readonly cells: readonly Cell[];
  readonly receivers: readonly { readonly teamId: string; readonly flow: Flow | null }[];
  readonly channels: readonly { readonly channel: string; readonly flow: Flow | null }[];
  readonly suggestions: readonly { readonly symptomId: string; readonly because: string; readonly toTeamId: string }[];
  readonly mostValuable: readonly { readonly topic: string }[];
}

async function matrixOf(sessionId: string, by = company.viv) {
  const figure = '{ value n ciLow ciHigh method }';
  const flowOf = `{ raters signal noise missing share ${figure} itemShare ${figure} decibels band failingTest tests { timely }
    missingRatio ${figure} wastedHoursPerWeek wastedHoursPerPersonWeek minutesPerPersonWeek reasons { reason n } }`;
  const { matrix } = await company.read<{ matrix: Matrix | null }>(
    by,
    `matrix: signalNoiseMatrix(sessionId: "${sessionId}") { k frequency
       cells { fromTeamId toTeamId asymmetry perceptionGap tie guess ${figure} flow ${flowOf} }
       receivers { teamId flow ${flowOf} } channels { channel flow ${flowOf} }
       mostValuable { topic score } suggestions { symptomId because toTeamId } }`,
  );
  return matrix;
}

const cellOf = (matrix: Matrix | null, from: CompanyTeam, to: CompanyTeam) =>
  matrix?.cells.find(({ fromTeamId, toTeamId }) => fromTeamId === from.id && toTeamId === to.id);

describe('Signal-to-Noise through GraphQL', () => {
  it('answers the golden values where teams agree on their sheets', async () => {
    const sessionId = await revealed(
      [
        [eng, 1, signal(product, 5), signal(product, 3), noise(product, 2), missing(design)],
        [product, 1, signal(eng, 1), noise(eng, 5), noise(eng, 2)],
        [design, 1, signal(eng, 2)],
      ],
      [[product, 1, eng, 0.5]],
      { consensus: true },
    );
    const matrix = await matrixOf(sessionId);
    expect(matrix?.k).toBe(1);
    expect(cellOf(matrix, product, eng)).toMatchObject({
      flow: {
        raters: 1,
        signal: 8,
        noise: 2,
        share: { value: 0.75 },
        decibels: expect.closeTo(4.77, 2),
        band: 'clear',
        wastedHoursPerWeek: 0.5,
      },
      asymmetry: expect.closeTo(0.55, 9),
      guess: { value: 0.5, n: 1 },
      perceptionGap: -0.25,
      tie: 0.75,
    });
    expect(cellOf(matrix, eng, product)?.flow).toMatchObject({
      share: { value: expect.closeTo(0.2, 9) },
      decibels: expect.closeTo(-6.02, 2),
      band: 'noisy',
    });
    expect(cellOf(matrix, design, eng)).toMatchObject({
      flow: { band: 'silent', missing: 1, missingRatio: { value: 1 } },
      tie: 0,
    });
    expect(matrix?.suggestions).toEqual(
      expect.arrayContaining([
        { symptomId: 'S4', because: 'silent-need', toTeamId: eng.id },
        { symptomId: 'S4', because: 'noise-share', toTeamId: product.id },
        { symptomId: 'S5', because: 'perception-gap', toTeamId: eng.id },
      ]),
    );
    // Words are for those who take part.
    expect(matrix?.mostValuable).toEqual([]);
    expect((await matrixOf(sessionId, eng.members[2]))?.mostValuable[0]).toEqual({ topic: 'Releases', score: 5 });

    const { result, table } = await company.read<{
      result: { headline: string; svg: string };
      table: { rows: unknown[][] };
    }>(
      company.viv,
      `result: sessionResult(sessionId: "${sessionId}") { headline svg }
       table: sessionTable(sessionId: "${sessionId}") { rows }`,
    );
    expect(result.headline).toBe('Eng → Product is the noisiest, -6.0 dB. Silent: 3 of 6.');
    expect(result.svg).toMatch(/^<svg [\s\S]*silent/);
    expect(table.rows).toContainEqual(['Product', 'Eng', '1', '0.75', '4.8', 'clear', null, '0', '0.5']);

    await leadsToFinding(sessionId);
    await feedsSpotlight(sessionId);
  });

  it('answers other sheets of people as they are, and keeps to itself what too few have said', async () => {
    // Of Eng three rate Product: 4 · 2 a week and 1 · 2 each. Two of Product rate Eng, the third nothing; all of Design rate both.
    const tests = { value: undefined, tests: { answers: 4, timely: 1, usable: 4 } };
    const sessionId = await revealed(
      [
        [eng, 3, signal(product, 4, { channel: 'ticket' }), noise(product, 1, { minutesPerWeek: 80 })],
        [product, 2, signal(eng, 5)],
        [product, 1],
        [design, 3, signal(product, 0, tests), signal(eng, 2), noise(eng, 4)],
      ],
      [[product, 3, eng, 0.9]],
      {},
      'per_week',
    );
    const matrix = await matrixOf(sessionId);
    expect(matrix?.k).toBe(3);
    expect(cellOf(matrix, product, eng)).toMatchObject({
      flow: {
        ...{ raters: 3, signal: 24, noise: 6, share: { value: 25 / 32, n: 3, method: 'bootstrap' }, band: 'clear' },
        ...{
          itemShare: { value: 0.5, n: 6 },
          wastedHoursPerWeek: 4,
          wastedHoursPerPersonWeek: expect.closeTo(4 / 3, 9),
        },
        reasons: [{ reason: 'unclear', n: 3 }],
      },
      asymmetry: null,
      guess: { value: expect.closeTo(0.9, 9), n: 3 },
    });
    expect(cellOf(matrix, eng, product)).toMatchObject({ flow: null, tie: null });
    expect(cellOf(matrix, design, product)).toMatchObject({ flow: { band: 'silent' }, tie: 0 });
    expect(cellOf(matrix, product, design)?.flow).toMatchObject({
      signal: 18,
      failingTest: 'timely',
      tests: { timely: 1 },
    });
    expect(cellOf(matrix, eng, design)?.flow).toMatchObject({
      signal: 12,
      noise: 24,
      share: { value: 13 / 38 },
      band: 'noisy',
    });
    expect(cellOf(matrix, design, eng)).toMatchObject({ flow: { band: 'silent' }, tie: 0 });
    expect(matrix?.receivers.find(({ teamId }) => teamId === eng.id)?.flow).toMatchObject({
      raters: 3,
      minutesPerPersonWeek: 110,
    });
    expect(matrix?.receivers.find(({ teamId }) => teamId === product.id)?.flow).toBeNull();
    // With the channels one would know the sum of all, and so what the two of Product said.
    expect(matrix?.channels.map(({ flow }) => flow)).toEqual([null, null]);
    expect(matrix?.mostValuable).toEqual([]);
  });

  it('takes no sheet that is not as the form wants it', async () => {
    const sessionId = await company.opened('signal_noise', { consensus: true });
    expect(await company.refusal(company.ann, 'advancePhase', { sessionId })).toBe('guard-failed');
    expect(await company.refusal(eng.members[0]!, 'prepareSignals', { sessionId, channels: ['chat'] })).toBe(
      'FORBIDDEN',
    );
    await company.ask(company.ann, 'prepareSignals', { sessionId, channels: ['chat'] });
    await company.advance(sessionId);
    const save = (items: object[]) =>
      company.refusal(eng.members[0]!, 'saveDraft', { sessionId, sheet: JSON.stringify({ items }) });
    expect(await save([signal(product, 6)])).toBe('form-violated');
    expect(await save([{ ...signal(product, 4), value: undefined }])).toBe('form-violated');
    expect(await save([signal(product, 4)])).toBeUndefined();
  });
});

async function leadsToFinding(sessionId: string) {
  const findingId = randomUUID();
  const about = { fromTeamId: eng.id, toTeamId: product.id };
  await company.ask(company.ann, 'recordFinding', {
    ...{ sessionId, commandId: findingId, summary: 'Eng is hard to understand', severity: 3 },
    ...{ teamIds: [eng.id, product.id], ...about },
  });
  await company.ask(company.ann, 'linkFinding', { sessionId, findingId, symptomId: 'S4' });
  for (let phase = 0; phase < 3; phase += 1) await company.advance(sessionId);
  await company.ask(company.ann, 'closeSession', { sessionId });
  const { session } = await company.read<{ session: object }>(
    company.viv,
    `session(id: "${sessionId}") { status findings { evidence { fromTeamId n signalShare wastedHoursPerWeek } } }`,
  );
  expect(session).toEqual({
    status: 'closed',
    findings: [{ evidence: { fromTeamId: eng.id, n: 1, signalShare: expect.closeTo(0.2, 9), wastedHoursPerWeek: 1 } }],
  });
}

/** The ties of this session are what a Silo Spotlight counts with. */
async function feedsSpotlight(signalNoiseId: string) {
  const sessionId = await company.opened('silo_spotlight', { consensus: true });
  await company.ask(company.ann, 'prepareSpotlight', { sessionId });
  const source = word('signal_noise');
  expect(await company.refusal(company.ann, 'takeTies', { sessionId, source })).toBe('session-missing');
  expect(await company.refusal(company.ann, 'takeTies', { sessionId, source, signalNoiseId: sessionId })).toBe(
    'not-revealed',
  );
  await company.ask(company.ann, 'takeTies', { sessionId, source, signalNoiseId });
  await company.advance(sessionId);
  await company.advance(sessionId);
  const challenge = (named: CompanyTeam) => ({
    ...{ text: 'We wait', category: 'dependency', severity: 5, frequency: 'rare' },
    relations: [{ teamId: named.id, type: 'lacks_info_from' }],
  });
  for (const [team, named] of [
    [product, eng],
    [eng, design],
    [design, product],
  ] as const)
    await company.submit(team.members[0]!, sessionId, { challenges: [challenge(named)] });
  await company.advance(sessionId);
  await company.advance(sessionId);
  for (const { members } of company.teams) {
    const { view } = await company.read<{ view: { toAnswer: string[] } }>(
      members[0]!,
      `view: siloSpotlight(sessionId: "${sessionId}") { toAnswer }`,
    );
    const answer = { challengeId: view.toAnswer[0], awareness: word('knew'), answer: word('accept') };
    await company.ask(members[0]!, 'recogniseChallenge', { sessionId, ...answer });
  }
  await company.advance(sessionId);
  const { gaps } = await company.read<{ gaps: object[] }>(
    company.viv,
    `gaps: siloGaps(sessionId: "${sessionId}") { fromTeamId toTeamId need tie gap }`,
  );
  // Nothing comes from Design to Product; 8 of signal to 2 of noise from Product to Eng; 2 to none from Eng to Design.
  expect(gaps).toEqual([
    { fromTeamId: design.id, toTeamId: product.id, need: 1, tie: 0, gap: 1 },
    { fromTeamId: product.id, toTeamId: eng.id, need: 1, tie: 0.75, gap: 0.25 },
    { fromTeamId: eng.id, toTeamId: design.id, need: 1, tie: 0.75, gap: 0.25 },
  ]);
}

describe('An information contract through GraphQL', () => {
  const terms = {
    topic: 'What changes in the plan',
    channel: 'doc',
    cadence: 'every Monday',
    format: 'one page',
    replaces: ['the weekly mail'],
  };
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000).toISOString();

  async function agreed(occurredAt: string) {
    const contractId = randomUUID();
    const [pia, eli] = [product.members[0]!, eng.members[0]!];
    const parties = { fromTeamId: product.id, toTeamId: eng.id };
    await company.ask(pia, 'proposeContract', {
      commandId: contractId,
      teamId: product.id,
      ...parties,
      terms: { ...terms, ownerId: pia.id },
      occurredAt,
    });
    await company.ask(eli, 'agreeContract', { contractId, teamId: eng.id, occurredAt });
    return contractId;
  }
  const read = async (id: string) =>
    (
      await company.read<{ contract: { status: string } }>(
        company.viv,
        `contract: informationContract(id: "${id}") { status terms { cadence replaces ownerId } proposal { byTeamId } expiresAt surveyAt
           reviews { teamId answers { asAgreed serves lessNoise } } }`,
      )
    ).contract;

  it('is agreed by both teams, each by its own people, and asked after six weeks later', async () => {
    const id = await agreed(daysAgo(43));
    const [pia, eli, dee] = [product.members[0]!, eng.members[0]!, design.members[0]!];
    expect(await read(id)).toMatchObject({
      status: 'agreed',
      proposal: null,
      terms: { cadence: 'every Monday', replaces: ['the weekly mail'], ownerId: pia.id },
    });
    const answers = { contractId: id, teamId: eng.id, asAgreed: 4, serves: 5, lessNoise: 2 };
    expect(await company.refusal(pia, 'reviewContract', answers)).toBe('not-your-team');
    expect(await company.refusal(dee, 'reviewContract', { ...answers, teamId: design.id })).toBe('not-a-party');
    await company.ask(eli, 'reviewContract', answers);
    expect(await read(id)).toMatchObject({
      reviews: [{ teamId: eng.id, answers: { asAgreed: 4, serves: 5, lessNoise: 2 } }],
    });
    const young = await agreed(daysAgo(41));
    expect(await company.refusal(eli, 'reviewContract', { ...answers, contractId: young })).toBe('too-early');
  });

  it('expires by itself after 90 days, and holds again once both renew it', async () => {
    const id = await agreed(daysAgo(91));
    for (let attempt = 0; (await read(id)).status !== 'expired'; attempt += 1) {
      if (attempt > 200) throw new Error('It did not expire within 10 s.');
      await sleep(50);
    }
    const [pia, eli] = [product.members[1]!, eng.members[2]!];
    await company.ask(eli, 'renewContract', { contractId: id, teamId: eng.id });
    expect(await read(id)).toMatchObject({ status: 'expired', proposal: { byTeamId: eng.id } });
    expect(await company.refusal(eli, 'agreeContract', { contractId: id, teamId: eng.id })).toBe('own-proposal');
    await company.ask(pia, 'agreeContract', { contractId: id, teamId: product.id });
    expect(await read(id)).toMatchObject({ status: 'agreed', proposal: null });
    await company.ask(pia, 'endContract', { contractId: id, teamId: product.id, reason: 'A tool does it now' });
    expect(await read(id)).toMatchObject({ status: 'ended' });
  });

  it('is listed for its teams and nobody else’s organisation', async () => {
    const count = async (teamId: string) =>
      (
        await company.read<{ all: { totalCount: number } }>(
          company.viv,
          `all: informationContracts(teamId: "${teamId}") { totalCount }`,
        )
      ).all.totalCount;
    const [id, before] = [await agreed(daysAgo(1)), await count(design.id)];
    expect(before).toBe(0);
    expect(await count(eng.id)).toBeGreaterThan(0);
    const stranger = { ...company.viv, tenantId: randomUUID() };
    expect(
      await company.read(stranger, `informationContract(id: "${id}") { id } informationContracts { totalCount }`),
    ).toEqual({
      informationContract: null,
      informationContracts: { totalCount: 0 },
    });
  });
});
