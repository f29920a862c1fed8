import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { MethodEnum, OpportunityType } from './opportunity.graphql';
import type { Method } from './opportunity.events';

@ObjectType('RankedOpportunity')
export class RankedType {
  @Field(() => Int, { description: 'Equals share a rank: 1, 2, 2, 4.' })
  readonly rank!: number;

  @Field(() => Float)
  readonly value!: number;

  @Field(() => OpportunityType)
  readonly opportunity!: OpportunityType;
}

@ObjectType('RankingStability', { description: 'How alike two methods rank what both have scored.' })
export class StabilityType {
  @Field(() => [MethodEnum])
  readonly methods!: readonly Method[];

  @Field(() => Int, { description: 'Opportunities that both have scored.' })
  readonly n!: number;

  @Field(() => Float, { nullable: true, description: 'Kendall\u2019s tau-b, -1 to 1. Null: too few, or all tied.' })
  readonly tau!: number | null;
}

@ObjectType('MonthCount')
export class MonthCountType {
  @Field({ description: 'Such as 2026-01, in UTC.' })
  readonly month!: string;

  @Field(() => Int)
  readonly count!: number;
}

@ObjectType('OpportunityRanking', { description: 'The backlog by value.' })
export class RankingType {
  @Field(() => MethodEnum)
  readonly method!: Method;

  @Field(() => [RankedType], {
    description: 'The greatest value first; what was not scored by the method is left out.',
  })
  readonly items!: readonly RankedType[];

  @Field(() => Float, {
    nullable: true,
    description: 'Of the first 20, the share with customer feedback or a metric behind it. Null: nothing is ranked.',
  })
  readonly valueLinkedShare!: number | null;

  @Field(() => Int, { description: 'How many the share is of, at most 20.' })
  readonly valueLinkedOf!: number;

  @Field(() => [StabilityType])
  readonly stability!: readonly StabilityType[];

  @Field(() => [MonthCountType], { description: 'New rounds that feedback asked for and that changed a score.' })
  readonly feedbackReranks!: readonly MonthCountType[];
}
