import { describe, expect, it } from '@jest/globals';
import { cyclesIn, figuresOf, historyOf, type RepositoryFacts } from './delivery.measures';

describe('How a team delivers', () => {
  it('is read off all its repositories together, and off each', () => {
    const shop = historyOf({ ...facts, connectionId: 'shop' });
    const site = historyOf({ ...facts, connectionId: 'site', deployments: [] });

    expect(figuresOf([shop], {})).toMatchObject({
      deploymentFrequency: { n: 2, perWeek: 2 },
      changeLeadTime: { n: 2, medianSeconds: (week - 20 + 90) / 2, coverage: 1 },
      pullRequestCycle: { n: 1, medianMinutes: 1 + Math.ceil((100 + week - 60) / 60) },
    });
    expect(figuresOf([shop, site], {}).changeLeadTime).toMatchObject({ n: 2, coverage: 0.5 });
  });

  it('is read off one window of time', () => {
    const shop = historyOf(facts);

    expect(figuresOf([shop], { to: 100 }).changeLeadTime).toMatchObject({ n: 0, medianSeconds: null });
    expect(figuresOf([shop], { from: 100, to: week }).deploymentFrequency.n).toBe(1);
    expect(cyclesIn(shop, { from: 61 })).toEqual([]);
  });

  it('is unknown without a tool, not zero', () =>
    expect(figuresOf([], {})).toMatchObject({
      deploymentFrequency: { n: 0, perWeek: null },
      changeLeadTime: { n: 0, medianSeconds: null, coverage: null },
      pullRequestCycle: { n: 0, medianMinutes: null, p85Minutes: null },
    }));
});

const week = 7 * 86_400;
const commit = { authoredAt: 10, merge: false, mainline: true };
const facts: RepositoryFacts = {
  connectionId: 'shop',
  repository: 'octo-org/shop',
  commits: [
    { ...commit, sha: 'a', parents: [] },
    { ...commit, sha: 'b', parents: ['a'], authoredAt: 120 },
  ],
  deployments: [
    { id: '1', name: 'v1', sha: 'a', service: null, finishedAt: 100 },
    { id: '2', name: 'v2', sha: 'b', service: null, finishedAt: 100 + week },
  ],
  diffs: [],
  pullRequests: [
    { id: '7', author: 'p', createdAt: 0, readyAt: null, mergedAt: 60, mergeSha: 'b', commits: [], comments: [] },
  ],
};
