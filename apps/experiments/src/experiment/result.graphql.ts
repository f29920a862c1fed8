import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { SampleRatio } from '@tandem/statistics';
import type { ArmFigure, Comparison, MetricResult, Untested } from './comparison.measures';
import type { Table } from './comparison-table.measures';
import { MetricKindEnum } from './design.graphql';
import type { Metric } from './experiment.events';
import type { Contrast } from './decision.measures';
import type { ExperimentResult } from './result.measures';
import type { SmallArm } from './small-sample.measures';

type Verdict = SampleRatio['verdict'];
export const SampleRatioVerdictEnum = { ok: 'ok', watch: 'watch', alarm: 'alarm' } as const satisfies Record<
  Verdict,
  Verdict
>;
registerEnumType(SampleRatioVerdictEnum, {
  name: 'SampleRatioVerdict',
  description: 'alarm: p < .001, do not trust the result; watch: .001 <= p < .01.',
});

@ObjectType('ArmFigure', { description: 'What one metric says of one variant.' })
export class ArmFigureType implements ArmFigure {
  @Field({ description: 'Key of the variant.' })
  readonly variant!: string;

  @Field(() => Int, { description: 'Units exposed to this variant and to no other.' })
  readonly n!: number;

  @Field(() => Int, {
    description: 'Coverage: units of n with an observation since their first exposure. The others count with 0.',
  })
  readonly observed!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The share of units, or the mean per unit. Null: nobody was exposed.',
  })
  readonly value!: number | null;

  @Field(() => Float, { nullable: true, description: 'Lower end of the interval. Null: too few units.' })
  readonly ciLow!: number | null;

  @Field(() => Float, { nullable: true, description: 'Upper end of the interval. Null: too few units.' })
  readonly ciHigh!: number | null;
}

@ObjectType('Comparison', { description: 'A variant against the control: variant minus control.' })
export class ComparisonType implements Comparison {
  @Field({ description: 'Key of the variant.' })
  readonly variant!: string;

  @Field({ description: 'Key of the variant that it is compared with.' })
  readonly control!: string;

  @Field(() => Float, { description: 'In the unit of the metric: .01 is one percentage point of a share.' })
  readonly difference!: number;

  @Field(() => Float, { description: 'z of two proportions, t of Welch.' })
  readonly statistic!: number;

  @Field(() => Float, { description: 'Two-sided.' })
  readonly p!: number;

  @Field(() => Float, { description: 'Lower end of the interval of the difference.' })
  readonly ciLow!: number;

  @Field(() => Float, { description: 'Upper end of the interval of the difference.' })
  readonly ciHigh!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'The difference as a share of the control\u2019s figure: .05 is 5 % more. Null: the control\u2019s is 0.',
  })
  readonly lift!: number | null;

  @Field(() => Float, { nullable: true, description: 'Lower end of the interval of the lift, by the delta method.' })
  readonly liftLow!: number | null;

  @Field(() => Float, { nullable: true, description: 'Upper end of the interval of the lift.' })
  readonly liftHigh!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Chance that the variant is the better one in the wanted direction, with no opinion before. Not for looking daily: it does not count the looks.',
  })
  readonly chanceToWin!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'What is lost on average by choosing the variant, in the unit of the metric.',
  })
  readonly variantRisk!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'What is lost on average by keeping the control, in the unit of the metric.',
  })
  readonly controlRisk!: number | null;
}

type Reason = Untested['reason'];
export const NoFigureReasonEnum = {
  too_few: 'too-few',
  no_variance: 'no-variance',
  zero_baseline: 'zero-baseline',
  not_finite: 'not-finite',
  out_of_reach: 'out-of-reach',
} as const satisfies Record<string, Reason>;
registerEnumType(NoFigureReasonEnum, {
  name: 'NoFigureReason',
  description:
    'Why there is no figure. too_few: fewer units than the test needs; no_variance: all values are the same; not_finite: a sum is no finite number.',
});

@ObjectType('UntestedVariant', { description: 'A variant that cannot be compared with the control yet, and why.' })
export class UntestedType implements Untested {
  @Field({ description: 'Key of the variant.' })
  readonly variant!: string;

  @Field(() => NoFigureReasonEnum)
  readonly reason!: Reason;
}

@ObjectType('ExperimentTable', { description: 'The data of a picture as a table: everything it shows, in words.' })
export class ExperimentTableType implements Table {
  @Field(() => [String])
  readonly columns!: readonly string[];

  @Field(() => [[String]], { nullable: 'itemsAndList', description: 'Null where nothing is known.' })
  readonly rows!: readonly (readonly (string | null)[])[];
}

@ObjectType('MetricResult', { description: 'What one metric says of each variant.' })
export class MetricResultType implements MetricResult {
  @Field({ description: 'Key of the metric.' })
  readonly metric!: string;

  @Field(() => MetricKindEnum)
  readonly kind!: Metric['kind'];

