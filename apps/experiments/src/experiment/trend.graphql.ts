import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { SampleRatio } from '@tandem/statistics';
import { MetricKindEnum } from './design.graphql';
import type { Metric, Variant } from './experiment.events';
import { SampleRatioVerdictEnum } from './result.graphql';
import type { ExperimentTrend, NoTrend, RatioPoint, RatioTrend, TrendPoint, VariantTrend } from './trend.measures';

const NoTrendReasonEnum = {
  too_few: 'too-few',
  no_variance: 'no-variance',
  zero_baseline: 'zero-baseline',
  not_finite: 'not-finite',
  out_of_reach: 'out-of-reach',
  no_plan: 'no-plan',
  no_new_units: 'no-new-units',
} as const satisfies Record<string, NoTrend>;
registerEnumType(NoTrendReasonEnum, {
  name: 'NoTrendReason',
  description:
    'Why there is no figure. no_plan: no number of units was planned, so nothing says what a look may spend; no_new_units: nobody is new since the look before, whose bounds count; the others as NoFigureReason.',
});

@ObjectType('TrendPoint', { description: 'What was known of a variant against the control at the end of a day.' })
export class TrendPointType implements TrendPoint {
  @Field(() => Int, { description: 'Day of the experiment, 1 being its first 24 hours.' })
  readonly day!: number;

  @Field(() => Int, { description: 'Units of both.' })
  readonly n!: number;

  @Field(() => Float, { nullable: true, description: 'Variant minus control, in the unit of the metric.' })
  readonly difference!: number | null;

  @Field(() => Float, { nullable: true, description: 'Lower end, for one look made on this day alone.' })
  readonly ciLow!: number | null;

  @Field(() => Float, { nullable: true, description: 'Upper end, for one look made on this day alone.' })
  readonly ciHigh!: number | null;

  @Field(() => Float, { nullable: true, description: 'Lower end that holds however often one looks.' })
  readonly sequentialLow!: number | null;

  @Field(() => Float, { nullable: true, description: 'Upper end that holds however often one looks.' })
  readonly sequentialHigh!: number | null;

  @Field({ description: 'Whether an effect is found on this day, all daily looks counted.' })
  readonly crossed!: boolean;

  @Field(() => NoTrendReasonEnum, { nullable: true, description: 'Why a difference or its sequential ends are null.' })
  readonly reason!: NoTrend | null;
}

@ObjectType('VariantTrend', { description: 'A variant against the control, day after day.' })
export class VariantTrendType implements VariantTrend {
  @Field({ description: 'Key of the metric.' })
  readonly metric!: string;

  @Field(() => MetricKindEnum)
  readonly kind!: Metric['kind'];

  @Field({ description: 'Key of the variant.' })
  readonly variant!: string;

  @Field({ description: 'Key of the variant that it is compared with.' })
  readonly control!: string;

  @Field(() => Float, { description: 'Of the intervals: 1 minus the share of false alarms that the plan accepts.' })
  readonly level!: number;

  @Field(() => Float, { nullable: true, description: 'Of all daily looks together. Null: see reason.' })
  readonly p!: number | null;

  @Field(() => NoTrendReasonEnum, { nullable: true, description: 'Why p is null.' })
  readonly reason!: NoTrend | null;

  @Field(() => Int, { nullable: true, description: 'The first day on which an effect was found. Null: on none.' })
  readonly crossedOn!: number | null;

  @Field(() => [TrendPointType])
  readonly points!: readonly TrendPoint[];
}

@ObjectType('SampleRatioPoint', { description: 'How the variants had filled by the end of a day.' })
export class RatioPointType implements RatioPoint {
  @Field(() => Int)
  readonly day!: number;

  @Field(() => [Int], { description: 'Units of each variant, in the order of the design.' })
  readonly units!: readonly number[];

  @Field(() => Int, { description: 'Units that saw several variants, counted from their first day on.' })
  readonly excludedUnits!: number;

  @Field(() => Float, { nullable: true, description: 'For one look made on this day alone.' })
  readonly p!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of all looks up to this day. Null: nobody was exposed.' })
  readonly sequentialP!: number | null;

  @Field(() => SampleRatioVerdictEnum, { nullable: true, description: 'By sequentialP.' })
  readonly verdict!: SampleRatio['verdict'] | null;
}

@ObjectType('SampleRatioTrend', { description: 'Whether the variants filled as they were meant to, day after day.' })
export class RatioTrendType implements RatioTrend {
  readonly variants!: readonly Variant[];

  @Field(() => Int, { nullable: true, description: 'The first day that was an alarm. Null: none was.' })
  readonly alarmOn!: number | null;

  @Field(() => [RatioPointType])
  readonly points!: readonly RatioPoint[];
}

@ObjectType('ExperimentTrend', { description: 'What an experiment said at the end of each day.' })
export class ExperimentTrendType implements ExperimentTrend {
  @Field(() => RatioTrendType)
  readonly sampleRatio!: RatioTrend;

  @Field(() => [VariantTrendType], {
    description: 'Each metric and variant but the control. Empty while the team has agreed not to look.',
  })
  readonly effects!: readonly VariantTrend[];

  @Field(() => Date, {
    nullable: true,
    description: 'The team has agreed not to look before. Null: the effects are here.',
  })
  readonly hiddenUntil!: string | null;

  @Field({ description: 'Which edition of the statistics computed this.' })
  readonly statsVersion!: string;
}
