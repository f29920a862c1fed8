import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs } from '@tandem/platform';
import type { Decision, DecisionFigure, DecisionRecord, Ground } from './decision.events';
import { MetricRoleEnum, RuleEnum } from './design.graphql';
import type { Rule } from './design.events';

export const DecisionEnum = {
  ship: 'ship',
  roll_back: 'roll_back',
  iterate: 'iterate',
  keep_running: 'keep_running',
} as const satisfies Record<Decision, Decision>;
registerEnumType(DecisionEnum, { name: 'ExperimentDecision', description: 'What a declared rule answers.' });

@ObjectType('DecisionWatermark', { description: 'The data that a decision was made on.' })
export class WatermarkType {
  @Field(() => Date)
  readonly readAt!: string;

  @Field(() => Int)
  readonly units!: number;
}

@ObjectType('DecisionFigure', { description: 'A variant against the control, or against the share to beat.' })
export class DecisionFigureType implements DecisionFigure {
  @Field()
  readonly metric!: string;

  @Field(() => MetricRoleEnum)
  readonly role!: DecisionFigure['role'];

  @Field()
  readonly variant!: string;

  @Field(() => Int, { description: 'Units on both sides of the comparison.' })
  readonly n!: number;

  @Field(() => Float, { description: 'Variant minus control, in the unit of the metric.' })
  readonly difference!: number;

  @Field(() => Float, { description: 'Two-sided.' })
  readonly p!: number;

  @Field(() => Float)
  readonly ciLow!: number;

  @Field(() => Float)
  readonly ciHigh!: number;

  @Field({ description: 'Which test and which interval.' })
  readonly method!: string;

  @Field(() => String, {
    description: 'better, worse or unclear at the level of the look; of a guardrail within, beyond or unclear.',
  })
  readonly says!: DecisionFigure['says'];
}

@ObjectType('DecisionRecord', { description: 'A decision by rule with all it rests on.' })
export class DecisionRecordType implements DecisionRecord {
  readonly teamIds!: readonly string[];

  @Field(() => DecisionEnum)
  readonly decision!: Decision;

  @Field(() => DecisionEnum, { description: 'What the rule says; a person may differ, with a reason.' })
  readonly ruled!: Decision;

  @Field(() => String, { description: 'Why the rule says so, such as primary-better or guardrail-beyond-margin.' })
  readonly ground!: Ground;

  @Field(() => String, { nullable: true, description: 'Key of the variant that is shipped. Null: none.' })
  readonly winner!: string | null;

  @Field(() => RuleEnum)
  readonly rule!: Rule;

  @Field(() => Int)
  readonly designVersion!: number;

  @Field(() => Int, { description: 'Which of the agreed looks it was, 1 for the first.' })
  readonly look!: number;

  @Field(() => Float, { description: 'The level of each comparison at this look.' })
  readonly alpha!: number;

  @Field(() => WatermarkType)
  readonly watermark!: WatermarkType;

  @Field(() => [DecisionFigureType])
  readonly figures!: readonly DecisionFigureType[];

  @Field({ description: 'Which edition of the statistics computed it.' })
  readonly statsVersion!: string;

  @Field(() => String, { nullable: true, description: 'Why it differs from the rule. Null: it does not.' })
  readonly reason!: string | null;

  @Field(() => ID)
  readonly personId!: string;

  @Field(() => Date)
  readonly decidedAt!: string;
}

@ArgsType()
export class DecideExperimentArgs extends CommandArgs {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => DecisionEnum, { nullable: true, description: 'Left out: what the rule says.' })
  readonly decision?: Decision;

  @Field({ nullable: true, description: 'Needed where the decision differs from the rule.' })
  readonly reason?: string;
}
