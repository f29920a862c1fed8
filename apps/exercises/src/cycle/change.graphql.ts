import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type {
  ChangeCard,
  Decision,
  Hypothesis,
  Measure,
  MeasureKind,
  Outcome,
  Period,
  Range,
  Sample,
  Side,
  Verdict,
} from './cycle.events';

const MeasureKindEnum = {
  score: 'score',
  duration: 'duration',
  count: 'count',
  share: 'share',
  series: 'series',
} as const satisfies Record<MeasureKind, MeasureKind>;
registerEnumType(MeasureKindEnum, {
  name: 'ChangeMeasureKind',
  description: 'What kind of numbers a change is measured by.',
});

const DirectionEnum = { up: 'up', down: 'down' } as const satisfies Record<
  Hypothesis['direction'],
  Hypothesis['direction']
>;
registerEnumType(DirectionEnum, { name: 'ChangeDirection', description: 'Which way the metric shall move.' });

const OutcomeEnum = {
  improved: 'improved',
  worse: 'worse',
  no_change: 'no_change',
  insufficient_data: 'insufficient_data',
} as const satisfies Record<Outcome, Outcome>;
registerEnumType(OutcomeEnum, { name: 'ChangeOutcome', description: 'What the numbers say of a change.' });

export const DecisionEnum = { adopt: 'adopt', refine: 'refine', abandon: 'abandon' } as const satisfies Record<
  Decision,
  Decision
>;
registerEnumType(DecisionEnum, { name: 'CycleDecision', description: 'What becomes of a change.' });

export const OwnerSideEnum = { product: 'product', engineering: 'engineering' } as const satisfies Record<Side, Side>;
registerEnumType(OwnerSideEnum, { name: 'CycleSide', description: 'The two sides that own a cycle.' });

@ObjectType('ChangeSamplePeriod')
@InputType('ChangeSamplePeriodInput')
export class PeriodType implements Period {
  @Field(() => Int)
  readonly count!: number;

  @Field(() => Float, { description: 'Over how much it was counted, such as days.' })
  readonly exposure!: number;
}

@InputType('ChangeSampleInput', {
  description: 'What was observed: values; of a count, periods; of a share, count and n.',
})
export class SampleInput {
  @Field(() => [Float], { nullable: true, description: 'Of a score, a duration, or a series in its order.' })
  readonly values?: readonly number[];

  @Field(() => [PeriodType], { nullable: true, description: 'Of a count.' })
  readonly periods?: readonly PeriodType[];

  @Field(() => Int, { nullable: true, description: 'Of a share: how many of n.' })
  readonly count?: number;

  @Field(() => Int, { nullable: true, description: 'Of a share: of how many.' })
  readonly n?: number;

  @Field({ description: 'Since when it was observed.' })
  readonly from!: Date;

  @Field({ description: 'Until when it was observed.' })
  readonly to!: Date;
}

@ObjectType('ChangeSample')
export class SampleType implements Sample {
  @Field(() => [Float], { nullable: true })
  readonly values?: readonly number[];

  @Field(() => [PeriodType], { nullable: true })
  readonly periods?: readonly Period[];

  @Field(() => Int, { nullable: true })
  readonly count?: number;

  @Field(() => Int, { nullable: true })
  readonly n?: number;

  @Field(() => Date)
  readonly from!: string;

  @Field(() => Date)
  readonly to!: string;
}

@ObjectType('ChangeHypothesis', {
  description: 'If we … then the metric moves that way by so much within so many days.',
})
@InputType('ChangeHypothesisInput')
export class HypothesisType implements Hypothesis {
  @Field({ description: 'What we do.' })
  readonly ifWe!: string;

  @Field({ description: 'What it should move.' })
  readonly metric!: string;

  @Field(() => DirectionEnum)
  readonly direction!: Hypothesis['direction'];

  @Field({ description: 'By how much, in words.' })
  readonly by!: string;

  @Field(() => Int)
  readonly withinDays!: number;
}

@InputType({ isAbstract: true })
@ObjectType({ isAbstract: true })
abstract class MeasureFields {
  @Field(() => MeasureKindEnum)
  readonly kind!: MeasureKind;

  @Field({ nullable: true, description: 'A metric by name; or exerciseRef.' })
  readonly metricRef?: string;

