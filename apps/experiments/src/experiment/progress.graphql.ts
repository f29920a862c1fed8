import { Field, Float, ObjectType } from '@nestjs/graphql';
import type { PlannedLook, Progress } from './progress.measures';
import { NoFigureReasonEnum } from './result.graphql';

@ObjectType('PlannedLook', { description: 'What one metric said of a variant at a look of the plan.' })
export class PlannedLookType implements PlannedLook {
  @Field(() => Date)
  readonly at!: string;

  @Field(() => Float, { description: 'The share of the planned units that were in.' })
  readonly fraction!: number;

  @Field(() => Float, { description: 'The effect in standard errors.' })
  readonly z!: number;

  @Field(() => Float, { description: 'What z, up or down, must reach at this look to have found an effect.' })
  readonly bound!: number;

  @Field()
  readonly crossed!: boolean;

  @Field(() => Float, { description: 'Lower end; the intervals of all looks hold the truth together.' })
  readonly ciLow!: number;

  @Field(() => Float)
  readonly ciHigh!: number;
}

@ObjectType('ExperimentProgress', {
  description: 'How far one metric is of one variant against the control, without a false alarm for having looked.',
})
export class ProgressType implements Progress {
  @Field({ description: 'Key of the metric.' })
  readonly metric!: string;

  @Field({ description: 'Key of the variant.' })
  readonly variant!: string;

  @Field(() => [PlannedLookType], { description: 'The looks of the plan that have come and say something.' })
  readonly looks!: readonly PlannedLook[];

  @Field(() => Date, { nullable: true, description: 'The planned look that found an effect. Null: none yet.' })
  readonly foundAt!: string | null;

  @Field(() => Float, { nullable: true, description: 'Of all planned looks together. Null: none has come.' })
  readonly p!: number | null;

  @Field(() => Float, { nullable: true, description: 'Valid at any moment, between the planned looks as well.' })
  readonly anytimeP!: number | null;

  @Field(() => Float, { nullable: true, description: 'Lower end of the interval that holds at all moments together.' })
  readonly anytimeLow!: number | null;

  @Field(() => Float, { nullable: true })
  readonly anytimeHigh!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Of the primary metric: the chance to find the least effect that matters with the units that are in.',
  })
  readonly power!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Of the primary metric: whole units of this variant and the control still to come until the planned power.',
  })
  readonly unitsToCome!: number | null;

  @Field(() => NoFigureReasonEnum, { nullable: true, description: 'Why there are no figures now. Null: there are.' })
  readonly reason!: Progress['reason'];
}