  @Field({ description: 'Which test and which intervals.' })
  readonly method!: string;

  @Field(() => Float, { description: 'Of the intervals: .95 holds the truth in 19 of 20.' })
  readonly level!: number;

  @Field(() => [ArmFigureType], { description: 'In the order of the design: the control first.' })
  readonly arms!: readonly ArmFigure[];

  @Field(() => [ComparisonType], { description: 'Empty: nothing can be tested yet.' })
  readonly comparisons!: readonly Comparison[];

  @Field(() => [UntestedType], { description: 'The variants that are not in `comparisons`, each with its reason.' })
  readonly untested!: readonly Untested[];
}

@ObjectType('SampleRatio', { description: 'Whether the variants filled as they were meant to.' })
export class SampleRatioType implements SampleRatio {
  @Field(() => Float)
  readonly chiSquare!: number;

  @Field(() => Int, { description: 'Degrees of freedom.' })
  readonly dof!: number;

  @Field(() => Float)
  readonly p!: number;

  @Field(() => SampleRatioVerdictEnum)
  readonly verdict!: Verdict;
}

@ObjectType('AnytimeSampleRatio', { description: 'Whether the variants filled as they were meant to, at any moment.' })
export class AnytimeSampleRatioType {
  @Field(() => Float, { description: 'Valid however often one looks.' })
  readonly p!: number;

  @Field(() => SampleRatioVerdictEnum)
  readonly verdict!: Verdict;
}

@ObjectType('ExperimentResult')
export class ExperimentResultType implements ExperimentResult {
  @Field(() => Int, { description: 'Units exposed to one variant.' })
  readonly units!: number;

  @Field(() => Int, { description: 'Units that saw more than one variant: left out of every figure.' })
  readonly excludedUnits!: number;

  @Field(() => SampleRatioType, { nullable: true, description: 'Null: nobody was exposed.' })
  readonly sampleRatio!: SampleRatio | null;

  @Field(() => AnytimeSampleRatioType, {
    nullable: true,
    description: 'The sample ratio for those who look daily: of 1,000 sound experiments at most one ever alarms.',
  })
  readonly anytimeSampleRatio!: AnytimeSampleRatioType | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The share of units that saw several variants; from .01 on, something assigns twice. Null: no units.',
  })
  readonly excludedShare!: number | null;

  @Field(() => [MetricResultType], { description: 'In the order of the design: the first decides.' })
  readonly metrics!: readonly MetricResult[];

  @Field(() => Date, {
    nullable: true,
    description: 'The team has agreed not to look before; until then there are no figures. Null: they are here.',
  })
  readonly hiddenUntil?: string | null;

  @Field({ description: 'Which edition of the statistics computed this.' })
  readonly statsVersion!: string;
}

@ObjectType('SmallSampleArm', { description: 'What was entered by hand of one version and metric.' })
export class SmallArmType implements SmallArm {
  @Field()
  readonly metric!: string;

  @Field({ description: 'Key of the variant.' })
  readonly variant!: string;

  @Field(() => Int, { description: 'Tries, values, or in a pilot subjects seen before and after.' })
  readonly n!: number;

  @Field(() => Float, { nullable: true, description: 'Share, mean, or in a pilot the mean change. Null: no data.' })
  readonly value!: number | null;

  @Field(() => Float, { nullable: true })
  readonly ciLow!: number | null;

  @Field(() => Float, { nullable: true })
  readonly ciHigh!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of a share: lower end of Jeffreys\u2019 interval.' })
  readonly believedLow!: number | null;

  @Field(() => Float, { nullable: true })
  readonly believedHigh!: number | null;

  @Field({ description: 'What the value is, and which intervals.' })
  readonly method!: string;

  @Field({ description: 'Fewer than 5: a hint, no figure.' })
  readonly lowSample!: boolean;
}

@ObjectType('SmallSampleContrast', {
  description: 'A version against the control, the teams of a pilot against others, or against a rate.',
})
export class ContrastType implements Contrast {
  @Field()
  readonly metric!: string;

  @Field()
  readonly variant!: string;

  @Field(() => Int)
  readonly n!: number;

  @Field(() => Float, { description: 'In the unit of the metric.' })
  readonly difference!: number;

  @Field(() => Float, { description: 'Two-sided.' })
  readonly p!: number;

  @Field(() => Float)
  readonly ciLow!: number;

  @Field(() => Float)
  readonly ciHigh!: number;

  @Field({ description: 'Which test and which interval.' })
  readonly method!: string;
}

@ObjectType('SmallSampleResult', { description: 'What few people or teams say, by tests that need no large numbers.' })
export class SmallSampleType {
  @Field(() => Int, { description: 'People, teams or tries.' })
  readonly units!: number;

  @Field(() => [SmallArmType])
  readonly arms!: readonly SmallArmType[];

  @Field(() => [ContrastType], { description: 'Empty: nothing can be compared yet.' })
  readonly contrasts!: readonly ContrastType[];
}