  @Field({ nullable: true, description: 'The exercise that measures it; or metricRef.' })
  readonly exerciseRef?: string;

  @Field(() => Float)
  readonly target!: number;

  @Field(() => Float, { description: 'The least change worth having: of a duration or a count a share, such as .2.' })
  readonly minEffect!: number;

  @Field(() => Int, { nullable: true, description: 'How often a series is measured in one try, 1 to 12; 1 left out.' })
  readonly looks?: number;
}

@InputType('ChangeMeasureInput')
export class MeasureInput extends MeasureFields {
  @Field(() => SampleInput, { nullable: true, description: 'How it is before the change. It may come later.' })
  readonly baseline?: SampleInput;
}

@ObjectType('ChangeMeasure')
export class MeasureType extends MeasureFields implements Measure {
  @Field(() => SampleType, { nullable: true, description: 'How it was before the change.' })
  readonly baseline?: Sample;
}

@InputType('ChangeCardInput', {
  description: 'A small change: at most 2 person-weeks, 3 teams, and 6 weeks to its review.',
})
export class ChangeCardInput {
  @Field(() => HypothesisType)
  readonly hypothesis!: HypothesisType;

  @Field({ description: 'Which part of the work it changes.' })
  readonly processArea!: string;

  @Field(() => Float)
  readonly effortPersonWeeks!: number;

  @Field(() => [ID])
  readonly teamIds!: readonly string[];

  @Field()
  readonly startAt!: Date;

  @Field()
  readonly reviewAt!: Date;

  @Field(() => MeasureInput)
  readonly measure!: MeasureInput;

  @Field({ description: 'When it is given up before the review.' })
  readonly stopRule!: string;

  @Field(() => ID, { nullable: true, description: 'The analysis whose roots it works on.' })
  readonly whyId?: string;

  @Field(() => [ID], { nullable: true, description: 'The agreed roots that it works on.' })
  readonly rootIds?: readonly string[];
}

@ObjectType('ChangeCard')
export class ChangeCardType implements ChangeCard {
  @Field(() => HypothesisType)
  readonly hypothesis!: Hypothesis;

  @Field()
  readonly processArea!: string;

  @Field(() => Float)
  readonly effortPersonWeeks!: number;

  @Field(() => [ID])
  readonly teamIds!: readonly string[];

  @Field(() => Date)
  readonly startAt!: string;

  @Field(() => Date)
  readonly reviewAt!: string;

  @Field(() => MeasureType)
  readonly measure!: Measure;

  @Field()
  readonly stopRule!: string;

  @Field(() => ID, { nullable: true })
  readonly whyId?: string;

  @Field(() => [ID], { nullable: true })
  readonly rootIds?: readonly string[];
}

@ObjectType('ChangeEffectRange', { description: 'Between which values the truth lies with this probability.' })
export class RangeType implements Range {
  @Field(() => Float)
  readonly low!: number;

  @Field(() => Float, { nullable: true, description: 'Null: there is no upper end.' })
  readonly high!: number | null;

  @Field(() => Float)
  readonly level!: number;
}

@ObjectType('ChangeMedians')
export class MediansType {
  @Field(() => Float)
  readonly before!: number;

  @Field(() => Float)
  readonly after!: number;
}

@ObjectType('ChangeVerdict', { description: 'What the numbers say of a change, and how sure one can be.' })
export class VerdictType implements Verdict {
  @Field(() => OutcomeEnum)
  readonly outcome!: Outcome;

  @Field(() => Float, {
    nullable: true,
    description: 'After over before of durations and counts, otherwise after less before.',
  })
  readonly effect!: number | null;

  @Field(() => RangeType, { nullable: true })
  readonly interval!: Range | null;

  @Field(() => Int)
  readonly nBefore!: number;

  @Field(() => Int)
  readonly nAfter!: number;

  @Field(() => Int, { nullable: true, description: 'How many each side would need, where these do not decide.' })
  readonly nNeeded!: number | null;

  @Field(() => Float, { nullable: true, description: 'Cliff’s delta, 1: every value after is better than any before.' })
  readonly delta!: number | null;

  @Field(() => MediansType, { nullable: true, description: 'Of durations.' })
  readonly medians!: Verdict['medians'];

  @Field()
  readonly method!: string;

  @Field({ description: 'The edition of the formulas.' })
  readonly statsVersion!: string;
}
