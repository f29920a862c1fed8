import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@tandem/event-store';
import { metricsService, people } from './metrics.fixture';
import { asDevLake, cyclesAreThere, publishedCycles } from './delivery/published-cycles.fixture';
import { historyIsThere, publishedHistories, publishedHistory } from './delivery/published-history.fixture';

let service: Awaited<ReturnType<typeof metricsService>>;

beforeAll(async () => {
  service = await metricsService();
});
afterAll(() => service?.close());

const leadTime = 'n medianSeconds lowerMedianSeconds p85Seconds meanSeconds merges negative coverage';

interface Page<Node> {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: Node }[];
}

/** Every row of a list, page by page, as a reader of the graph collects them. */
async function everyRow<Node>(teamId: string, list: string, selection: string): Promise<Node[]> {
  const rows: Node[] = [];
  for (let after: string | null = ''; after !== null;) {
    const page: Page<Node> = (
      await service.delivery<Record<string, Page<Node>>>(
        teamId,
        `${list}(first: 100${after ? `, after: "${after}"` : ''}) { totalCount pageInfo { hasNextPage endCursor } edges { node { ${selection} } } }`,
      )
    )[list]!;
    rows.push(...page.edges.map(({ node }) => node));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    if (after === null) expect(rows).toHaveLength(page.totalCount);
  }
  return rows;
}

const rounded = (value: number | null, digits: number) => (value === null ? null : Number(value.toFixed(digits)));

describe('The published histories, through the door and back over GraphQL', () => {
  it.each(publishedHistories)('of %s give every figure of their truth, to the second', async (name) => {
    const { commits, tags, truth } = publishedHistory(name);
    const { id, teamId } = await service.register(undefined, 'tag');
    const date = (seconds: number) => new Date(seconds * 1000).toISOString();
    const lines = [
      ...tags.map(({ name, at, sha }) => ({ kind: 'tag', name, sha, at: date(at) })),
      ...commits.map(({ authoredAt, ...commit }) => ({ kind: 'commit', ...commit, authoredAt: date(authoredAt) })),
    ];
    expect(await service.history(id, lines)).toMatchObject({
      status: 200,
      body: { lines: lines.length, changed: lines.length },
    });

    const { changeLeadTime: total, deploymentFrequency } = await service.delivery<Figures>(teamId, figures);
    const rows = await everyRow<DeploymentRow>(
      teamId,
      'deployments',
      `name sha finishedAt commits(first: 1) { totalCount } changeLeadTime { ${leadTime} }`,
    );
    expect({
      commits: commits.filter(({ mainline }) => mainline).length,
      tags: deploymentFrequency.n,
      deployments_per_week: rounded(deploymentFrequency.perWeek, 4),
      lead_time_n: total.n,
      lead_time_median_lower_s: total.lowerMedianSeconds,
      lead_time_median_cont_s: total.medianSeconds,
      lead_time_mean_s: rounded(total.meanSeconds, 3),
      lead_time_p85_nearest_rank_s: total.p85Seconds,
      per_tag: rows.reverse().map(({ name, sha, finishedAt, commits, changeLeadTime: it }) => ({
        tag: name,
        ts: Date.parse(finishedAt) / 1000,
        commit: sha,
        new_commits: commits.totalCount,
        new_non_merge: it.n + it.negative,
        negative: it.negative,
        lead_time_median_lower_s: it.lowerMedianSeconds,
        lead_time_median_cont_s: it.medianSeconds,
        lead_time_mean_s: rounded(it.meanSeconds, 3),
      })),
    }).toEqual(truth);

    const started = performance.now();
    await service.delivery(teamId, figures, '(from: "2020-01-01T00:00:00Z")');
    expect(performance.now() - started).toBeLessThan(300);
  });

  it(historyIsThere, () => undefined);
});

