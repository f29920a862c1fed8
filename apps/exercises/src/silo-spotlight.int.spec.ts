import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CompanyTeam, openTeams, type TeamCompany, word } from './exercise-company.fixture';
import { goldenPairs, ownSeverities } from './session/silo-spotlight/golden-network.fixture';

const names = { P: 'Product', E: 'Eng', D: 'Design', A: 'Data', S: 'SRE' } as const;
type Key = keyof typeof names;

let company: TeamCompany;
let team: (key: string) => CompanyTeam;
let keyOf: (teamId: string) => string;
let golden: string;

beforeAll(async () => {
  company = await openTeams(Object.values(names), 3);
  team = (key) => company.teams.find(({ name }) => name === names[key as Key])!;
  keyOf = (teamId) => Object.keys(names).find((key) => team(key).id === teamId)!;
  for (const [from, to, mode] of [
    ['D', 'E', 'collaboration'],
    ['A', 'P', 'x_as_a_service'],
    ['A', 'S', 'x_as_a_service'],
  ] as const)
    for (const [teamId, otherTeamId] of [
      [team(from).id, team(to).id],
      [team(to).id, team(from).id],
    ])
      await company.ask(company.olga, 'declareInteraction', { teamId, otherTeamId, mode: word(mode) });
}, 120_000);
afterAll(() => company?.service.close());

/** What a challenge says, whom it names, how heavy it is, and what those whom it names knew of it. */
interface Spec {
  readonly from: string;
  readonly to?: string;
  readonly severity: number;
  readonly frequency?: string;
  readonly heard?: string;
  readonly repeats?: string;
}

/** The golden graph: pairs with the severities that make up their weight, and what each team suffers from itself. */
const goldenSpecs: readonly Spec[] = [
  ...goldenPairs.flatMap(({ from, to, heard }) =>
    Array.from({ length: heard.length / 2 }, (_, i) => ({
      from,
      to,
      severity: heard[2 * i] as number,
      heard: heard[2 * i + 1] as string,
    })),
  ),
  ...Object.entries(ownSeverities).flatMap(([from, severities]) => severities.map((severity) => ({ from, severity }))),
];

const challengeOf = ({ to, severity, frequency = 'weekly', repeats }: Spec, index: number) => ({
  text: `Challenge ${index + 1}`,
  category: 'dependency',
  severity,
  frequency,
  relations: to ? [{ teamId: team(to).id, type: 'waits_on' }] : [],
  ...(repeats && { repeats }),
});

interface View {
  readonly listings: readonly { readonly text: string }[];
  readonly challenges: readonly { readonly id: string; readonly text: string; readonly teamId: string }[];
  readonly toAnswer: readonly string[];
  readonly recognitions: readonly object[];
  readonly modes: readonly object[];
  readonly clusters: readonly { readonly id: string; readonly title: string; readonly dots: number | null }[];
  readonly voters: number | null;
  readonly result: object | null;
}

const viewOf = async (key: string, sessionId: string, member = 0) =>
  (
    await company.read<{ view: View }>(
      team(key).members[member]!,
      `view: siloSpotlight(sessionId: "${sessionId}") { listings { text } challenges { id text teamId } toAnswer
         recognitions { challengeId teamId } modes { teamIds mode } clusters { id title dots } voters result { asOf } }`,
    )
  ).view;

/** Runs a session that is open until its lists are shown. */
async function listed(sessionId: string, specs: readonly Spec[], weighting: string, ties: object) {
  await company.ask(company.ann, 'prepareSpotlight', { sessionId, weighting: word(weighting) });
  await company.ask(company.ann, 'takeTies', { sessionId, ...ties });
  await company.advance(sessionId);
  for (const { name, members } of company.teams)
    for (const [index, member] of members.entries())
      await company.submit(member, sessionId, {
        challenges: [challengeOf({ from: name, severity: 1 + index }, index)],
      });
  await company.advance(sessionId);
  for (const key of Object.keys(names)) {
    const own = specs.map((spec, index) => [spec, index] as const).filter(([{ from }]) => from === key);
    await company.submit(team(key).members[0]!, sessionId, {
      challenges: own.map(([spec, index]) => challengeOf(spec, index)),
    });
  }
}

/** Every named team answers what names it, as the specs have it. Answers the ids of the challenges. */
async function answered(sessionId: string, specs: readonly Spec[]) {
  const { challenges } = await viewOf('P', sessionId);
  const ids = specs.map((_, index) => challenges.find(({ text }) => text === `Challenge ${index + 1}`)!.id);
  for (const [index, { to, heard = 'knew' }] of specs.entries())
    if (to)
      await company.ask(team(to).members[0]!, 'recogniseChallenge', {
        sessionId,
        challengeId: ids[index],
        awareness: word(heard),
        answer: word(heard === 'unaware' ? 'need_info' : 'accept'),
      });
  await company.advance(sessionId);
  return ids;
}

