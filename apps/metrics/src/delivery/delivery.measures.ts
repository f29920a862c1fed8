import { percentile } from '@tandem/statistics';
import {
  broughtBy,
  type DiffFact,
  type PullRequestCycle,
  pullRequestCycles,
  type PullRequestFact,
  type ServiceDeployment,
} from './cycle.measures';
import {
  type ChangeLeadTime,
  type CommitFact,
  coverage,
  type Delivered,
  delivered,
  deliveries,
  type DeploymentFrequency,
  deploymentFrequency,
  leadTimes,
  reach,
  type Window,
  within,
} from './dora.measures';

/** Everything that a repository's tools told of its delivery. */
export interface RepositoryFacts {
  readonly connectionId: string;
  readonly repository: string;
  readonly commits: readonly CommitFact[];
  readonly deployments: readonly ServiceDeployment[];
  readonly diffs: readonly DiffFact[];
  readonly pullRequests: readonly PullRequestFact[];
}

/** What is worked out once for a version of the facts; every window is read off it. */
export interface RepositoryHistory {
  readonly connectionId: string;
  readonly repository: string;
  readonly commits: readonly CommitFact[];
  readonly delivered: readonly Delivered[];
  readonly cycles: readonly PullRequestCycle[];
}

export function historyOf({
  connectionId,
  repository,
  commits,
  deployments,
  diffs,
  pullRequests,
}: RepositoryFacts): RepositoryHistory {
  const all = deliveries(commits, deployments);
  return {
    connectionId,
    repository,
    commits,
    delivered: all,
    cycles: pullRequestCycles(pullRequests, broughtBy(deployments, diffs, all)),
  };
}

/** How a change under review spent its time, in the middle and for the slow. Null where nothing is told. */
export interface CycleSummary {
  readonly n: number;
  readonly medianMinutes: number | null;
  readonly p85Minutes: number | null;
}

/** The figures of one or several repositories in one window. */
export interface DeliveryFigures {
  readonly deploymentFrequency: DeploymentFrequency;
  readonly changeLeadTime: ChangeLeadTime & { readonly coverage: number | null };
  readonly pullRequestCycle: CycleSummary;
}

export function figuresOf(histories: readonly RepositoryHistory[], window: Window): DeliveryFigures {
  const finished = histories.flatMap((it) => it.delivered.map(({ deployment }) => deployment.finishedAt));
  const cycles = histories.flatMap((it) => cyclesIn(it, window)).map(({ cycleMinutes }) => cycleMinutes);
  return {
    deploymentFrequency: deploymentFrequency(finished, window),
    changeLeadTime: {
      ...leadTimes(histories.flatMap((it) => delivered(it.delivered, window))),
      coverage: coverage(histories.map((it) => reach(it.commits, it.delivered, window))),
    },
    pullRequestCycle: {
      n: cycles.length,
      medianMinutes: percentile(cycles, 0.5, 'linear'),
      p85Minutes: percentile(cycles, 0.85, 'nearest-rank'),
    },
  };
}

/** Changes merged in the window. */
export const cyclesIn = ({ cycles }: RepositoryHistory, window: Window): PullRequestCycle[] =>
  cycles.filter(({ mergedAt }) => within(window, mergedAt));
