import { Directive, Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '@tandem/platform';
import type { Definition } from './definition.measures';

@ObjectType('MetricDefinition', { description: 'What a figure means.' })
export class MetricDefinitionType implements Definition {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => Int, { description: 'A changed meaning gets a new version beside the old.' })
  readonly version!: number;

  @Field()
  readonly name!: string;

  @Field()
  readonly unit!: string;

  @Field(() => String, { nullable: true, description: 'The kinds of percentile that its figures are.' })
  readonly percentile!: string | null;

  @Field()
  readonly formula!: string;

  @Field({ description: 'Where the meaning comes from.' })
  readonly source!: string;
}

@ObjectType('DeploymentFrequency')
export class DeploymentFrequencyType {
  @Field(() => Int, { description: 'Successful production deployments.' })
  readonly n!: number;

  @Field(() => Float, { nullable: true, description: 'Null without deployments: no data is not zero.' })
  readonly perWeek!: number | null;

  @Field(() => MetricDefinitionType)
  readonly definition!: Definition;
}

@ObjectType('ChangeLeadTime', { description: 'From the commit to production. Null where there is nothing to measure.' })
export class ChangeLeadTimeType {
  @Field(() => Int, { description: 'Changes measured.' })
  readonly n!: number;

  @Field(() => Float, { nullable: true })
  readonly medianSeconds!: number | null;

  @Field(() => Float, { nullable: true })
  readonly medianHours!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The lower of the two middle values, as Apache DevLake takes it.',
  })
  readonly lowerMedianSeconds!: number | null;

  @Field(() => Float, { nullable: true })
  readonly p85Seconds!: number | null;

  @Field(() => Float, { nullable: true })
  readonly p85Hours!: number | null;

  @Field(() => Float, { nullable: true })
  readonly meanSeconds!: number | null;

  @Field(() => Int, { description: 'Merges deployed; they are not measured.' })
  readonly merges!: number;

  @Field(() => Int, { description: 'Changes dated after their deployment; they are not measured.' })
  readonly negative!: number;

  @Field(() => Float, { nullable: true, description: 'The share of the window’s changes that a deployment brought.' })
  readonly coverage!: number | null;

  @Field(() => MetricDefinitionType)
  readonly definition!: Definition;
}

@ObjectType('PullRequestCycleSummary')
export class PullRequestCycleSummaryType {
  @Field(() => Int, { description: 'Changes merged.' })
  readonly n!: number;

  @Field(() => Float, { nullable: true })
  readonly medianMinutes!: number | null;

  @Field(() => Float, { nullable: true })
  readonly p85Minutes!: number | null;

  @Field(() => MetricDefinitionType)
  readonly definition!: Definition;
}

@ObjectType('DeployedCommit')
export class DeployedCommitType {
  @Field()
  readonly sha!: string;

  @Field()
  readonly authoredAt!: Date;

  @Field()
  readonly merge!: boolean;

  @Field(() => Float, { description: 'From the author’s commit to the end of this deployment.' })
  readonly leadSeconds!: number;
}

@ObjectType('Deployment', { description: 'A successful deployment to production, with the changes that it brought.' })
export class DeploymentType {
  @Field(() => ID)
  readonly id!: string;

  @Field({ description: 'As its tool names it.' })
  readonly name!: string;

  @Field()
  readonly repository!: string;

  @Field(() => String, { nullable: true })
  readonly sha!: string | null;

  @Field()
  readonly finishedAt!: Date;

  @Field({ description: 'Whether its commit is known; otherwise what it brought is not.' })
  readonly known!: boolean;

  @Field(() => ChangeLeadTimeType)
  readonly changeLeadTime!: ChangeLeadTimeType;
}

@ObjectType('PullRequestCycle', {
  description: 'Where the time of a merged change went. A stage that is not known is null.',
})
export class PullRequestCycleType {
  @Field(() => ID, { description: 'As the tool counts it.' })
  readonly id!: string;

  @Field()
  readonly repository!: string;

  @Field()
  readonly createdAt!: Date;

  @Field()
  readonly mergedAt!: Date;

  @Field(() => String, { nullable: true })
  readonly firstCommitSha!: string | null;

  @Field(() => Date, { nullable: true })
  readonly firstCommitAt!: Date | null;

  @Field(() => String, { nullable: true })
  readonly firstReviewId!: string | null;

  @Field(() => Date, { nullable: true })
  readonly firstReviewAt!: Date | null;

  @Field(() => String, { nullable: true })
  readonly deploymentId!: string | null;

  @Field(() => Date, { nullable: true })
  readonly deployedAt!: Date | null;

  @Field(() => Int, { nullable: true })
  readonly codingMinutes!: number | null;

  @Field(() => Int, { nullable: true })
  readonly pickupMinutes!: number | null;

  @Field(() => Int, { nullable: true })
  readonly reviewMinutes!: number | null;

  @Field(() => Int, { nullable: true })
  readonly deployMinutes!: number | null;

  @Field(() => Int)
  readonly cycleMinutes!: number;
}

@ObjectType('RepositoryDelivery')
export class RepositoryDeliveryType {
  @Field(() => ID)
  readonly connectionId!: string;

  @Field()
  readonly repository!: string;

  @Field(() => DeploymentFrequencyType)
  readonly deploymentFrequency!: DeploymentFrequencyType;

  @Field(() => ChangeLeadTimeType)
  readonly changeLeadTime!: ChangeLeadTimeType;

  @Field(() => PullRequestCycleSummaryType)
  readonly pullRequestCycle!: PullRequestCycleSummaryType;
}

@ObjectType('TeamDelivery', { description: 'How a team delivers, over all its repositories and for each.' })
export class TeamDeliveryType {
  @Field(() => DeploymentFrequencyType)
  readonly deploymentFrequency!: DeploymentFrequencyType;

  @Field(() => ChangeLeadTimeType)
  readonly changeLeadTime!: ChangeLeadTimeType;

  @Field(() => PullRequestCycleSummaryType)
  readonly pullRequestCycle!: PullRequestCycleSummaryType;

  @Field(() => [RepositoryDeliveryType], {
    description: 'Figures of different services are better not blended: here is each.',
  })
  readonly repositories!: readonly RepositoryDeliveryType[];
}

@ObjectType('Team')
@Directive('@key(fields: "id")')
export class TeamType {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType()
export class DeploymentConnection extends connectionOf(DeploymentType, 'Deployment') {}

@ObjectType()
export class DeployedCommitConnection extends connectionOf(DeployedCommitType, 'DeployedCommit') {}

@ObjectType()
export class PullRequestCycleConnection extends connectionOf(PullRequestCycleType, 'PullRequestCycle') {}
