import { describe, expect, it } from '@jest/globals';
import { broughtBy, type PullRequestFact, pullRequestCycles, type ServiceDeployment } from './cycle.measures';
import { asDevLake, cyclesAreThere, publishedCycles } from './published-cycles.fixture';
import { deliveries } from './dora.measures';

describe('The cycle of a change', () => {
  it('splits into coding, pickup, review and deploy', () =>
    expect(cycle({})).toMatchObject({
      codingMinutes: 10,
      pickupMinutes: 20,
      reviewMinutes: 30,
      deployMinutes: 40,
      cycleMinutes: 10 + 50 + 40,
    }));

  it('rounds each stage up to whole minutes', () =>
    expect(cycle({ createdAt: at(10) + 1 })).toMatchObject({ codingMinutes: 11 }));

  it('waits for a review from when the draft was ready', () =>
    expect(cycle({ readyAt: at(25) })).toMatchObject({ pickupMinutes: 5 }));

  it("takes the author's own comment for no review", () =>
    expect(cycle({ author: 'ben' })).toMatchObject({ firstReview: null, pickupMinutes: null, reviewMinutes: null }));

  it('takes any comment for a review where the author is not told', () =>
    expect(cycle({ author: null })).toMatchObject({ firstReview: { id: 'own' } }));

  it('does not measure a stage that would be negative, and still counts the cycle', () =>
    expect(cycle({ mergedAt: at(120), comments: [{ id: 'c', author: 'ben', at: at(5) }] })).toMatchObject({
      pickupMinutes: null,
      reviewMinutes: 115,
      deployment: { id: 'd2' },
      deployMinutes: null,
      cycleMinutes: 10 + 110,
    }));

  it('does not tell of a change that is still open', () =>
    expect(pullRequestCycles([pull({ mergedAt: null })], none)).toEqual([]));

  it('has no coding time where no commit is told', () =>
    expect(cycle({ commits: [{ sha: 'x', authoredAt: null }] })).toMatchObject({
      firstCommit: null,
      codingMinutes: null,
    }));
});

describe('Which deployment brought a change', () => {
  it('is the first whose told difference holds it', () =>
    expect(shipped([{ from: 'a', to: 'b', commits: ['m'] }])).toBe('d2'));

  it('is none when only the first deployment of the service holds it', () =>
    expect(shipped([{ from: null, to: 'a', commits: ['m'] }])).toBeUndefined());

  it('is read off the graph of commits where no difference is told', () => {
    const commits = ['a', 'm', 'b'].map((sha, index, all) => ({
      sha,
      parents: all.slice(index - 1, index),
      authoredAt: 0,
      merge: false,
      mainline: true,
    }));
    expect(broughtBy(twice, [], deliveries(commits, twice)).get('m')?.id).toBe('d2');
  });

  it('follows each service by itself', () => {
    const [first, second] = twice;
    const other = { ...second!, service: 'other' };
    expect(broughtBy([first!, other], [{ from: 'a', to: 'b', commits: ['m'] }], []).size).toBe(0);
  });
});

describe('The published cycles of DevLake', () => {
  it(cyclesAreThere ? 'are given cell by cell' : 'ARE MISSING, NOTHING WAS COMPARED: set TANDEM_REFERENCE_DATA', () => {
    if (!cyclesAreThere) return;
    const { lines, expected } = publishedCycles();
    const { pulls, deployments, diffs } = factsOf(lines as Line[]);

    expect(pullRequestCycles(pulls, broughtBy(deployments, diffs, [])).map(asDevLake)).toEqual(expected);
  });
});

const at = (minute: number) => minute * 60;
const none = new Map();

const twice: ServiceDeployment[] = [
  { id: 'd1', name: 'v1', sha: 'a', service: null, finishedAt: at(1) },
  { id: 'd2', name: 'v2', sha: 'b', service: null, finishedAt: at(100) },
];
const shipped = (diffs: Parameters<typeof broughtBy>[1]) => broughtBy(twice, diffs, []).get('m')?.id;

const pull = (changes: Partial<PullRequestFact>): PullRequestFact => ({
  id: '1',
  author: 'ann',
  createdAt: at(10),
  readyAt: null,
  mergedAt: at(60),
  mergeSha: 'm',
  commits: [
    { sha: 'y', authoredAt: at(5) },
    { sha: 'x', authoredAt: at(0) },
  ],
  comments: [
    { id: 'own', author: 'ann', at: at(12) },
    { id: 'c', author: 'ben', at: at(30) },
  ].filter((comment) => changes.author !== 'ben' || comment.id === 'c'),
  ...changes,
});
const cycle = (changes: Partial<PullRequestFact>) =>
  pullRequestCycles([pull(changes)], broughtBy(twice, [{ from: 'a', to: 'b', commits: ['m'] }], []))[0];

interface Line {
  readonly [field: string]: string | string[] | undefined;
  readonly kind: string;
}

/** What the doors and the tables do between a line and a fact, in miniature. */
function factsOf(lines: readonly Line[]) {
  const of = (kind: string) => lines.filter((line) => line.kind === kind);
  const text = (value: Line[string]) => (typeof value === 'string' ? value : null);
  const time = (value: Line[string]) => (typeof value === 'string' ? Date.parse(value) / 1000 : null);
  const pulls = of('pull-request').map((it) => ({
    id: text(it['id'])!,
    author: text(it['author']),
    createdAt: time(it['createdAt'])!,
    readyAt: null,
    mergedAt: time(it['mergedAt']),
    mergeSha: text(it['mergeSha']),
    commits: of('pull-request-commit')
      .filter((commit) => commit['pullRequest'] === it['id'])
      .map((commit) => ({ sha: text(commit['sha'])!, authoredAt: time(commit['authoredAt']) })),
    comments: of('comment')
      .filter((comment) => comment['pullRequest'] === it['id'])
      .map((comment) => ({ id: text(comment['id'])!, author: text(comment['author']), at: time(comment['at'])! })),
  }));
  const deployments = of('deployment')
    .filter((it) => it['environment'] === 'PRODUCTION' && it['outcome'] === 'success')
    .map((it) => ({
      id: text(it['id'])!,
      name: text(it['id'])!,
      sha: text(it['sha']),
      service: text(it['service']),
      finishedAt: time(it['finishedAt'])!,
    }));
  const diffs = of('diff').map((it) => ({
    from: text(it['from']),
    to: text(it['to'])!,
    commits: it['commits'] as string[],
  }));
  return { pulls, deployments, diffs };
}
