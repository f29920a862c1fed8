import { ArgsType, Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, PageArgs } from '@tandem/platform';
import { ExperimentKindEnum } from './design.graphql';
import type { ExperimentKind } from './design.events';
import type { Outcome, Side } from './experiment.events';
import type { LearningRow } from './learning-board.projection';
import type { WinRate } from './learning.measures';
import { OutcomeEnum } from './lifecycle.graphql';
import { SideEnum } from './side.graphql';

@ObjectType('Learning', { description: 'What an experiment has taught: believed, found, done.' })
export class LearningType implements LearningRow {
  @Field(() => ID, { description: 'That of its experiment.' })
  readonly id!: string;

  @Field({ description: 'What was believed.' })
  readonly believed!: string;

  @Field(() => ExperimentKindEnum)
  readonly kind!: ExperimentKind;

  @Field(() => [ID])
  readonly teamIds!: readonly string[];

  @Field(() => [String], { description: 'Keys of the metrics.' })
  readonly metrics!: readonly string[];

  @Field(() => [SideEnum], { description: 'The sides of whoever proposed it.' })
  readonly proposedBy!: readonly Side[];

  @Field(() => OutcomeEnum, { description: 'Refuted is a finding like any other.' })
  readonly outcome!: Outcome;

  @Field(() => String, { nullable: true, description: 'What was found.' })
  readonly found!: string | null;

  @Field(() => String, { nullable: true, description: 'What is done about it. Null: nobody has said.' })
  readonly next!: string | null;

  @Field(() => [String])
  readonly tags!: readonly string[];

  @Field(() => Date)
  readonly endedAt!: string;

  readonly version!: number;
}

/** A page of the library, as Relay defines it. */
@ObjectType()
export class LearningConnection extends connectionOf(LearningType, 'Learning') {}

@ArgsType()
export class LearningArgs extends PageArgs {
  @Field({ nullable: true, description: 'Words that must all stand in what was believed, found or done, or in a tag.' })
  readonly text?: string;

  @Field({ nullable: true, description: 'Key of a metric.' })
  readonly metric?: string;

  @Field(() => ID, { nullable: true })
  readonly teamId?: string;

  @Field(() => OutcomeEnum, { nullable: true })
  readonly outcome?: Outcome;
}

@ObjectType('WinRate', { description: 'How often what was believed came true.' })
export class WinRateType implements WinRate {
  @Field(() => SideEnum, { nullable: true, description: 'Of whoever proposed it. Null: of anybody.' })
  readonly side?: Side | null;

  @Field(() => Int, { description: 'Experiments that ended.' })
  readonly n!: number;

  @Field(() => Int)
  readonly wins!: number;

  @Field(() => Float, { nullable: true, description: 'Null: nothing has ended.' })
  readonly rate!: number | null;

  @Field(() => Float, { nullable: true, description: 'Lower end of the 95 % interval (Wilson).' })
  readonly ciLow!: number | null;

  @Field(() => Float, { nullable: true })
  readonly ciHigh!: number | null;

  @Field({ description: 'Fewer than 10: a hint, no figure.' })
  readonly lowSample!: boolean;
}

@ObjectType('WinRates')
export class WinRatesType {
  @Field(() => WinRateType)
  readonly overall!: WinRateType;

  @Field(() => [WinRateType], { description: 'Who leads both sides counts for both.' })
  readonly bySide!: readonly WinRateType[];
}
