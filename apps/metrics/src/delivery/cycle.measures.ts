import { type Delivered, type DeploymentFact, inOrder } from './dora.measures';

/** A change under review, as the tools told it. Times are seconds since 1970; people are pseudonyms. */
export interface PullRequestFact {
  readonly id: string;
  readonly author: string | null;
  readonly createdAt: number;
  /** When it ceased to be a draft, if it was one. */
  readonly readyAt: number | null;
  readonly mergedAt: number | null;
  readonly mergeSha: string | null;
  readonly commits: readonly { readonly sha: string; readonly authoredAt: number | null }[];
  readonly comments: readonly { readonly id: string; readonly author: string | null; readonly at: number }[];
}

/** The commits between two deployed ones, as a tool told them. */
export interface DiffFact {
  readonly from: string | null;
  readonly to: string;
  readonly commits: readonly string[];
}

export interface ServiceDeployment extends DeploymentFact {
  /** Deployments of one service follow each other. */
  readonly service: string | null;
}

/** Where the time of a merged change went. A stage that cannot be told, or would be negative, is null. */
export interface PullRequestCycle {
  readonly id: string;
  readonly createdAt: number;
  readonly mergedAt: number;
  readonly firstCommit: { readonly sha: string; readonly authoredAt: number } | null;
  readonly firstReview: { readonly id: string; readonly at: number } | null;
  readonly deployment: DeploymentFact | null;
  readonly codingMinutes: number | null;
  readonly pickupMinutes: number | null;
  readonly reviewMinutes: number | null;
  readonly deployMinutes: number | null;
  readonly cycleMinutes: number;
}

/**
 * Finds for each commit the deployment that brought it: the first whose difference to its predecessor holds it.
 *
 * A told difference outranks the graph of commits. The first deployment of a service has no predecessor, so nothing can
 * be said of when the changes in it were due: it brings none here.
 */
export function broughtBy(
  deployments: readonly ServiceDeployment[],
  diffs: readonly DiffFact[],
  delivered: readonly Delivered[],
): ReadonlyMap<string, DeploymentFact> {
  const told = new Map(diffs.map((diff) => [`${diff.from}..${diff.to}`, diff.commits]));
  const walked = new Map(delivered.map(({ deployment, commits }) => [deployment.id, commits.map(({ sha }) => sha)]));
  const last = new Map<string | null, DeploymentFact>();
  const found = new Map<string, DeploymentFact>();

  for (const deployment of inOrder(deployments)) {
    const before = last.get(deployment.service);
    last.set(deployment.service, deployment);
    if (!before) continue;
    const commits = told.get(`${before.sha}..${deployment.sha}`) ?? walked.get(deployment.id) ?? [];
    for (const sha of commits) if (!found.has(sha)) found.set(sha, deployment);
  }
  return found;
}

/** The stages of every merged pull request: coding, pickup, review, deploy, each rounded up to whole minutes. */
export function pullRequestCycles(
  pullRequests: readonly PullRequestFact[],
  broughtBy: ReadonlyMap<string, DeploymentFact>,
): PullRequestCycle[] {
  return pullRequests.flatMap((pull) => (pull.mergedAt === null ? [] : [cycleOf(pull, pull.mergedAt, broughtBy)]));
}

function cycleOf(
  { id, author, createdAt, readyAt, mergeSha, commits, comments }: PullRequestFact,
  mergedAt: number,
  broughtBy: ReadonlyMap<string, DeploymentFact>,
): PullRequestCycle {
  const firstCommit = earliest(
    commits.flatMap(({ sha, authoredAt }) => (authoredAt === null ? [] : [{ sha, authoredAt, at: authoredAt }])),
  );
  const firstReview = earliest(comments.filter((comment) => author === null || comment.author !== author));
  const deployment = (mergeSha !== null && broughtBy.get(mergeSha)) || null;

  const codingMinutes = firstCommit && minutes(firstCommit.authoredAt, createdAt);
  const deployMinutes = deployment && minutes(mergedAt, deployment.finishedAt);
  return {
    id,
    createdAt,
    mergedAt,
    firstCommit: firstCommit && { sha: firstCommit.sha, authoredAt: firstCommit.authoredAt },
    firstReview: firstReview && { id: firstReview.id, at: firstReview.at },
    deployment,
    codingMinutes,
    pickupMinutes: firstReview && minutes(Math.max(createdAt, readyAt ?? createdAt), firstReview.at),
    reviewMinutes: firstReview && minutes(firstReview.at, mergedAt),
    deployMinutes,
    cycleMinutes: (codingMinutes ?? 0) + (minutes(createdAt, mergedAt) ?? 0) + (deployMinutes ?? 0),
  };
}

const earliest = <T extends { readonly at: number }>(all: readonly T[]): T | null =>
  all.reduce<T | null>((first, it) => (first === null || it.at < first.at ? it : first), null);

const minutes = (from: number, to: number): number | null => (to < from ? null : Math.ceil((to - from) / 60));
