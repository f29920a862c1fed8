import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { everyone, idOf, May, PageArgs, pageOf, Problem, toConnection, Viewer } from '@tandem/platform';
import {
  changeLeadTimeDefinition,
  definitions,
  deploymentFrequencyDefinition,
  pullRequestCycleDefinition,
} from './definition.measures';
import {
  DeployedCommitConnection,
  DeploymentConnection,
  DeploymentType,
  MetricDefinitionType,
  PullRequestCycleConnection,
  TeamDeliveryType,
  TeamType,
} from './delivery.graphql';
import { cyclesIn, type DeliveryFigures, figuresOf, type RepositoryHistory } from './delivery.measures';
import { DeliveryFacts } from './delivery.queries';
import { type ChangeLeadTime, type Delivered, leadTimes, type Window, within } from './dora.measures';
import { partOf } from './page.measures';

interface TeamDelivery {
  readonly histories: readonly RepositoryHistory[];
  readonly window: Window;
}

interface Deployment extends Delivered {
  readonly repository: string;
  readonly connectionId: string;
}

@Resolver(() => TeamType)
@May(...everyone)
export class TeamDeliveryResolver {
  constructor(private readonly facts: DeliveryFacts) {}

  @Query(() => [MetricDefinitionType], { description: 'What each figure means.' })
  metricDefinitions() {
    return definitions;
  }

  @ResolveField(() => TeamDeliveryType, {
    description: 'How the team delivers: from a moment, up to but without another.',
  })
  async delivery(
    @Parent() { id }: TeamType,
    @Args('from', { type: () => Date, nullable: true }) from: Date | null,
    @Args('to', { type: () => Date, nullable: true }) to: Date | null,
    @Viewer() viewer: Viewer,
  ) {
    const window = windowOf(from, to);
    const histories = await this.facts.ofTeam(viewer, idOf('id', id));
    return {
      histories,
      window,
      ...shownFigures(figuresOf(histories, window)),
      repositories: histories.map((history) => ({
        connectionId: history.connectionId,
        repository: history.repository,
        ...shownFigures(figuresOf([history], window)),
      })),
    };
  }
}

@Resolver(() => TeamDeliveryType)
@May(...everyone)
export class DeliveryResolver {
  @ResolveField(() => DeploymentConnection, { description: 'The deployments behind the figures, last first.' })
  deployments(@Parent() { histories, window }: TeamDelivery, @Args() page: PageArgs) {
    const all = histories.flatMap(({ delivered, repository, connectionId }) =>
      delivered
        .filter(({ deployment }) => within(window, deployment.finishedAt))
        .map((it): Deployment => ({ ...it, repository, connectionId })),
    );
    all.sort(
      (a, b) => b.deployment.finishedAt - a.deployment.finishedAt || (b.deployment.name < a.deployment.name ? -1 : 1),
    );
    return toConnection(
      partOf(all, ({ connectionId, deployment }) => `${connectionId}/${deployment.id}`, pageOf(page)),
      shownDeployment,
    );
  }

  @ResolveField(() => PullRequestCycleConnection, { description: 'The merged changes behind the figures, last first.' })
  pullRequests(@Parent() { histories, window }: TeamDelivery, @Args() page: PageArgs) {
    const all = histories
      .flatMap((history) =>
        cyclesIn(history, window).map((cycle) => ({
          ...cycle,
          repository: history.repository,
          connectionId: history.connectionId,
        })),
      )
      .sort((a, b) => b.mergedAt - a.mergedAt);
    return toConnection(
      partOf(all, ({ connectionId, id }) => `${connectionId}/${id}`, pageOf(page)),
      (it) => ({
        ...it,
        createdAt: date(it.createdAt),
        mergedAt: date(it.mergedAt),
        firstCommitSha: it.firstCommit?.sha ?? null,
        firstCommitAt: it.firstCommit && date(it.firstCommit.authoredAt),
        firstReviewId: it.firstReview?.id ?? null,
        firstReviewAt: it.firstReview && date(it.firstReview.at),
        deploymentId: it.deployment?.id ?? null,
        deployedAt: it.deployment && date(it.deployment.finishedAt),
      }),
    );
  }
}

@Resolver(() => DeploymentType)
@May(...everyone)
export class DeploymentResolver {
  @ResolveField(() => DeployedCommitConnection, {
    description: 'The commits that it was the first to bring, slowest first.',
  })
  commits(@Parent() { commits }: Delivered, @Args() page: PageArgs) {
    const slowestFirst = [...commits].sort((a, b) => b.leadSeconds - a.leadSeconds || (a.sha < b.sha ? -1 : 1));
    return toConnection(
      partOf(slowestFirst, ({ sha }) => sha, pageOf(page)),
      (it) => ({ ...it, authoredAt: date(it.authoredAt) }),
    );
  }
}

const date = (seconds: number) => new Date(seconds * 1000);
const hours = (seconds: number | null) => (seconds === null ? null : seconds / 3600);

const shownLeadTime = (it: ChangeLeadTime, coverage: number | null) => ({
  ...it,
  medianHours: hours(it.medianSeconds),
  p85Hours: hours(it.p85Seconds),
  coverage,
  definition: changeLeadTimeDefinition,
});

const shownFigures = ({ deploymentFrequency, changeLeadTime, pullRequestCycle }: DeliveryFigures) => ({
  deploymentFrequency: { ...deploymentFrequency, definition: deploymentFrequencyDefinition },
  changeLeadTime: shownLeadTime(changeLeadTime, changeLeadTime.coverage),
  pullRequestCycle: { ...pullRequestCycle, definition: pullRequestCycleDefinition },
});

const shownDeployment = ({ deployment, commits, known, repository }: Deployment) => ({
  id: deployment.id,
  name: deployment.name,
  repository,
  sha: deployment.sha,
  finishedAt: date(deployment.finishedAt),
  known,
  commits,
  changeLeadTime: shownLeadTime(leadTimes(commits), null),
});

function windowOf(from: Date | null, to: Date | null): Window {
  if (from && to && from >= to) throw new Problem(400, 'BAD_USER_INPUT', '`from` must lie before `to`.');
  return { from: from ? from.getTime() / 1000 : undefined, to: to ? to.getTime() / 1000 : undefined };
}
