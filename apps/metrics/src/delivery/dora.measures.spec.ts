import { describe, expect, it } from '@jest/globals';
import {
  type CommitFact,
  coverage,
  delivered,
  deliveries,
  type DeploymentFact,
  deploymentFrequency,
  leadTimes,
  reach,
} from './dora.measures';
import { historyIsThere, publishedHistories, publishedHistory } from './published-history.fixture';

describe('Change lead time', () => {
  it('gives a commit to the first deployment that contains it, and to no later one', () => {
    const [first, second] = deliveries([commit('a', 0), commit('b', 10, 'a')], [deployed('b', 100), deployed('a', 50)]);

    expect(first).toMatchObject({ deployment: { finishedAt: 50 }, commits: [{ sha: 'a', leadSeconds: 50 }] });
    expect(second).toMatchObject({ deployment: { finishedAt: 100 }, commits: [{ sha: 'b', leadSeconds: 90 }] });
  });

  it('orders deployments of the same second by name', () => {
    const [first, second] = deliveries([commit('a', 0)], [deployed('a', 50, 'v2'), deployed('a', 50, 'v1')]);

    expect([first?.deployment.name, first?.commits.length]).toEqual(['v1', 1]);
    expect([second?.deployment.name, second?.commits.length]).toEqual(['v2', 0]);
  });

  it('brings both sides of a merge, and measures the merge itself not', () => {
    const graph = [commit('a', 0), commit('left', 10, 'a'), commit('right', 20, 'a'), commit('m', 30, 'left', 'right')];
    const all = deliveries(graph, [deployed('m', 100)]);

    expect(leadTimes(delivered(all, {}))).toMatchObject({ n: 3, merges: 1, medianSeconds: 90, meanSeconds: 90 });
  });

  it('leaves out a commit dated after its deployment, and counts it', () => {
    const all = deliveries([commit('a', 200), commit('b', 40, 'a')], [deployed('b', 100)]);
    expect(leadTimes(delivered(all, {}))).toMatchObject({ n: 1, negative: 1, medianSeconds: 60 });
  });

  it('says nothing where nothing was deployed', () =>
    expect(leadTimes([])).toEqual({
      n: 0,
      medianSeconds: null,
      lowerMedianSeconds: null,
      p85Seconds: null,
      meanSeconds: null,
      merges: 0,
      negative: 0,
    }));

  it('says so when it does not know the deployed commit', () =>
    expect(deliveries([commit('a', 0)], [deployed('x', 50), deployed(null, 60)])).toMatchObject([
      { known: false, commits: [] },
      { known: false, commits: [] },
    ]));

  it('walks through a release branch, and does not measure what lives only there', () => {
    const picked = { ...commit('picked', 20, 'a'), mainline: false };
    const all = deliveries([commit('a', 0), picked], [deployed('picked', 50)]);

    expect(all).toMatchObject([{ known: true, commits: [{ sha: 'a' }] }]);
    expect(reach([commit('a', 0), picked], all, {})).toEqual({ changes: 1, deployed: 1 });
  });

  it('stops at commits it was never told of, and does not circle', () => {
    const circle = [commit('a', 0, 'b', 'unknown'), commit('b', 0, 'a')];
    expect(deliveries(circle, [deployed('a', 50)])[0]?.commits).toHaveLength(2);
  });

  it('measures what the deployments of a window brought', () => {
    const all = deliveries([commit('a', 0), commit('b', 10, 'a')], [deployed('a', 50), deployed('b', 100)]);

    expect(delivered(all, { from: 50, to: 100 }).map(({ sha }) => sha)).toEqual(['a']);
    expect(delivered(all, { from: 51 }).map(({ sha }) => sha)).toEqual(['b']);
  });

  it('tells which share of the changes reached production', () => {
    const graph = [commit('a', 0), commit('b', 10, 'a'), commit('c', 20, 'b'), commit('d', 30, 'c')];
    const all = deliveries(graph, [deployed('b', 50), deployed('c', 100)]);

    expect(coverage([reach(graph, all, {})])).toBe(0.75);
    expect(coverage([reach(graph, all, { to: 60 })])).toBe(0.5);
    expect(coverage([reach(graph, all, { from: 1000 })])).toBeNull();
    expect(coverage([])).toBeNull();
  });
});

describe('Deployment frequency', () => {
  it('counts deployments over the weeks from the first to the last', () =>
    expect(deploymentFrequency([0, 2 * week, week], {})).toEqual({ n: 3, perWeek: 1.5 }));

  it('counts over the whole window where one is given', () =>
    expect(deploymentFrequency([0, week, 2 * week], { from: week, to: 5 * week })).toEqual({ n: 2, perWeek: 0.5 }));

  it('is unknown without deployments, not zero', () =>
    expect(deploymentFrequency([], { from: 0, to: week })).toEqual({ n: 0, perWeek: null }));

  it('is unknown after one deployment with no window', () =>
    expect(deploymentFrequency([5], {})).toEqual({ n: 1, perWeek: null }));
});

describe('The published histories', () => {
  it.each(publishedHistories)('of %s give every figure of their truth, to the second', (name) => {
    const { commits, tags, truth } = publishedHistory(name);
    const deployments = tags.map(({ name, at, sha }) => deployed(sha, at, name));
    const all = deliveries(commits, deployments);
    const total = leadTimes(delivered(all, {}));

    expect({
      commits: commits.filter(({ mainline }) => mainline).length,
      tags: deployments.length,
      deployments_per_week: rounded(
        deploymentFrequency(
          deployments.map(({ finishedAt }) => finishedAt),
          {},
        ).perWeek,
        4,
      ),
      lead_time_n: total.n,
      lead_time_median_lower_s: total.lowerMedianSeconds,
      lead_time_median_cont_s: total.medianSeconds,
      lead_time_mean_s: rounded(total.meanSeconds, 3),
      lead_time_p85_nearest_rank_s: total.p85Seconds,
      per_tag: all.map(({ deployment, commits }) => {
        const { n, merges: _, negative, ...times } = leadTimes(commits);
        return {
          tag: deployment.name,
          ts: deployment.finishedAt,
          commit: deployment.sha,
          new_commits: commits.filter(({ mainline }) => mainline).length,
          new_non_merge: n + negative,
          negative,
          lead_time_median_lower_s: times.lowerMedianSeconds,
          lead_time_median_cont_s: times.medianSeconds,
          lead_time_mean_s: rounded(times.meanSeconds, 3),
        };
      }),
    }).toEqual(truth);
  });

  it(historyIsThere, () => undefined);
});

const week = 7 * 86_400;

const commit = (sha: string, authoredAt: number, ...parents: string[]): CommitFact => ({
  sha,
  parents,
  authoredAt,
  merge: parents.length > 1,
  mainline: true,
});
const deployed = (sha: string | null, finishedAt: number, name = 'v'): DeploymentFact => ({
  id: `${name}-${finishedAt}`,
  name,
  sha,
  finishedAt,
});
const rounded = (value: number | null, digits: number) => (value === null ? null : Number(value.toFixed(digits)));