const ballotOf = (...dots: readonly (readonly [clusterId: string, dots: number])[]) => ({
  dots: dots.map(([clusterId, count]) => ({ clusterId, dots: count })),
});

interface Network {
  readonly density: number;
  readonly reciprocity: number;
  readonly weightedReciprocity: number;
  readonly congruence: object;
  readonly blindSpot: object;
}
interface Result {
  readonly network: Network;
  readonly teams: readonly { readonly teamId: string; readonly [figure: string]: unknown }[];
  readonly pairs: readonly {
    readonly fromTeamId: string;
    readonly toTeamId: string;
    readonly [figure: string]: unknown;
  }[];
  readonly suggestions: readonly { readonly symptomId: string; readonly [field: string]: unknown }[];
  readonly headline: string;
  readonly svg: string;
}

async function resultOf(sessionId: string) {
  const figure = '{ value n lowSample }';
  const { result, table } = await company.read<{ result: Result; table: { rows: (string | null)[][] } }>(
    company.viv,
    `result: sessionResult(sessionId: "${sessionId}") { kind headline svg ... on SiloSpotlightResult {
       network { density reciprocity weightedReciprocity congruence { value n least most } blindSpot ${figure} blocks modularity }
       teams { teamId inStrength outStrength betweenness externalInternal ${figure} blindSpot ${figure} responsiveness ${figure} gap ${figure} }
       pairs { fromTeamId toTeamId n weight need tie gap mode flag knew suspected unaware waits }
       suggestions { symptomId because value threshold teamIds fromTeamId toTeamId } } }
     table: sessionTable(sessionId: "${sessionId}") { columns rows }`,
  );
  const pair = (from: string, to: string) =>
    result.pairs.find(({ fromTeamId, toTeamId }) => keyOf(fromTeamId) === from && keyOf(toTeamId) === to);
  return { result, table, pair, team: (key: string) => result.teams.find(({ teamId }) => keyOf(teamId) === key) };
}

