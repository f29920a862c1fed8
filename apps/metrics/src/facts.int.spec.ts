import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import webhooks from '@octokit/webhooks-examples';
import { Database, EventLog1763600000000, provision } from '@tandem/event-store';
import { testDatabase, type TestDatabase } from '@tandem/event-store/testing';
import { seededRandom } from '@tandem/statistics';
import { randomUUID } from 'node:crypto';
import { DeliveryFacts1763600100000 } from './migrations/delivery-facts.migration';
import { type Fact, ToldFact } from './connection/fact.measures';
import { keepFacts } from './connection/fact.queries';
import { readGitHub } from './connection/github.measures';

const acme = { tenantId: randomUUID() };
let home: TestDatabase;
let db: Database;

beforeAll(async () => {
  home = await testDatabase();
  const options = { url: home.url, schema: 'metrics' };
  await provision(options, [EventLog1763600000000, DeliveryFacts1763600100000]);
  db = new Database(options);
});
afterAll(async () => {
  await db?.close();
  await home?.close();
});

describe('Facts of delivery', () => {
  it('are the same whichever of them is told first, and however often', async () => {
    const inOrder = await kept(...everyPayload.map((fact) => [fact]));
    const shuffled = await kept(...shuffle(everyPayload).map((fact) => [fact]));
    const twiceAtOnce = await kept([...everyPayload, ...shuffle(everyPayload)], everyPayload);

    expect(factsIn(inOrder)).toEqual(factsIn(shuffled));
    expect(factsIn(inOrder)).toEqual(factsIn(twiceAtOnce));
    expect(inOrder.rows['deployments']).toHaveLength(3);
    expect(twiceAtOnce.changes[1]).toBe(0);
  });

  it('hold pseudonyms only', async () => {
    const { rows } = await kept(everyPayload);
    expect(JSON.stringify(factsIn({ rows }))).toContain('somebody');
    expect(JSON.stringify(factsIn({ rows }))).not.toContain('Codertocat');
  });

  it('of a pull request end as its last telling says, whenever that arrives', async () => {
    const opened = { kind: 'pull-request', id: '7', createdAt: '2026-01-01T00:00:00Z', author: 'ann' };
    const closed = { ...opened, closedAt: '2026-01-03T00:00:00Z', updatedAt: '2026-01-03T00:00:00Z' };
    const merged = { ...closed, mergedAt: '2026-01-05T00:00:00Z', mergeSha: 'm', updatedAt: '2026-01-05T00:00:00Z' };
    const reopened = { ...opened, updatedAt: '2026-01-04T00:00:00Z' };
    const late = await kept(told(merged), told(closed), told(reopened), told(opened));

    expect(late.rows['pull_requests']).toMatchObject([
      { merge_sha: 'm', merged_at: new Date('2026-01-05T00:00:00Z'), closed_at: new Date('2026-01-03T00:00:00Z') },
    ]);
  });

  it('take the parents of a told history for those that a push let suppose', async () => {
    const seen: Fact = { ...commit('c', ['wrong']), inferred: true };
    const known = commit('c', ['a', 'b']);

    expect((await kept([seen], [known])).rows['commits']).toMatchObject([
      { parents: ['a', 'b'], merge: true, inferred: false },
    ]);
    expect((await kept([known], [seen])).rows['commits']).toMatchObject([
      { parents: ['a', 'b'], merge: true, inferred: false },
    ]);
  });

  it('bring a commit onto the main line and never off it', async () => {
    const branch: Fact = { ...commit('c', ['a']), inferred: true, mainline: false };
    const main: Fact = { ...commit('c', ['b']), inferred: true };

    for (const order of [
      [branch, main],
      [main, branch],
    ])
      expect((await kept(...order.map((it) => [it]))).rows['commits']).toMatchObject([
        { parents: ['a', 'b'], mainline: true },
      ]);
  });

  it('date a deployment from its first success, whatever else was tried', async () => {
    const attempt = { kind: 'deployment', id: 'd', sha: 'a', environment: 'production' };
    const failed = { ...attempt, outcome: 'failure', finishedAt: '2026-01-01T00:00:00Z' };
    const succeeded = { ...attempt, outcome: 'success', finishedAt: '2026-01-02T00:00:00Z' };
    const again = { ...attempt, outcome: 'success', finishedAt: '2026-01-03T00:00:00Z' };

    for (const order of [
      [failed, succeeded, again],
      [again, succeeded, failed],
    ])
      expect((await kept(...order.map((it) => told(it)))).rows['deployments']).toMatchObject([
        { outcome: 'success', finished_at: new Date('2026-01-02T00:00:00Z') },
      ]);
  });

  it('count a version for each telling that changed something', async () => {
    const { rows } = await kept([commit('a', [])], [commit('a', [])], [commit('b', ['a'])]);
    expect(rows['fact_versions']).toMatchObject([{ version: 2n }]);
  });

  it('of one organisation are not seen by another', async () => {
    const { connectionId } = await kept([commit('a', [])]);
    const stranger = { tenantId: randomUUID() };
    expect(await db.read(stranger, 'select * from commits where connection_id = $1', [connectionId])).toEqual([]);
  });

  it('cannot be written for another organisation', async () => {
    const foreign = db.transaction({ tenantId: randomUUID() }, (tx) =>
      keepFacts(tx, acme, randomUUID(), [commit('a', [])], () => 'somebody'),
    );
    await expect(foreign).rejects.toThrow(/row-level security/);
  });
});

const factsIn = ({ rows: { fact_versions: _, ...facts } }: { rows: Record<string, object[]> }) => facts;

const commit = (sha: string, parents: string[]) =>
  ({ kind: 'commit', sha, parents, authoredAt: new Date('2026-01-01T00:00:00Z'), mainline: true }) as const;
const told = (line: object): Fact[] => [ToldFact.parse(line)];

const everyPayload = webhooks.flatMap(({ name, examples }) =>
  examples.flatMap((payload) => {
    const reading = readGitHub(name, payload);
    return reading.outcome === 'mapped' ? reading.facts : [];
  }),
);

function shuffle(facts: readonly Fact[]): Fact[] {
  const random = seededRandom(7);
  return facts
    .map((fact) => ({ fact, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ fact }) => fact);
}

const tables = [
  'commits',
  'deployments',
  'pull_requests',
  'pull_request_commits',
  'comments',
  'incidents',
  'fact_versions',
];

/** Tells each part in a transaction of its own, to a connection of its own, and reads everything back. */
async function kept(...parts: Fact[][]) {
  const connectionId = randomUUID();
  const changes: number[] = [];
  for (const part of parts)
    changes.push(await db.transaction(acme, (tx) => keepFacts(tx, acme, connectionId, part, () => 'somebody')));
  const rows: Record<string, object[]> = {};
  for (const table of tables) {
    const found = await db.read<object>(
      acme,
      `select * from ${table} t where connection_id = $1 order by to_jsonb(t)::text`,
      [connectionId],
    );
    rows[table] = found.map((row) => ({ ...row, connection_id: undefined }));
  }
  return { connectionId, changes, rows };
}