describe('The published cycles of DevLake, through the door and back over GraphQL', () => {
  it(
    cyclesAreThere ? 'are given cell by cell' : 'ARE MISSING, NOTHING WAS COMPARED: set TANDEM_REFERENCE_DATA',
    async () => {
      if (!cyclesAreThere) return;
      const { lines, expected } = publishedCycles();
      const { id, teamId } = await service.register();
      expect(await service.history(id, lines)).toMatchObject({ status: 200 });
      const rows = await everyRow<CycleRow>(teamId, 'pullRequests', cycle);
      const seconds = (text: string) => Date.parse(text) / 1000;
      const cells = rows.map(({ createdAt, mergedAt, firstCommitSha, firstReviewId, deploymentId, ...it }) =>
        asDevLake({
          ...it,
          createdAt: seconds(createdAt),
          mergedAt: seconds(mergedAt),
          firstCommit: firstCommitSha === null ? null : { sha: firstCommitSha, authoredAt: seconds(it.firstCommitAt!) },
          firstReview: firstReviewId === null ? null : { id: firstReviewId, at: seconds(it.firstReviewAt!) },
          deployment:
            deploymentId === null
              ? null
              : { id: deploymentId, name: '', sha: null, finishedAt: seconds(it.deployedAt!) },
        }),
      );

      expect(cells.sort((a, b) => (a['id']! < b['id']! ? -1 : 1))).toEqual(expected);
      const { pullRequestCycle } = await service.delivery<{ pullRequestCycle: object }>(
        teamId,
        'pullRequestCycle { n medianMinutes definition { id version } }',
      );
      expect(pullRequestCycle).toEqual({
        n: 6,
        medianMinutes: 10983.5,
        definition: { id: 'pull-request-cycle', version: 1 },
      });
    },
  );
});

describe('How a team delivers', () => {
  it('is unknown without a tool, never zero', async () => {
    const { deploymentFrequency, changeLeadTime, repositories } = await service.delivery<Figures>(uuidv7(), figures);

    expect(deploymentFrequency).toMatchObject({ n: 0, perWeek: null });
    expect(changeLeadTime).toMatchObject({
      n: 0,
      medianSeconds: null,
      p85Seconds: null,
      meanSeconds: null,
      coverage: null,
    });
    expect(repositories).toEqual([]);
  });

  it('changes as soon as something is told', async () => {
    const { id, teamId } = await service.register(undefined, 'tag');
    const tell = (n: number) => [
      { kind: 'commit', sha: `c${n}`, parents: n > 1 ? [`c${n - 1}`] : [], authoredAt: `2026-01-0${n}T00:00:00Z` },
      { kind: 'tag', name: `v${n}`, sha: `c${n}`, at: `2026-01-0${n}T02:00:00Z` },
    ];
    await service.history(id, tell(1));
    const before = await service.delivery<Figures>(teamId, figures);
    await service.history(id, tell(2));
    const after = await service.delivery<Figures>(teamId, figures);

    expect([before.changeLeadTime.n, after.changeLeadTime.n]).toEqual([1, 2]);
    expect(after).toMatchObject({
      changeLeadTime: { medianSeconds: 7200, coverage: 1 },
      deploymentFrequency: { n: 2, perWeek: 14 },
      repositories: [{ connectionId: id, repository: 'octo-org/shop', changeLeadTime: { n: 2 } }],
    });
  });

  it('counts what its connection calls a deployment: deployments to production, releases with their tag, or tags', async () => {
    const lines = [
      { kind: 'commit', sha: 'a', parents: [], authoredAt: '2026-01-01T00:00:00Z' },
      { kind: 'tag', name: 'v1', sha: 'a', at: '2026-01-01T01:00:00Z' },
      { kind: 'release', tag: 'v1', at: '2026-01-01T02:00:00Z' },
      { kind: 'release', tag: 'v2-rc', at: '2026-01-01T02:30:00Z', prerelease: true },
      ...[
        { id: '1', environment: 'staging', outcome: 'success', finishedAt: '2026-01-01T02:10:00Z' },
        { id: '2', environment: 'Production', outcome: 'failure', finishedAt: '2026-01-01T02:20:00Z' },
        { id: '3', environment: 'Production', outcome: 'pending' },
        { id: '4', environment: 'eu-1', production: true, outcome: 'success', finishedAt: '2026-01-01T03:00:00Z' },
      ].map((it) => ({ kind: 'deployment', sha: 'a', ...it })),
    ];
    const medians = [];
    for (const deployedBy of ['tag', 'release', 'deployment']) {
      const { id, teamId } = await service.register(undefined, deployedBy);
      await service.history(id, lines);
      const { changeLeadTime, deploymentFrequency } = await service.delivery<Figures>(teamId, figures);
      medians.push([deploymentFrequency.n, changeLeadTime.medianSeconds]);
    }

    expect(medians).toEqual([
      [1, 3600],
      [1, 7200],
      [1, 10800],
    ]);
  });

  it('is read off a window of time', async () => {
    const { id, teamId } = await service.register(undefined, 'tag');
    await service.history(id, [
      { kind: 'commit', sha: 'a', parents: [], authoredAt: '2026-01-01T00:00:00Z' },
      { kind: 'tag', name: 'v1', sha: 'a', at: '2026-01-02T00:00:00Z' },
    ]);
    const first = '(from: "2026-01-02T00:00:00Z", to: "2026-01-09T00:00:00Z")';
    const second = '(from: "2026-01-09T00:00:00Z", to: "2026-01-16T00:00:00Z")';

    expect(await service.delivery<Figures>(teamId, figures, first)).toMatchObject({
      deploymentFrequency: { n: 1, perWeek: 1 },
    });
    expect(await service.delivery<Figures>(teamId, figures, second)).toMatchObject({
      deploymentFrequency: { n: 0, perWeek: null },
    });
    await expect(
      service.delivery(teamId, figures, '(from: "2026-01-02T00:00:00Z", to: "2026-01-02T00:00:00Z")'),
    ).rejects.toThrow('BAD_USER_INPUT');
  });

  it('is not seen by another organisation', async () => {
    const { id, teamId } = await service.register(undefined, 'tag');
    await service.history(id, [{ kind: 'tag', name: 'v1', sha: 'a', at: '2026-01-02T00:00:00Z' }]);

    expect((await service.delivery<Figures>(teamId, figures, '', people.eve)).repositories).toEqual([]);
    expect((await service.delivery<Figures>(teamId, figures)).repositories).toHaveLength(1);
  });

  it('says what each figure means', async () => {
    const { data } = await service.ask<{ metricDefinitions: { id: string; version: number; source: string }[] }>(
      people.mia,
      '{ metricDefinitions { id version name unit percentile formula source } }',
    );
    expect(data.metricDefinitions.map(({ id, version }) => `${id} ${version}`)).toEqual([
      'change-lead-time.commit 1',
      'deployment-frequency 1',
      'pull-request-cycle 1',
    ]);
  });
});

