import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } from 'graphql';
import { type Anything, type Customer, post, signIn, word } from './customer';
import { type Edition, killWhen, placeForData, runEdition, startEdition } from './edition';
import { type Line, type Station, resultQuery, runFeedbackSpeed } from './feedback-speed';
import { equalSplitP, geometricMean, nearestRank, percentile, pooledZ, sum, twoSided } from './formulas';
import { cloneWith, firstCommitAt } from './git-clone';

/** Hours after the first commit; the last change has not been deployed. */
const commits = [
  { at: 0 },
  { at: 5, tag: ['v1', 9] },
  { at: 20 },
  { at: 21 },
  { at: 30, tag: ['v2', 50] },
  { at: 60 },
] as const;
const leadHours = [9 - 0, 9 - 5, 50 - 20, 50 - 21, 50 - 30];

jest.setTimeout(60_000);

describe('Tandem', () => {
  const data = placeForData();
  let edition: Edition;
  let people: Record<'ada' | 'fay' | 'pia' | 'tom' | 'sue' | 'dan' | 'rob', Customer>;
  let teams: Record<string, string>;

  const arrive = async () => {
    const names = ['ada', 'fay', 'pia', 'tom', 'sue', 'dan', 'rob'] as const;
    const signedIn = await Promise.all(names.map((name) => signIn(edition.url, name)));
    people = Object.fromEntries(names.map((name, i) => [name, signedIn[i]])) as typeof people;
    const { data: answer } = await people.pia.ask('{ teams { edges { node { id name } } } }');
    teams = Object.fromEntries(
      answer.teams.edges.map(({ node }: { node: { name: string; id: string } }) => [node.name, node.id]),
    );
  };

  beforeAll(async () => {
    const args = ['--port', '0', '--data-dir', data.dir, '--repo', cloneWith(commits)];
    await killWhen(/commits and tags/, args); // in the middle of loading: what follows shows that nothing doubled
    edition = await startEdition(args);
    await arrive();
  }, 120_000);
  afterAll(async () => {
    await edition?.stop();
    data.remove();
  }, 20_000);

  describe('with the sample company', () => {
    it('shows a team with its finding, its lead time, its experiment and its notices in one answer', async () => {
      const { data: answer, errors } = await people.pia.ask(wholeTeam, { id: teams['Engineering'] });
      expect(errors).toBeUndefined();
      const { team } = answer;
      expect(team.name).toBe('Engineering');
      const slow = nodes(team.findings).find(({ symptomIds }) => symptomIds.includes('S3'));
      expect(slow.evidence).toMatchObject({ n: 5, p50Hours: 60 });
      expect(slow.evidence.share).toBeCloseTo(0.5654, 4);
      expect(slow.evidence.p90Hours).toBeCloseTo(73.2, 6);
      expect(nodes(team.experiments)).toMatchObject([
        { status: 'roll_back', result: { units: 90_189, excludedUnits: 0 } },
      ]);
      expect(nodes(team.unreadNotices).map(({ title }) => title)).toEqual(expect.arrayContaining(toldOwners));
      expect(team.delivery.changeLeadTime.n).toBe(leadHours.length);
    });

    it('measures what the git history of the clone says', async () => {
      const { data: answer } = await people.tom.ask(delivery, { id: teams['Engineering'] });
      const local = answer.team.delivery.repositories.find(({ repository }: Anything) =>
        repository.startsWith('local/'),
      );
      expect(local.deploymentFrequency.n).toBe(2);
      expect(local.changeLeadTime.n).toBe(leadHours.length);
      expect(local.changeLeadTime.medianHours).toBeCloseTo(percentile(leadHours, 0.5), 9);
      expect(local.changeLeadTime.p85Hours).toBeCloseTo(nearestRank(leadHours, 0.85), 9);
      expect(local.changeLeadTime.coverage).toBeCloseTo(5 / 6, 9);
    });

    it('took in every webhook of GitHub', async () => {
      const { data: answer } = await people.tom.ask(
        '{ connections { edges { node { repository intake { event outcome count } } } } }',
      );
      const github = nodes(answer.connections).find(({ repository }) => repository === 'Codertocat/Hello-World');
      expect(sum(github.intake.map(({ count }: Anything) => count))).toBe(329);
      expect(github.intake.filter(({ outcome }: Anything) => outcome === 'unreadable')).toEqual([]);
    });

    it('tells the result of Cookie Cats as it was published', async () => {
      const { data: answer } = await people.pia.ask(experiments);
      const [{ result, endorsements }] = nodes(answer.experiments);
      expect(endorsements.map(({ side }: Anything) => side).sort()).toEqual(['engineering', 'product']);
      expect(result.sampleRatio.verdict).toBe('watch');
      expect(result.sampleRatio.p).toBeCloseTo(0.0086, 4);
      const [day7, day1] = result.metrics;
      expect(day7.arms.map(({ n }: Anything) => n)).toEqual([44_700, 45_489]);
      expect(day7.arms.map(({ value }: Anything) => Number((value * 100).toFixed(2)))).toEqual([19.02, 18.2]);
      expect(day7.comparisons[0].statistic).toBeCloseTo(-3.164, 3);
      expect(day7.comparisons[0].p).toBeCloseTo(0.00155, 5);
      expect(day1.arms.map(({ value, n }: Anything) => Math.round(value * n))).toEqual([20_034, 20_119]);
    });

    it('finds where feedback waits, as the golden traces say', async () => {
      const { data: sessions } = await people.fay.ask('{ sessions { edges { node { id kind status } } } }');
      const session = nodes(sessions.sessions).find(({ kind }) => kind === 'feedback_speed');
      expect(session.status).toBe('closed');
      const { result } = (await people.fay.ask(resultQuery, { id: session.id })).data.feedbackSpeed;
      expect(result.p50).toEqual({ value: 100, n: 5 });
      expect(result.p90.value).toBeCloseTo(124.2, 9);
      expect(result.bottleneck).toEqual({
        fromTeamId: teams['Design'],
        toTeamId: teams['Engineering'],
        conclusive: true,
      });
    });

    it('decides Cookie Cats by the rule that both sides had signed, and keeps what it taught', async () => {
      const { data: answer } = await people.pia.ask(
        `{ experiments { edges { node { id opportunity { title talkFirst gapSteps }
           decisions { decision ruled ground look watermark { units } figures { metric difference p says } } } } }
           learnings { edges { node { id outcome } } } }`,
      );
      const [{ id, opportunity, decisions }] = nodes(answer.experiments);
      expect(opportunity).toMatchObject({ title: 'Fewer players leave at the first gate', talkFirst: true });
      expect(decisions).toMatchObject([
        {
          ...{ decision: 'roll_back', ruled: 'roll_back', ground: 'primary-worse', look: 1 },
          ...{ watermark: { units: 90_189 }, figures: [{ metric: 'retention_7', says: 'worse' }, { says: 'unclear' }] },
        },
      ]);
      expect(decisions[0].figures[0].difference).toBeCloseTo(8_279 / 45_489 - 8_502 / 44_700, 12);
      expect(nodes(answer.learnings)).toEqual([{ id, outcome: 'refuted' }]);
    });

    it('answers every program that asks for its flag with the gate that stays', async () => {
      const context = JSON.stringify({ context: { targetingKey: 'player-1' } });
      const { status, body } = await people.ada.post('/ofrep/v1/evaluate/flags/first-gate', context, json);
      expect([status, body.value, body.reason]).toEqual([200, 30, 'DISABLED']);
    });

    it('finds the silo of the golden graph, and who does not know of it', async () => {
      const { data: sessions } = await people.pia.ask('{ sessions { edges { node { id kind } } } }');
      const { id } = nodes(sessions.sessions).find(({ kind }) => kind === 'silo_spotlight');
      const { siloSpotlight } = (
        await people.pia.ask(
          `{ siloSpotlight(sessionId: "${id}") { voters clusters { title dots } result {
             network { density reciprocity weightedReciprocity congruence { value } }
             teams { teamId betweenness blindSpot { value } externalInternal { value } }
             pairs { fromTeamId toTeamId gap } } } }`,
        )
      ).data;
      const { network, pairs, teams: figures } = siloSpotlight.result;
      expect([network.density, network.reciprocity]).toEqual([0.4, 0.75]);
      expect(network.weightedReciprocity).toBeCloseTo(14 / 27, 12);
      expect(network.congruence.value).toBeCloseTo(1 - 15.6 / 27, 12);
      expect(pairs[0]).toMatchObject({ fromTeamId: teams['Support'], toTeamId: teams['Product'] });
      expect(pairs[0].gap).toBeCloseTo(5 / 6, 12);
      const ofTeam = (name: string) => figures.find(({ teamId }: Anything) => teamId === teams[name]);
      expect(ofTeam('Product').betweenness).toBeCloseTo(5 / 12, 12);
      expect(ofTeam('Product').blindSpot.value).toBeCloseTo(5 / 10, 12);
      expect(ofTeam('SRE').externalInternal.value).toBeCloseTo((2 - 9) / (2 + 9), 12);
      expect([siloSpotlight.voters, siloSpotlight.clusters[0].dots]).toEqual([5, 10]);
    });

    it('tells signal from noise as two teams hear them', async () => {
      const { data: sessions } = await people.pia.ask('{ sessions { edges { node { id kind } } } }');
      const { id } = nodes(sessions.sessions).find(({ kind }) => kind === 'signal_noise');
      const { cells } = (
        await people.pia.ask(
          `{ signalNoiseMatrix(sessionId: "${id}") { cells { fromTeamId toTeamId perceptionGap flow { band decibels share { value } } } } }`,
        )
      ).data.signalNoiseMatrix;
      const [clear, noisy] = ['Product', 'Design'].map((from) =>
        cells.find(
          ({ fromTeamId, toTeamId }: Anything) => fromTeamId === teams[from] && toTeamId === teams['Engineering'],
        ),
      );
      expect(clear.flow).toMatchObject({ band: 'clear', share: { value: 0.75 } });
      expect(clear.flow.decibels).toBeCloseTo(10 * Math.log10(9 / 3), 9);
      expect(noisy.flow).toMatchObject({ band: 'noisy', share: { value: 0.2 } });
      expect(noisy.flow.decibels).toBeCloseTo(10 * Math.log10(2 / 8), 9);
      expect(noisy.perceptionGap).toBeCloseTo(0.7 - 0.2, 12);
    });

    it('asks why five times, and shows that the change helped', async () => {
      const { team } = (
        await people.tom.ask(
          `query ($id: ID!) { team(id: $id) { cycles { edges { node { status
             analyses { status roots { cycleIds } figures { depth } }
             iterations { measurements { verdict { outcome delta effect medians { before after } } } } } } } } }`,
          { id: teams['Engineering'] },
        )
      ).data;
      const [{ status, analyses, iterations }] = nodes(team.cycles);
      expect(status).toBe('measuring');
      expect(analyses).toMatchObject([{ status: 'linked_to_change', figures: { depth: 5 } }]);
      expect(iterations[0].measurements[0].verdict).toEqual({
        ...{ outcome: 'improved', delta: 1, medians: { before: 60, after: 24 } },
        effect: expect.closeTo(geometricMean([20, 24, 30, 41, 18]) / geometricMean([46, 60, 60, 82, 46]), 12),
      });
    });

    it('tells the two who own the cycle and signed the experiment each thing once, and nobody else', async () => {
      for (const owner of [people.pia, people.tom])
        expect(
          nodes((await owner.ask('{ inbox { edges { node { title } } } }')).data.inbox)
            .map(({ title }) => title)
            .toSorted(),
        ).toEqual(toldOwners);
      for (const other of [people.fay, people.sue])
        expect((await other.ask('{ unreadCount }')).data.unreadCount).toBe(0);
    });

    it('serves the schema that is committed', async () => {
      const { data: answer } = await people.pia.ask(getIntrospectionQuery());
      const served = printSchema(lexicographicSortSchema(buildClientSchema(answer)));
      if (process.env['UPDATE_SCHEMA']) writeFileSync(committed, served);
      expect(printSchema(buildSchema(readFileSync(committed, 'utf8')))).toBe(served);
    });

    it('shows the explorer and whom one can be', async () => {
      const page = await (await fetch(`${edition.url}/explorer?as=pia`)).text();
      expect(page).toContain('Tandem as Pia');
      expect(page).toContain(teams['Engineering']);
      expect(await (await fetch(edition.url)).text()).toContain('DEV ISSUER');
    });
  });

  describe('with a second data set, worked out by hand', () => {
    const lines: Line[] = [
      [
        [3, 9],
        [40, 11],
        [7, 2],
      ],
      [
        [5, 1],
        [31, 4],
        [16, 8],
      ],
      [
        [2, 2],
        [55, 6],
        [9, 1],
      ],
      [
        [8, 3],
        [28, 13],
        [4, 4],
      ],
    ];
    let stations: Station[];
    let live: ReturnType<Customer['follow']>;
    let bystander: ReturnType<Customer['follow']>;
    let phases: ReturnType<Customer['follow']>;
    let made: Awaited<ReturnType<typeof runFeedbackSpeed>>;

    beforeAll(async () => {
      stations = [
        { teamId: teams['Support']!, by: people.sue },
        { teamId: teams['Product']!, by: people.pia },
        { teamId: teams['Engineering']!, by: people.tom },
        { teamId: teams['SRE']!, by: people.rob },
      ];
      const inbox = 'subscription { inboxChanged { unreadCount notice { id subjectId title } } }';
      live = people.tom.follow(inbox);
      bystander = people.rob.follow(inbox);
      await until(() => live.seen.length + bystander.seen.length === 2);
      made = await runFeedbackSpeed(
        people.fay,
        stations,
        lines,
        [1, 2],
        {
          product: people.pia,
          engineering: people.tom,
        },
        async (sessionId) => {
          phases = people.rob.follow(`subscription { phaseEntered(sessionId: "${sessionId}") { status phase } }`);
          await until(() => phases.seen.length === 1);
        },
      );
    }, 60_000);
    afterAll(() => Promise.all([live?.stop(), bystander?.stop(), phases?.stop()]));

    it('tells whoever listens of each phase', async () => {
      await until(() => phases.seen.length === 8);
      const told = phases.seen.map(({ phaseEntered: { phase, status } }: Anything) => phase ?? status);
      const course = ['select_subject', 'trace_entry', 'reconcile', 'map_review', 'bottleneck_review', 'commit'];
      expect(told).toEqual(['draft', ...course, 'synthesis']);
    });

    it('finds where that feedback waits', async () => {
      const totals = lines.map((line) => sum(line.flat()));
      const hops = lines.map((line) => sum(line[1]!));
      const { result } = (await people.fay.ask(resultQuery, { id: made.sessionId })).data.feedbackSpeed;
      expect(result.p50.value).toBeCloseTo(percentile(totals, 0.5), 9);
      expect(result.p90.value).toBeCloseTo(percentile(totals, 0.9), 9);
      expect(result.handlingRatio.value).toBeCloseTo(sum(lines.flat().map(([, dwell]) => dwell)) / sum(totals), 9);
      expect(result.bottleneck).toMatchObject({ fromTeamId: teams['Product'], toTeamId: teams['Engineering'] });
      const pair = result.pairs.find(({ fromTeamId }: Anything) => fromTeamId === teams['Product']);
      expect(pair.n).toBe(4);
      expect(pair.share.value).toBeCloseTo(sum(hops) / sum(totals), 9);
      expect(pair.p50.value).toBeCloseTo(percentile(hops, 0.5), 9);
      expect(pair.p90.value).toBeCloseTo(percentile(hops, 0.9), 9);
    });

    it('shows the finding and the cycle at the team', async () => {
      const query =
        'query ($id: ID!) { team(id: $id) { findings { edges { node { id symptomIds } } } cycles { edges { node { id findingId } } } } }';
      const { team } = (await people.tom.ask(query, { id: teams['Product'] })).data;
      expect(nodes(team.findings)).toContainEqual({ id: made.findingId, symptomIds: ['S3'] });
      expect(nodes(team.cycles)).toContainEqual({ id: made.cycleId, findingId: made.findingId });
    });

    it('tells an owner live, once, and nobody else', async () => {
      await until(() => live.seen.length > 1);
      await sleep(500);
      const told = live.seen.map((it: Anything) => it.inboxChanged);
      expect(told[0]).toEqual({ unreadCount: toldOwners.length, notice: null });
      expect(told.slice(1)).toEqual([
        { unreadCount: toldOwners.length + 1, notice: expect.objectContaining({ subjectId: made.cycleId }) },
      ]);
      expect(bystander.seen).toEqual([{ inboxChanged: { unreadCount: 0, notice: null } }]);
    });

    it('sees at once that a notice was read', async () => {
      const [, { inboxChanged }] = live.seen as Anything[];
      await people.tom.ask(
        `mutation { markRead(id: "${inboxChanged.notice.id}", commandId: "${randomUUID()}") { readAt } }`,
      );
      expect((await people.tom.ask('{ unreadCount }')).data.unreadCount).toBe(toldOwners.length);
      await until(() => live.seen.length > 2);
      expect(live.seen.at(-1)).toMatchObject({ inboxChanged: { unreadCount: toldOwners.length } });
      expect((await people.pia.ask('{ unreadCount }')).data.unreadCount).toBe(toldOwners.length + 1);
    });

    it('asks for the signature that is missing, and computes another experiment from what its trackers saw', async () => {
      const counts = { a: { n: 730, back: 211 }, b: { n: 655, back: 160 } };
      const id = await people.pia.command('proposeExperiment', {
        hypothesis: 'The second data set tells something else.',
        teamIds: [teams['Product']!, teams['Engineering']!],
        variants: [
          { key: 'a', weight: 1 },
          { key: 'b', weight: 1 },
        ],
        metrics: [{ key: 'back', kind: word('proportion') }],
        plan: { units: 1_400, days: 14, minimumEffect: 0.07, power: 0.8 },
        customerInsight: 'Those who came back told us why.',
        feasibility: 'One setting, taken back at once.',
        askedIds: [people.tom.id],
      });
      const signature = `{ inbox(filter: { category: signature_request }) { edges { node { subjectId } } } }`;
      const asked = async (whom: Customer) => nodes((await whom.ask(signature)).data.inbox);
      for (const end = Date.now() + 15_000; (await asked(people.tom)).length === 0 && Date.now() < end;)
        await sleep(20);
      expect([await asked(people.tom), await asked(people.pia)]).toEqual([[{ subjectId: id }], []]);
      await people.pia.command('endorseExperiment', { id, side: word('product') });
      await expect(people.tom.command('startExperiment', { id })).rejects.toThrow('one-side-missing');
      await people.tom.command('endorseExperiment', { id, side: word('engineering') });
      await people.tom.command('startExperiment', { id });
      const at = new Date().toISOString();
      const facts = Object.entries(counts).flatMap(([variant, { n, back }]) =>
        Array.from({ length: n }, (_, i) => [
          { type: 'exposure', experimentId: id, unit: `${variant}${i}`, variant, at },
          ...(i < back
            ? [
                {
                  type: 'observation',
                  id: `${variant}${i}`,
                  experimentId: id,
                  unit: `${variant}${i}`,
                  metric: 'back',
                  at,
                },
              ]
            : []),
        ]).flat(),
      );
      for (const body of [facts, [...facts].reverse()])
        expect((await people.ada.post('/v1/experiments/batch', JSON.stringify({ facts: body }), json)).status).toBe(
          202,
        );

      const { result } = (await people.tom.ask(`{ experiment(id: "${id}") { ${resultFields} } }`)).data.experiment;
      const z = pooledZ(counts.a.back, counts.a.n, counts.b.back, counts.b.n);
      expect(result.units).toBe(730 + 655);
      expect(result.metrics[0].arms.map(({ value }: Anything) => value)).toEqual([211 / 730, 160 / 655]);
      expect(result.metrics[0].comparisons[0].statistic).toBeCloseTo(z, 9);
      expect(result.metrics[0].comparisons[0].p).toBeCloseTo(twoSided(z), 9);
      expect(result.sampleRatio.p).toBeCloseTo(equalSplitP(730, 655), 9);
    });

    it('measures another repository from its history and from its webhooks', async () => {
      const secret = 'a secret of this test only';
      const { data: answer } = await people.tom.ask(
        `mutation { registerConnection(commandId: "${randomUUID()}", teamId: "${teams['SRE']}", repository: "a/b", secret: "${secret}", deployedBy: deployment) { webhookPath historyPath } }`,
      );
      const { webhookPath, historyPath } = answer.registerConnection;
      const at = (hours: number) => new Date(firstCommitAt.getTime() + hours * 3_600_000).toISOString();
      const written = [0, 10, 26];
      const history = [
        ...written.map((hours, i) => ({
          kind: 'commit',
          sha: `c${i}`,
          parents: i ? [`c${i - 1}`] : [],
          authoredAt: at(hours),
        })),
        {
          kind: 'deployment',
          id: 'd1',
          sha: 'c1',
          environment: 'production',
          startedAt: at(12),
          finishedAt: at(13),
          outcome: 'success',
        },
      ];
      const ndjson = history.map((line) => JSON.stringify(line)).join('\n');
      expect((await people.tom.post(historyPath, ndjson, { 'content-type': 'application/x-ndjson' })).status).toBe(200);
      const hook = JSON.stringify({
        deployment: { id: 77, sha: 'c2', environment: 'production', created_at: at(30) },
        deployment_status: { state: 'success', created_at: at(31) },
      });
      const delivered = { 'x-github-event': 'deployment_status', 'x-github-delivery': randomUUID() };
      const send = () =>
        post(`${edition.url}${webhookPath}`, hook, {
          ...json,
          ...delivered,
          'x-hub-signature-256': signature(secret, hook),
        });
      expect((await send()).status).toBe(202);
      expect(await send()).toMatchObject({ status: 200, body: { outcome: 'again' } });

      const { team } = (await people.tom.ask(delivery, { id: teams['SRE'] })).data;
      const leads = [13 - 0, 13 - 10, 31 - 26];
      expect(team.delivery.deploymentFrequency.n).toBe(2);
      expect(team.delivery.changeLeadTime.n).toBe(3);
      expect(team.delivery.changeLeadTime.medianHours).toBeCloseTo(percentile(leads, 0.5), 9);
    });
  });

  describe('at its doors', () => {
    const oneCommand = (id: string) => `mutation { formTeam(commandId: "${id}", name: "New", function: data) { id } }`;
    const teamCount = async () => (await people.pia.ask('{ teams { totalCount } }')).data.teams.totalCount;

    it('refuses what is not GraphQL over JSON, and stores nothing', async () => {
      const before = await teamCount();
      for (const [body, headers, status, code] of [
        ['{"query":', json, 400, 'BAD_REQUEST'],
        ['query=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
        ['x'.repeat(10_000_000), json, 413, 'PAYLOAD_TOO_LARGE'],
      ] as const) {
        const answer = await people.ada.post('/graphql', body, headers);
        expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([status, code]);
      }
      expect((await post(`${edition.url}/graphql`, '{"query":"{ unreadCount }"}', json)).status).toBe(401);
      expect(await teamCount()).toBe(before);
    });

    it('does a command once, however often it is sent', async () => {
      const id = randomUUID();
      const answers = await Promise.all(Array.from({ length: 5 }, () => people.ada.ask(oneCommand(id))));
      expect(answers.map(({ data: answer }) => answer.formTeam.id)).toEqual(Array(5).fill(id));
      const { data: answer } = await people.ada.ask('{ teams(first: 100) { edges { node { name } } } }');
      expect(nodes(answer.teams).filter(({ name }) => name === 'New')).toHaveLength(1);
    });

    it('refuses a version that is no longer true', async () => {
      const id = randomUUID();
      await people.ada.ask(oneCommand(id));
      const join = (person: string, expectedVersion: number) =>
        people.ada.ask(
          `mutation { joinTeam(commandId: "${randomUUID()}", teamId: "${id}", personId: "${person}", expectedVersion: ${expectedVersion}) { memberIds } }`,
        );
      expect((await join(people.rob.id, 1)).errors).toBeUndefined();
      const stale = await join(people.sue.id, 1);
      expect(stale.errors?.[0]?.extensions.code).toMatch(/conflict/i);
      expect((await people.ada.ask(`{ team(id: "${id}") { memberIds } }`)).data.team.memberIds).toEqual([
        people.rob.id,
      ]);
    });

    it('refuses dates that no calendar has', async () => {
      for (const occurredAt of [
        '2026-02-30T00:00:00Z',
        'yesterday',
        '275760-09-13T00:00:01Z',
        '2026-01-01T00:00:00+25:00',
      ]) {
        const { errors } = await people.ada.ask(
          `mutation { formTeam(commandId: "${randomUUID()}", name: "X", function: data, occurredAt: "${occurredAt}") { id } }`,
        );
        expect(errors?.[0]?.extensions.code).toMatch(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED|BAD_REQUEST)$/);
      }
    });

    it('tells nobody whether another organisation has something', async () => {
      const { data: answer, errors } = await people.pia.ask(`{ team(id: "${randomUUID()}") { name } }`);
      expect([answer, errors]).toEqual([{ team: null }, undefined]);
    });

    it('refuses an import with one impossible line as a whole', async () => {
      const { data: answer } = await people.tom.ask('{ connections { edges { node { repository historyPath } } } }');
      const { historyPath } = nodes(answer.connections).find(({ repository }) => repository === 'a/b');
      const lines = [
        { kind: 'commit', sha: 'good', parents: [], authoredAt: '2025-10-01T00:00:00Z' },
        { kind: 'commit', sha: 'bad', parents: [], authoredAt: '2025-02-30T00:00:00Z' },
      ];
      const refused = await people.tom.post(historyPath, lines.map((line) => JSON.stringify(line)).join('\n'), {
        'content-type': 'application/x-ndjson',
      });
      expect([refused.status, refused.body.code]).toEqual([422, 'import-rejected']);
      expect(refused.body.detail).toContain('line 2');
      const { team } = (await people.tom.ask(delivery, { id: teams['SRE'] })).data;
      expect(team.delivery.changeLeadTime.coverage).toBe(1);
    });

    it('refuses a webhook with a wrong signature, an unknown connection, and 10 MB', async () => {
      const { data: answer } = await people.tom.ask(
        '{ connections { edges { node { repository webhookPath intake { count } } } } }',
      );
      const { webhookPath } = nodes(answer.connections).find(({ repository }) => repository === 'a/b');
      const headers = { ...json, 'x-github-event': 'ping', 'x-github-delivery': randomUUID() };
      const send = (path: string, body: string, secret: string) =>
        post(`${edition.url}${path}`, body, { ...headers, 'x-hub-signature-256': signature(secret, body) });
      expect(await send(webhookPath, '{}', 'another secret')).toMatchObject({
        status: 401,
        body: { code: 'UNAUTHENTICATED' },
      });
      expect(await send(`/hooks/github/${randomUUID()}`, '{}', 'any')).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND' },
      });
      const large = await send(
        webhookPath,
        JSON.stringify({ x: 'x'.repeat(10_000_000) }),
        'a secret of this test only',
      );
      expect([large.status, large.body.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    });

    it('refuses a batch of facts with one that fits nothing as a whole', async () => {
      const [{ id }] = nodes(
        (await people.pia.ask('{ experiments(first: 1) { edges { node { id } } } }')).data.experiments,
      );
      const exposure = { type: 'exposure', experimentId: id, unit: 'late', variant: 'a', at: new Date().toISOString() };
      const units = async () =>
        (await people.pia.ask(`{ experiment(id: "${id}") { result { units } } }`)).data.experiment.result.units;
      const before = await units();
      for (const [body, status] of [
        [JSON.stringify({ facts: [exposure, { ...exposure, variant: 'nobody' }] }), 422],
        [JSON.stringify({ facts: [exposure, { ...exposure, at: '2025-02-30T00:00:00Z' }] }), 400],
        ['{"facts":', 400],
        [JSON.stringify({ facts: [exposure], x: 'x'.repeat(10_000_000) }), 413],
      ] as const) {
        const answer = await people.ada.post('/v1/experiments/batch', body, json);
        expect([answer.status, answer.body.code]).toEqual([status, expect.any(String)]);
      }
      expect(
        (await people.ada.post('/v1/experiments/batch', '{}', { ...json, authorization: 'Bearer x' })).status,
      ).toBe(401);
      expect(await units()).toBe(before);
    });

    it('lets no team member do what is for leads', async () => {
      const { errors } = await people.sue.ask(oneCommand(randomUUID()));
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    });
  });

  describe('when it stops', () => {
    const everything = async () => [
      (await people.pia.ask(wholeTeam, { id: teams['Engineering'] })).data,
      (await people.tom.ask(delivery, { id: teams['SRE'] })).data,
      (await people.tom.ask('{ unreadCount inbox { edges { node { id readAt } } } }')).data,
    ];
    const again = async () => {
      edition = await startEdition(['--port', '0', '--data-dir', data.dir]);
      await arrive();
    };

    it('stops within 5 seconds and shows the same after a restart', async () => {
      const before = await everything();
      const asked = Date.now();
      expect(await edition.stop()).toBe(0);
      expect(Date.now() - asked).toBeLessThan(5_000);
      await again();
      expect(await everything()).toEqual(before);
      expect(edition.printed()).toContain('the sample company is there');
    }, 60_000);

    it('shows the same after it was killed', async () => {
      const before = await everything();
      await edition.kill();
      await again();
      expect(await everything()).toEqual(before);
    }, 60_000);

    it('says in one line what is in the way of a start', async () => {
      const { port } = new URL(edition.url);
      const other = placeForData();
      const complaints = await Promise.all([
        runEdition(['--port', port, '--data-dir', other.dir]),
        runEdition(['--port', '0', '--data-dir', '/dev/null/x']),
        runEdition(['--prot', '1']),
        runEdition(['--port', '0', '--data-dir', other.dir], { NODE_ENV: 'production' }),
        runEdition(['--port', '0', '--data-dir', other.dir], { TANDEM_AUDIANCE: 'typo' }),
        runEdition(['--port', '0', '--data-dir', other.dir], { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/x' }),
      ]);
      expect(complaints.map(({ code }) => code)).toEqual([78, 78, 78, 78, 78, 78]);
      const [taken, unwritable, unknown, production, typo, database] = complaints.map(({ complained }) =>
        complained.trim(),
      );
      expect(taken).toBe(`Port ${port} is in use: stop what listens there, or choose another with --port.`);
      expect(unwritable).toContain('/dev/null/x');
      expect(unknown).toContain("'--prot'");
      expect(production).toContain('NODE_ENV');
      expect(typo).toContain('TANDEM_AUDIANCE');
      expect(database).toMatch(/^DATABASE_URL: PostgreSQL at 127\.0\.0\.1:1\/x cannot be used/);
      expect(database).not.toContain('secret');
      for (const line of [taken, unwritable, unknown, production, database]) expect(line).not.toContain('\n');
      other.remove();
    }, 60_000);
  });
});

/** What Pia and Tom find in their inboxes, whose cycle and experiment the sample's are. */
const toldOwners = [
  'A change helped',
  'An experiment that you signed has begun',
  'An improvement cycle is yours',
  'Both sides agreed on a change',
  'Decided: roll it back',
];

/** Written anew by UPDATE_SCHEMA=1. */
const committed = path.resolve(__dirname, '../../gateway/schema.graphql');
const json = { 'content-type': 'application/json' };
const nodes = ({ edges }: { edges: { node: Anything }[] }) => edges.map(({ node }) => node);
const signature = (secret: string, body: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

async function until(holds: () => boolean) {
  for (const end = Date.now() + 15_000; !holds(); await sleep(20))
    if (Date.now() > end) throw new Error('It did not happen.');
}

const resultFields = `result {
  units excludedUnits sampleRatio { p verdict }
  metrics { metric arms { variant n value } comparisons { statistic p } }
}`;
const experiments = `{ experiments { edges { node { id status endorsements { side } ${resultFields} } } } }`;
const deliveryFields = `
  deploymentFrequency { n }
  changeLeadTime { n medianHours p85Hours coverage }`;
const delivery = `query ($id: ID!) {
  team(id: $id) { delivery { ${deliveryFields} repositories { repository ${deliveryFields} } } }
}`;
const wholeTeam = `query ($id: ID!) {
  team(id: $id) {
    name
    findings { edges { node { summary symptomIds evidence { share p50Hours p90Hours n } } } }
    delivery { ${deliveryFields} }
    experiments { edges { node { hypothesis status ${resultFields} } } }
    unreadNotices { edges { node { title subjectId } } }
  }
}`;
