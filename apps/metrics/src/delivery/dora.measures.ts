import { percentile } from '@tandem/statistics';

/** A commit as the tools told it. Times are seconds since 1970. */
export interface CommitFact {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly authoredAt: number;
  readonly merge: boolean;
  /** Others only carry the ancestry of a deployment that was made off the main line. */
  readonly mainline: boolean;
}

/** A finished, successful deployment to production. */
export interface DeploymentFact {
  readonly id: string;
  readonly name: string;
  /** Null where the tool told only a tag that we have never seen. */
  readonly sha: string | null;
  readonly finishedAt: number;
}

/** A commit in the deployment that first brought it to production. */
export interface DeployedCommit extends CommitFact {
  readonly leadSeconds: number;
}

/** What a deployment was the first to bring. */
export interface Delivered {
  readonly deployment: DeploymentFact;
  readonly commits: readonly DeployedCommit[];
  /** Whether we know the deployed commit; otherwise nothing can be said of what it brought. */
  readonly known: boolean;
}

/** From this moment, up to but without that one; open where nothing is said. Seconds since 1970. */
export interface Window {
  readonly from?: number;
  readonly to?: number;
}

/**
 * Gives each commit to the first deployment, by time and then by name, that contains it.
 *
 * A deployment contains its commit and all ancestors of it; what it brings are those of the main line.
 * Each commit and each parent is looked at once.
 */
export function deliveries(
  commits: readonly CommitFact[],
  deployments: readonly DeploymentFact[],
): readonly Delivered[] {
  const waiting = new Map(commits.map((commit) => [commit.sha, commit]));
  const known = new Set(waiting.keys());

  return inOrder(deployments).map((deployment) => {
    const delivered: DeployedCommit[] = [];
    const ahead = deployment.sha === null ? [] : [deployment.sha];
    for (let sha = ahead.pop(); sha !== undefined; sha = ahead.pop()) {
      const commit = waiting.get(sha);
      if (!commit) continue;
      waiting.delete(sha);
      if (commit.mainline) delivered.push({ ...commit, leadSeconds: deployment.finishedAt - commit.authoredAt });
      ahead.push(...commit.parents);
    }
    return { deployment, commits: delivered, known: deployment.sha !== null && known.has(deployment.sha) };
  });
}

export const inOrder = <D extends Pick<DeploymentFact, 'finishedAt' | 'name'>>(deployments: readonly D[]): D[] =>
  [...deployments].sort((a, b) => a.finishedAt - b.finishedAt || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

/** How long changes took from their author's commit to production. Null where there is nothing to measure, never 0. */
export interface ChangeLeadTime {
  /** Commits measured: not merges, not negative. */
  readonly n: number;
  readonly medianSeconds: number | null;
  readonly lowerMedianSeconds: number | null;
  readonly p85Seconds: number | null;
  readonly meanSeconds: number | null;
  readonly merges: number;
  /** Commits dated after their deployment: a wrong clock, or history written anew. */
  readonly negative: number;
}

export function leadTimes(commits: readonly DeployedCommit[]): ChangeLeadTime {
  const changes = commits.filter(({ merge }) => !merge);
  const values = changes.map(({ leadSeconds }) => leadSeconds).filter((seconds) => seconds >= 0);
  const n = values.length;
  return {
    n,
    medianSeconds: percentile(values, 0.5, 'linear'),
    lowerMedianSeconds: percentile(values, 0.5, 'lower'),
    p85Seconds: percentile(values, 0.85, 'nearest-rank'),
    meanSeconds: n === 0 ? null : values.reduce((sum, value) => sum + value, 0) / n,
    merges: commits.length - changes.length,
    negative: changes.length - n,
  };
}

export const within = ({ from = -Infinity, to = Infinity }: Window, at: number): boolean => at >= from && at < to;

/** What the deployments of a window brought. */
export const delivered = (all: readonly Delivered[], window: Window): readonly DeployedCommit[] =>
  all.filter(({ deployment }) => within(window, deployment.finishedAt)).flatMap(({ commits }) => commits);

/** How many changes a window saw, and how many of them reached production by its end. */
export interface Reach {
  readonly changes: number;
  readonly deployed: number;
}

export function reach(commits: readonly CommitFact[], all: readonly Delivered[], window: Window): Reach {
  const isChange = (commit: CommitFact) => commit.mainline && !commit.merge && within(window, commit.authoredAt);
  return {
    changes: commits.filter(isChange).length,
    deployed: delivered(all, { to: window.to }).filter(isChange).length,
  };
}

/** The share of the changes that reached production. Null without changes, never 0. */
export function coverage(reaches: readonly Reach[]): number | null {
  const changes = reaches.reduce((sum, it) => sum + it.changes, 0);
  return changes === 0 ? null : reaches.reduce((sum, it) => sum + it.deployed, 0) / changes;
}

/** How often the team deploys to production. Null where there is nothing to measure, never 0. */
export interface DeploymentFrequency {
  readonly n: number;
  readonly perWeek: number | null;
}

const weekSeconds = 7 * 86_400;

/** A bound that is left open lies at the first or the last deployment. */
export function deploymentFrequency(finished: readonly number[], window: Window): DeploymentFrequency {
  const times = finished.filter((at) => within(window, at)).sort((a, b) => a - b);
  const n = times.length;
  if (n === 0) return { n, perWeek: null };
  const weeks = ((window.to ?? times[n - 1]!) - (window.from ?? times[0]!)) / weekSeconds;
  return { n, perWeek: weeks > 0 ? n / weeks : null };
}