describe('A Silo Spotlight through GraphQL', () => {
  it('runs from draft to close and finds the silo of the golden graph', async () => {
    const { ann } = company;
    golden = await company.opened('silo_spotlight', { kScores: 3 });
    const ties = goldenPairs.map(({ from, to, tie }) => ({ fromTeamId: team(from).id, toTeamId: team(to).id, tie }));
    expect(await company.refusal(ann, 'advancePhase', { sessionId: golden })).toBe('guard-failed');
    await listed(golden, goldenSpecs, 'severity', { source: word('estimate'), ties });
    await company
      .read(company.viv, `sessionResult(sessionId: "${golden}") { kind }`)
      .then((data) => expect(data).toEqual({ sessionResult: null }));

    // Of what was listed alone each team sees its own; of what teams agreed on nobody anything yet.
    expect(await viewOf('D', golden, 2)).toMatchObject({ challenges: [], toAnswer: [], result: null, voters: null });
    expect((await viewOf('D', golden, 2)).listings.map(({ text }) => text).toSorted()).toEqual([
      'Challenge 1',
      'Challenge 2',
      'Challenge 3',
    ]);
    const eight = { challenges: Array(8).fill(challengeOf({ from: 'D', severity: 1 }, 0)) };
    expect(
      await company.refusal(team('D').members[0]!, 'saveDraft', { sessionId: golden, sheet: JSON.stringify(eight) }),
    ).toBe('form-violated');
    expect(await company.refusal(team('D').members[1]!, 'saveDraft', { sessionId: golden, sheet: '{}' })).toBe(
      'not-team-rep',
    );

    await company.advance(golden);
    const shown = await viewOf('D', golden);
    expect(shown.challenges).toHaveLength(goldenSpecs.length);
    expect(shown.modes).toHaveLength(3);
    await company.advance(golden);
    expect((await viewOf('E', golden)).toAnswer).toHaveLength(4);
    const [toEng] = (await viewOf('E', golden)).toAnswer;
    const answer = { sessionId: golden, challengeId: toEng, awareness: word('knew'), answer: word('accept') };
    expect(await company.refusal(team('D').members[0]!, 'recogniseChallenge', answer)).toBe('not-named');
    expect(await company.refusal(team('E').members[1]!, 'recogniseChallenge', answer)).toBe('not-team-rep');
    await company.ask(team('E').members[0]!, 'recogniseChallenge', answer);
    expect((await viewOf('E', golden)).recognitions).toHaveLength(1);
    expect((await viewOf('P', golden)).recognitions).toEqual([]);
    expect(await company.refusal(ann, 'advancePhase', { sessionId: golden })).toBe('guard-failed');
  });

  it('answers the golden values once every named team has answered', async () => {
    const { ann } = company;
    const ids = await answered(golden, goldenSpecs);

    const { result, table, pair, team: figures } = await resultOf(golden);
    expect(result.network).toMatchObject({
      density: 0.4,
      reciprocity: 0.75,
      weightedReciprocity: expect.closeTo(0.5185, 4),
      congruence: { value: expect.closeTo(0.4222, 4), n: 8, least: expect.closeTo(0.4222, 4) },
      blindSpot: { value: expect.closeTo(10 / 27, 9), n: 9 },
    });
    expect(['P', 'E', 'D', 'A', 'S'].map((key) => figures(key)?.['betweenness'])).toEqual([
      expect.closeTo(0.41667, 5),
      expect.closeTo(0.41667, 5),
      0,
      0,
      0,
    ]);
    expect(['P', 'E', 'D', 'A', 'S'].map((key) => figures(key)?.['externalInternal'])).toMatchObject(
      [0.3333, -0.1765, 0.25, 0.6667, -0.6364].map((value) => ({ value: expect.closeTo(value, 4) })),
    );
    expect(figures('E')?.['blindSpot']).toMatchObject({ value: expect.closeTo(0.4545, 4), n: 4 });
    expect(pair('A', 'P')).toMatchObject({
      gap: expect.closeTo(0.8333, 4),
      mode: 'x-as-a-service',
      flag: null,
      waits: 1,
    });
    expect(pair('E', 'S')).toMatchObject({ gap: 0.5, mode: null });
    expect(pair('D', 'E')).toMatchObject({ tie: 0.2, mode: 'collaboration', flag: 'collaboration_without_tie' });
    expect(pair('A', 'S')).toMatchObject({ weight: 0, flag: 'healthy_silence' });
    expect(table.rows[0]).toEqual(['Data', 'Product', '1', '0.83', '0.00', '0.83', 'x-as-a-service', null]);
    expect(result.headline).toBe('Data needs Product with 0.83 and has a tie of 0.00: a gap of 0.83.');
    expect(result.svg).toMatch(/^<svg [\s\S]*Data/);
    expect(result.suggestions).toContainEqual(
      expect.objectContaining({
        symptomId: 'S4',
        because: 'silo-gap',
        fromTeamId: team('A').id,
        toTeamId: team('P').id,
      }),
    );

    const cluster = {
      sessionId: golden,
      commandId: randomUUID(),
      title: 'Product answers late',
      challengeIds: [ids[7], ids[3]],
    };
    await company.ask(ann, 'formCluster', cluster);
    await company.advance(golden);
    // Three of Data and three of SRE give the cluster two dots each; to Data's own challenge only SRE may give any.
    const dataOwn = ids[goldenSpecs.findIndex(({ from, to }) => from === 'A' && !to)]!;
    const ballot = { sessionId: golden, sheet: JSON.stringify(ballotOf([dataOwn, 1])) };
    expect(await company.refusal(team('A').members[0]!, 'saveDraft', ballot)).toBe('form-violated');
    for (const member of team('A').members) await company.submit(member, golden, ballotOf([cluster.commandId, 2]));
    for (const member of team('S').members)
      await company.submit(member, golden, ballotOf([cluster.commandId, 2], [dataOwn, 1]));
    expect(
      await company.refusal(team('E').members[0]!, 'saveDraft', {
        sessionId: golden,
        sheet: JSON.stringify(ballotOf(['a', 3])),
      }),
    ).toBe('form-violated');
    await company.advance(golden);
    const voted = await viewOf('E', golden);
    expect(voted.voters).toBe(6);
    expect(voted.clusters.slice(0, 2)).toMatchObject([
      { title: 'Product answers late', dots: 12 },
      { id: dataOwn, dots: 3 },
    ]);
  });

  it('leads to a finding with its figures, and closes', async () => {
    const { ann } = company;
    const findingId = randomUUID();
    const about = { fromTeamId: team('A').id, toTeamId: team('P').id };
    const finding = {
      sessionId: golden,
      commandId: findingId,
      summary: 'Data waits on Product',
      teamIds: Object.values(about),
      severity: 4,
    };
    await company.ask(ann, 'recordFinding', { ...finding, ...about });
    expect(
      await company.refusal(ann, 'recordFinding', {
        ...finding,
        commandId: randomUUID(),
        fromTeamId: about.toTeamId,
        toTeamId: about.fromTeamId,
      }),
    ).toBe('no-evidence');
    await company.ask(ann, 'linkFinding', { sessionId: golden, findingId, symptomId: 'S4' });
    await company.advance(golden);
    await company.ask(ann, 'closeSession', { sessionId: golden });
    const { session } = await company.read<{ session: object }>(
      company.viv,
      `session(id: "${golden}") { status findings { symptomIds evidence { fromTeamId toTeamId n gap } } }`,
    );
    expect(session).toEqual({
      status: 'closed',
      findings: [{ symptomIds: ['S4'], evidence: { ...about, n: 1, gap: expect.closeTo(0.8333, 4) } }],
    });
  });

  it('measures again with other lists, and tells what is left', async () => {
    const before = (await viewOf('P', golden)).challenges;
    const idBefore = (index: number) => before.find(({ text }) => text === `Challenge ${index + 1}`)!.id;
    const again = await company.openedAgain(golden);
    // Weights: Data → Product 5·4, Product → Eng 2·3, Eng → Product 1·1; the first and the third still the old ones.
    const specs: readonly Spec[] = [
      { from: 'A', to: 'P', severity: 5, frequency: 'daily', heard: 'knew', repeats: idBefore(7) },
      { from: 'P', to: 'E', severity: 2, heard: 'unaware' },
      { from: 'E', to: 'P', severity: 1, frequency: 'rare', heard: 'suspected', repeats: idBefore(3) },
      { from: 'D', severity: 3 },
      { from: 'S', severity: 3 },
    ];
    const [P, E, A] = ['P', 'E', 'A'].map((key) => team(key).id);
    const ties = [
      { fromTeamId: A, toTeamId: P, tie: 0.5 },
      { fromTeamId: P, toTeamId: E, tie: 1 },
      { fromTeamId: E, toTeamId: P, tie: null },
    ];
    await listed(again, specs, 'severity_frequency', { source: word('tools'), ties });
    await company.advance(again);
    await company.advance(again);
    await answered(again, specs);

    const { result, pair, team: figures } = await resultOf(again);
    expect(result.network).toMatchObject({
      density: 3 / 20,
      reciprocity: expect.closeTo(2 / 3, 9),
      weightedReciprocity: expect.closeTo(2 / 27, 9),
      congruence: {
        value: expect.closeTo(16 / 26, 9),
        n: 2,
        least: expect.closeTo(16 / 27, 9),
        most: expect.closeTo(17 / 27, 9),
      },
      blindSpot: { value: expect.closeTo(6 / 27, 9) },
    });
    expect(pair('A', 'P')).toMatchObject({ weight: 20, need: 1, gap: 0.5 });
    expect(pair('E', 'P')).toMatchObject({ weight: 1, tie: null, gap: null });
    expect(figures('P')).toMatchObject({
      inStrength: 21,
      betweenness: expect.closeTo(1 / 12, 9),
      blindSpot: { value: 0 },
    });

    const { change, gaps } = await company.read<{ change: object; gaps: Result['pairs'] }>(
      company.viv,
      `change: siloChange(sessionId: "${again}") { persistence { value n } congruence blindSpot teams { teamId blindSpot } }
       gaps: siloGaps(sessionId: "${again}") { fromTeamId toTeamId weight flag }`,
    );
    expect(change).toMatchObject({
      persistence: { value: 2 / 16, n: 16 },
      congruence: expect.closeTo(16 / 26 - 11.4 / 27, 9),
      blindSpot: expect.closeTo(6 / 27 - 10 / 27, 9),
      teams: expect.arrayContaining([{ teamId: team('E').id, blindSpot: expect.closeTo(1 - 5 / 11, 9) }]),
    });
    expect(gaps[0]).toMatchObject({ fromTeamId: A, toTeamId: P, weight: 20, flag: 'service_friction_rising' });

    const { now, then } = await company.read<{ now: { pairs: object[] }; then: { pairs: object[] } }>(
      company.viv,
      `now: teamNetwork { pairs { fromTeamId toTeamId need tie needFrom } density blocks functionModularity }
       then: teamNetwork(at: "2020-01-01T00:00:00Z") { pairs { need } }`,
    );
    expect(now.pairs[0]).toEqual({ fromTeamId: A, toTeamId: P, need: 1, tie: 0.5, needFrom: again });
    expect(now).toMatchObject({ density: 3 / 20, functionModularity: expect.closeTo(0, 9) });
    expect(then.pairs).toEqual([]);
  });
});
