import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs } from '@tandem/platform';
import type { Design, ExperimentKind, Metric, Plan, Rule, Variant } from './design.events';

export const MetricKindEnum = { proportion: 'proportion', mean: 'mean' } as const satisfies Record<
  Metric['kind'],
  Metric['kind']
>;
registerEnumType(MetricKindEnum, {
  name: 'MetricKind',
  description: 'Whether it happened to a unit at all, or how much of it, per unit.',
});

type Role = NonNullable<Metric['role']>;
export const MetricRoleEnum = {
  primary: 'primary',
  secondary: 'secondary',
  guardrail: 'guardrail',
} as const satisfies Record<Role, Role>;
registerEnumType(MetricRoleEnum, {
  name: 'MetricRole',
  description: 'The primary one decides, a guardrail must not get worse by more than its margin.',
});

type Direction = NonNullable<Metric['direction']>;
export const DirectionEnum = { increase: 'increase', decrease: 'decrease' } as const satisfies Record<
  Direction,
  Direction
>;
registerEnumType(DirectionEnum, { name: 'MetricDirection', description: 'Where the metric is wanted to go.' });

export const ExperimentKindEnum = {
  ab: 'ab',
  pilot: 'pilot',
  prototype: 'prototype',
  fake_door: 'fake_door',
  usability: 'usability',
} as const satisfies Record<ExperimentKind, ExperimentKind>;
registerEnumType(ExperimentKindEnum, {
  name: 'ExperimentKind',
  description:
    'ab: many, by chance, tracked. pilot: teams, before and after. prototype, fake_door: few tries of one or two versions. usability: at most 30 people.',
});

export const RuleEnum = { clear_signals: 'clear_signals', do_no_harm: 'do_no_harm' } as const satisfies Record<
  Rule,
  Rule
>;
registerEnumType(RuleEnum, {
  name: 'DecisionRule',
  description:
    'clear_signals: ship what won on the primary metric with every guardrail within its margin. do_no_harm: ship at the end what is not shown to be worse.',
});

@ObjectType('Variant')
@InputType('VariantInput')
export class VariantType implements Variant {
  @Field({ description: 'What trackers call it: letters, digits, - and _, at most 63 of them.' })
  readonly key!: string;

  @Field(() => Float, { description: 'Its share of the units, relative to the others.' })
  readonly weight!: number;
}

@ObjectType('ExperimentMetric')
@InputType('ExperimentMetricInput')
export class MetricType implements Metric {
  @Field({ description: 'What trackers call it: letters, digits, - and _, at most 63 of them.' })
  readonly key!: string;

  @Field(() => MetricKindEnum)
  readonly kind!: Metric['kind'];

  @Field(() => MetricRoleEnum, {
    nullable: true,
    description: 'Left out: the first metric is the primary one, the others are secondary.',
  })
  readonly role?: Role;

  @Field(() => DirectionEnum, { nullable: true, description: 'Where it is wanted to go. Left out: increase.' })
  readonly direction?: Direction;

  @Field(() => Float, {
    nullable: true,
    description: 'Of a guardrail: how much worse it may be, in its unit; .01 of a share is one percentage point.',
  })
  readonly margin?: number;

  @Field(() => Float, { nullable: true, description: 'The share to beat where a single version is tried, 0 to 1.' })
  readonly benchmark?: number;
}

@ObjectType('ExperimentPlan', { description: 'How much is asked of how many, for how long, and when it is looked at.' })
@InputType('ExperimentPlanInput')
export class PlanType implements Plan {
  @Field(() => Float, {
    nullable: true,
    description: 'The least effect on the primary metric that matters, in its unit. An A/B test needs it.',
  })
  readonly minimumEffect?: number;

  @Field(() => Float, { nullable: true, description: 'The chance to see that effect, .5 to 1. An A/B test needs it.' })
  readonly power?: number;

  @Field(() => Float, {
    nullable: true,
    description: 'What the primary metric is today, share or mean. With it nobody can sign a plan with too few units.',
  })
  readonly baseline?: number;

  @Field(() => Float, { nullable: true, description: 'Of a mean: its standard deviation between units.' })
  readonly spread?: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The share of false alarms that is accepted over all looks together. Left out: .05.',
  })
  readonly alpha?: number;

  @Field(() => Int, { description: 'Units of all versions together: people, accounts or teams.' })
  readonly units!: number;

  @Field(() => Int)
  readonly days!: number;

  @Field(() => [Int], {
    nullable: true,
    description: 'Days since the start at which it is looked at and decided; the last is the end. Left out: the end.',
  })
  readonly lookDays?: number[];

  @Field(() => Boolean, { nullable: true, description: 'Whether nobody sees a result before the first look.' })
  readonly hidesResults?: boolean;
}

/** What a design says beside what every experiment has said since the first. */
@ArgsType()
export class DesignArgs extends CommandArgs {
  @Field({ description: 'What we believe, in one sentence.' })
  readonly hypothesis!: string;

  @Field(() => [ID], { description: 'The teams that own it.' })
  readonly teamIds!: string[];

  @Field(() => [VariantType], { description: 'The first is the control.' })
  readonly variants!: VariantType[];

  @Field(() => [MetricType], { description: 'The first decides.' })
  readonly metrics!: MetricType[];

  @Field(() => ExperimentKindEnum, { nullable: true, description: 'Left out: ab.' })
  readonly kind?: ExperimentKind;

  @Field(() => PlanType, { nullable: true, description: 'Needed before anybody can sign.' })
  readonly plan?: PlanType;

  @Field({
    nullable: true,
    description: 'What is known of customers that makes this worth a try. Product signs it; nobody can sign without.',
  })
  readonly customerInsight?: string;

  @Field({
    nullable: true,
    description: 'How it is built, measured and taken back. Engineering signs it; nobody can sign without.',
  })
  readonly feasibility?: string;

  @Field(() => RuleEnum, { nullable: true, description: 'What decides. Left out: people do, and say why.' })
  readonly rule?: Rule;

  @Field(() => [String], { nullable: true, description: 'What must be ticked before it can start.' })
  readonly checklist?: string[];

  @Field(() => ID, { nullable: true, description: 'The opportunity that it is to prove; an edit keeps it.' })
  readonly opportunityId?: string;
}

@ArgsType()
export class ProposeExperimentArgs extends DesignArgs {
  @Field(() => [ID], {
    nullable: true,
    description: 'People who are asked to sign it: each is told, and told again when an edit voids their signature.',
  })
  readonly askedIds?: string[];
}

/** The design that the arguments describe; what was not told is left out. */
export function designOf(args: DesignArgs): Design {
  const { hypothesis, teamIds, variants, metrics, kind, plan, customerInsight, feasibility, rule, checklist } = args;
  const told = { hypothesis, teamIds, variants, metrics, kind, plan, customerInsight, feasibility, rule, checklist };
  return withoutNulls({ ...told, opportunityId: args.opportunityId?.toLowerCase() });
}

/** GraphQL says null for what is not told; the model leaves it out. */
export const withoutNulls = <Told extends object>(told: Told): Told =>
  JSON.parse(JSON.stringify(told, (_, value: unknown) => (value === null ? undefined : value))) as Told;
