import { ArgsType, Directive, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import type { BoardRow } from './experiment-board.projection';
import type { Metric, Side, Variant, Verdict } from './experiment.events';

export const SideEnum = { product: 'product', engineering: 'engineering' } as const satisfies Record<Side, Side>;
registerEnumType(SideEnum, { name: 'Side', description: 'The two sides whose yes an experiment needs.' });

export const VerdictEnum = { ship: 'ship', iterate: 'iterate', stop: 'stop' } as const satisfies Record<
  Verdict,
  Verdict
>;
registerEnumType(VerdictEnum, { name: 'Verdict', description: 'What both sides make of it.' });

export const ExperimentStatusEnum = {
  proposed: 'proposed',
  running: 'running',
  ...VerdictEnum,
} as const satisfies Record<BoardRow['status'], BoardRow['status']>;
registerEnumType(ExperimentStatusEnum, {
  name: 'ExperimentStatus',
  description: 'Where it stands: not begun, running, or its verdict.',
});

export const MetricKindEnum = { proportion: 'proportion', mean: 'mean' } as const satisfies Record<
  Metric['kind'],
  Metric['kind']
>;
registerEnumType(MetricKindEnum, {
  name: 'MetricKind',
  description: 'Whether it happened to a unit at all, or how much of it, per unit.',
});

const SampleRatioVerdictEnum = { ok: 'ok', watch: 'watch', alarm: 'alarm' } as const;
registerEnumType(SampleRatioVerdictEnum, {
  name: 'SampleRatioVerdict',
  description: 'alarm: p < .001, do not trust the result; watch: .001 <= p < .01.',
});

@ObjectType('Variant')
@InputType('VariantInput')
export class VariantType implements Variant {
  @Field()
  readonly key!: string;

  @Field(() => Float, { description: 'Its share of the units, relative to the others.' })
  readonly weight!: number;
}

@ObjectType('Metric')
@InputType('MetricInput')
export class MetricType implements Metric {
  @Field()
  readonly key!: string;

  @Field(() => MetricKindEnum)
  readonly kind!: Metric['kind'];
}

@ObjectType('Endorsement')
export class EndorsementType {
  @Field(() => SideEnum)
  readonly side!: Side;

  @Field(() => ID)
  readonly personId!: string;

  @Field(() => Date)
  readonly at!: string;
}

@ObjectType('ArmFigure')
export class ArmFigureType {
  @Field()
  readonly variant!: string;

  @Field(() => Int, { description: 'Units exposed to this variant and to no other.' })
  readonly n!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The share of units, or the mean per unit. Null: nobody was exposed.',
  })
  readonly value!: number | null;

  @Field(() => Float, { nullable: true })
  readonly ciLow!: number | null;

  @Field(() => Float, { nullable: true })
  readonly ciHigh!: number | null;
}

@ObjectType('Comparison', { description: 'A variant against the control: variant minus control.' })
export class ComparisonType {
  @Field()
  readonly variant!: string;

  @Field(() => Float)
  readonly difference!: number;

  @Field(() => Float, { description: 'z of two proportions, t of Welch.' })
  readonly statistic!: number;

  @Field(() => Float, { description: 'Two-sided.' })
  readonly p!: number;

  @Field(() => Float)
  readonly ciLow!: number;

  @Field(() => Float)
  readonly ciHigh!: number;
}

@ObjectType('MetricResult')
export class MetricResultType {
  @Field()
  readonly metric!: string;

  @Field(() => MetricKindEnum)
  readonly kind!: Metric['kind'];

  @Field({ description: 'Which test and which intervals.' })
  readonly method!: string;

  @Field(() => [ArmFigureType])
  readonly arms!: readonly ArmFigureType[];

  @Field(() => [ComparisonType], { description: 'Empty: nothing can be tested yet.' })
  readonly comparisons!: readonly ComparisonType[];
}

@ObjectType('SampleRatio', { description: 'Whether the variants filled as they were meant to.' })
export class SampleRatioType {
  @Field(() => Float)
  readonly chiSquare!: number;

  @Field(() => Int)
  readonly dof!: number;

  @Field(() => Float)
  readonly p!: number;

  @Field(() => SampleRatioVerdictEnum)
  readonly verdict!: keyof typeof SampleRatioVerdictEnum;
}

@ObjectType('ExperimentResult')
export class ExperimentResultType {
  @Field(() => Int)
  readonly units!: number;

  @Field(() => Int, { description: 'Units that saw more than one variant: left out of every figure.' })
  readonly excludedUnits!: number;

  @Field(() => SampleRatioType, { nullable: true, description: 'Null: nobody was exposed.' })
  readonly sampleRatio!: SampleRatioType | null;

  @Field(() => [MetricResultType])
  readonly metrics!: readonly MetricResultType[];

  @Field({ description: 'Which edition of the statistics computed this.' })
  readonly statsVersion!: string;
}

@ObjectType('Experiment')
export class ExperimentType implements Omit<BoardRow, 'changedAt'> {
  @Field(() => ID)
  readonly id!: string;

  @Field({ description: 'What we believe, in one sentence.' })
  readonly hypothesis!: string;

  @Field(() => [ID], { description: 'The teams that own it.' })
  readonly teamIds!: readonly string[];

  @Field(() => [VariantType], { description: 'The first is the control.' })
  readonly variants!: readonly Variant[];

  @Field(() => [MetricType], { description: 'The first decides.' })
  readonly metrics!: readonly Metric[];

  @Field(() => ExperimentStatusEnum)
  readonly status!: BoardRow['status'];

  @Field(() => [SideEnum], { description: 'Sides that have not yet said yes.' })
  readonly waitingFor!: readonly Side[];

  @Field(() => [EndorsementType])
  readonly endorsements!: readonly EndorsementType[];

  @Field(() => Date, { nullable: true })
  readonly startedAt!: string | null;

  @Field(() => Date, { nullable: true })
  readonly concludedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it ended as it did.' })
  readonly reason!: string | null;
}

/** A page of experiments, as Relay defines it. */
@ObjectType()
export class ExperimentConnection extends connectionOf(ExperimentType, 'Experiment') {}

@ObjectType('Team')
@Directive('@key(fields: "id")')
export class TeamExperiments {
  @Field(() => ID)
  readonly id!: string;
}

@ArgsType()
export class ProposeExperimentArgs extends CommandArgs {
  @Field({ description: 'What we believe, in one sentence.' })
  readonly hypothesis!: string;

  @Field(() => [ID])
  readonly teamIds!: string[];

  @Field(() => [VariantType])
  readonly variants!: VariantType[];

  @Field(() => [MetricType])
  readonly metrics!: MetricType[];
}

@ArgsType()
export class ExperimentArgs extends CommandArgs {
  @Field(() => ID)
  readonly id!: string;
}

@ArgsType()
export class EndorseExperimentArgs extends ExperimentArgs {
  @Field(() => SideEnum)
  readonly side!: Side;
}

@ArgsType()
export class ConcludeExperimentArgs extends ExperimentArgs {
  @Field(() => VerdictEnum)
  readonly verdict!: Verdict;

  @Field({ description: 'For those who read it next year.' })
  readonly reason!: string;
}
