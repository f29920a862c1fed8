import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CommitFact, deliveries, type DeploymentFact, inOrder } from './dora.measures';

/** Histories of up to 25 commits, each with parents among the earlier ones, and up to 8 deployments of any of them. */
const histories = fc
  .array(fc.record({ parents: fc.array(fc.nat(24), { maxLength: 3 }), mainline: fc.boolean() }), { maxLength: 25 })
  .chain((shape) => {
    const commits = shape.map(({ parents, mainline }, index): CommitFact => ({
      sha: `c${index}`,
      parents: [...new Set(parents.filter((parent) => parent < index))].map((parent) => `c${parent}`),
      authoredAt: index,
      merge: parents.length > 1,
      mainline,
    }));
    const deployment = fc
      .record({ commit: fc.nat(30), finishedAt: fc.nat(6), name: fc.constantFrom('a', 'b', 'c') })
      .map(({ commit, ...it }): Omit<DeploymentFact, 'id'> => ({ ...it, sha: `c${commit}` }));
    return fc
      .array(deployment, { maxLength: 8 })
      .map((all) => ({ commits, deployments: all.map((it, index): DeploymentFact => ({ ...it, id: String(index) })) }));
  });

it('gives each commit to the first deployment that contains it, as the definition says it word for word', () =>
  fc.assert(
    fc.property(histories, ({ commits, deployments }) => {
      const found = deliveries(commits, deployments).map(({ deployment, commits }) => [
        deployment.id,
        commits.map(({ sha }) => sha).sort(),
      ]);

      const ordered = inOrder(deployments);
      const contained = ordered.map(({ sha }) => ancestors(commits, sha!));
      const expected = ordered.map(({ id }, nth) => [
        id,
        commits
          .filter(({ sha, mainline }) => mainline && contained[nth]!.has(sha))
          .filter(({ sha }) => !contained.slice(0, nth).some((earlier) => earlier.has(sha)))
          .map(({ sha }) => sha)
          .sort(),
      ]);
      expect(found).toEqual(expected);
    }),
    { seed: 5, numRuns: 500 },
  ));

/** A commit and everything that it stands on, found by asking again until nothing new is found. */
function ancestors(commits: readonly CommitFact[], sha: string): ReadonlySet<string> {
  const found = new Set(commits.filter((commit) => commit.sha === sha).map((commit) => commit.sha));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const commit of commits) if (found.has(commit.sha)) for (const parent of commit.parents) found.add(parent);
  }
  return found;
}