const figures = `deploymentFrequency { n perWeek } changeLeadTime { ${leadTime} }
  repositories { connectionId repository changeLeadTime { n } }`;

interface LeadTime {
  readonly n: number;
  readonly medianSeconds: number | null;
  readonly lowerMedianSeconds: number | null;
  readonly p85Seconds: number | null;
  readonly meanSeconds: number | null;
  readonly negative: number;
}

interface Figures {
  readonly deploymentFrequency: { readonly n: number; readonly perWeek: number | null };
  readonly changeLeadTime: LeadTime;
  readonly repositories: readonly object[];
}

interface DeploymentRow {
  readonly name: string;
  readonly sha: string;
  readonly finishedAt: string;
  readonly commits: { readonly totalCount: number };
  readonly changeLeadTime: LeadTime;
}

const cycle = `id createdAt mergedAt firstCommitSha firstCommitAt firstReviewId firstReviewAt deploymentId deployedAt
  codingMinutes pickupMinutes reviewMinutes deployMinutes cycleMinutes`;

interface CycleRow {
  readonly id: string;
  readonly createdAt: string;
  readonly mergedAt: string;
  readonly firstCommitSha: string | null;
  readonly firstCommitAt: string | null;
  readonly firstReviewId: string | null;
  readonly firstReviewAt: string | null;
  readonly deploymentId: string | null;
  readonly deployedAt: string | null;
  readonly codingMinutes: number | null;
  readonly pickupMinutes: number | null;
  readonly reviewMinutes: number | null;
  readonly deployMinutes: number | null;
  readonly cycleMinutes: number;
}
