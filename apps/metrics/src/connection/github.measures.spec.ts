import { describe, expect, it } from '@jest/globals';
import webhooks from '@octokit/webhooks-examples';
import type { Fact } from './fact.measures';
import { readGitHub } from './github.measures';

interface Payload {
  readonly [key: string]: unknown;
}

const examples = webhooks.flatMap(({ name, examples }) =>
  examples.map((payload) => ({ event: name as string, payload: payload as unknown as Payload })),
);
const example = (event: string, index: number) => found(examples.filter((it) => it.event === event)[index]);
const first = (event: string, action: string) =>
  found(examples.find((it) => it.event === event && it.payload['action'] === action));
const branchPush = found(examples.find((it) => it.event === 'push' && it.payload['ref'] === 'refs/heads/master'));

const [commit] = branchPush['commits'] as [Payload];

function found(it: { payload: Payload } | undefined): Payload {
  if (!it) throw new Error('The published payloads have changed.');
  return it.payload;
}

/** The same payload with other values at these paths. */
function edited(payload: Payload, changes: Record<string, unknown>): Payload {
  const copy = structuredClone(payload);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() as string;
    const parent = keys.reduce<Record<string, unknown>>((it, key) => it[key] as Record<string, unknown>, copy);
    parent[last] = value;
  }
  return copy;
}

function facts(event: string, payload: Payload): readonly Fact[] {
  const reading = readGitHub(event, payload);
  if (reading.outcome !== 'mapped') throw new Error(JSON.stringify(reading));
  return reading.facts;
}
const factsOf = (event: string, index: number) => facts(event, example(event, index));

describe('What a delivery of GitHub means', () => {
  it('reads every one of the 329 published payloads as facts or as nothing that we measure', () => {
    const readings = examples.map(({ event, payload }) => ({ event, ...readGitHub(event, payload) }));

    expect(readings).toHaveLength(329);
    expect(readings.filter(({ outcome }) => outcome === 'unreadable')).toEqual([]);
    const mapped = new Set(readings.filter(({ outcome }) => outcome === 'mapped').map(({ event }) => event));
    expect([...mapped].sort()).toEqual([
      'deployment',
      'deployment_status',
      'pull_request',
      'pull_request_review',
      'pull_request_review_comment',
      'push',
      'release',
    ]);
  });

  it('finds a deployment to production, finished when its status says success', () =>
    expect(factsOf('deployment_status', 0)).toEqual([
      {
        kind: 'deployment',
        id: 'deployment-145988746',
        sha: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
        environment: 'production',
        startedAt: new Date('2019-05-15T15:20:53Z'),
        finishedAt: new Date('2019-05-15T15:20:55Z'),
        outcome: 'success',
      },
    ]));

  it('leaves a deployment pending while its status says in progress', () =>
    expect(factsOf('deployment_status', 1)).toEqual([expect.objectContaining({ outcome: 'pending' })]));

  it('finds the merge commit of a merged pull request, and none of an unmerged one', () => {
    const closed = first('pull_request', 'closed');
    const merged = edited(closed, { 'pull_request.merged_at': '2019-05-15T15:21:18Z' });

    expect(facts('pull_request', closed)[0]).toHaveProperty('mergeSha', undefined);
    expect(facts('pull_request', merged)[0]).toMatchObject({
      id: '2',
      mergedAt: new Date('2019-05-15T15:21:18Z'),
      mergeSha: 'c4295bd74fb0f4fda03689c3df3f2803b658fd85',
    });
  });

  it('finds when a draft became ready for review', () => {
    const [pull] = facts('pull_request', first('pull_request', 'ready_for_review'));
    expect(pull).toMatchObject({ readyAt: expect.any(Date) });
  });

  it('counts a comment on a pull request as somebody looking at it, and one on an issue not', () => {
    const onIssue = first('issue_comment', 'created');
    const onPull = edited(onIssue, { 'issue.pull_request': { url: 'https://api.github.com/pulls/1' } });

    expect(readGitHub('issue_comment', onIssue)).toEqual({ outcome: 'not-a-delivery-fact' });
    expect(facts('issue_comment', onPull)).toEqual([expect.objectContaining({ kind: 'comment', pullRequest: '1' })]);
  });

  it('takes an issue with the label "incident" for an incident', () => {
    const issue = edited(first('issues', 'opened'), { 'issue.labels': [{ name: 'Incident' }] });

    expect(facts('issues', issue)).toEqual([
      {
        kind: 'incident',
        id: 'issue-1',
        openedAt: new Date('2019-05-15T15:20:18Z'),
        updatedAt: expect.any(Date),
      },
    ]);
  });

  it('chains the commits of a push, oldest first, from where the branch was', () => {
    const push = edited(branchPush, {
      created: false,
      before: 'b0',
      commits: [
        { ...commit, id: 'c1' },
        { ...commit, id: 'c2', message: 'Merge pull request #7 from a/b' },
      ],
    });

    expect(facts('push', push)).toMatchObject([
      { sha: 'c1', parents: ['b0'], inferred: true, mainline: true, merge: false },
      { sha: 'c2', parents: ['c1'], inferred: true, merge: true },
    ]);
  });

  it('keeps what is pushed to another branch off the main line', () => {
    const push = edited(branchPush, { ref: 'refs/heads/feature' });
    expect(facts('push', push)).toMatchObject([{ mainline: false }]);
  });

  it('does not chain a forced push to what it replaced', () => {
    const push = edited(branchPush, { created: false, forced: true, before: 'b0' });
    expect(facts('push', push)).toMatchObject([{ parents: [] }]);
  });

  it('finds a tag in its push, and nothing in its removal', () => {
    expect(factsOf('push', 0)).toEqual([
      {
        kind: 'tag',
        name: 'simple-tag',
        sha: '6113728f27ae82c7b1a177c8d03f9e96e0adf246',
        at: new Date('2019-05-15T15:20:57Z'),
      },
    ]);
    expect(readGitHub('push', example('push', 1))).toEqual({ outcome: 'not-a-delivery-fact' });
  });

  it('finds a published release by its tag', () =>
    expect(facts('release', first('release', 'published'))).toEqual([
      { kind: 'release', tag: '0.0.1', at: new Date('2019-05-15T15:20:53Z'), prerelease: false },
    ]));

  it.each([
    ['a field that is gone', 'push', {}],
    ['an array where an object is due', 'pull_request', []],
    ['nothing at all', 'deployment', null],
    [
      'an impossible time',
      'release',
      edited(first('release', 'published'), { 'release.published_at': '2026-02-30T00:00:00Z' }),
    ],
    ['a tag of ten thousand letters', 'push', edited(example('push', 0), { ref: `refs/tags/${'x'.repeat(10_000)}` })],
    ['a NUL in a name', 'deployment', edited(example('deployment', 0), { 'deployment.environment': 'pro\u0000d' })],
  ])('tells of %s instead of failing', (_, event, payload) =>
    expect(readGitHub(event, payload)).toMatchObject({ outcome: 'unreadable', why: expect.any(String) }),
  );

  it.each(['toString', '__proto__', 'no_such_event', ''])('measures nothing in the event "%s"', (event) =>
    expect(readGitHub(event, {})).toEqual({ outcome: 'not-a-delivery-fact' }),
  );
});
