import { ArgsType, Directive, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import { DecisionRecordType } from './decision.graphql';
import { ExperimentKindEnum, MetricType, PlanType, RuleEnum, VariantType } from './design.graphql';
import type { ExperimentKind, Metric, Plan, Rule, Variant } from './design.events';
import type { BoardRow } from './experiment-board.projection';
import type { Side, Verdict } from './experiment.events';
import { EntryType, PhaseType } from './lifecycle.graphql';
import { SideEnum } from './side.graphql';

export const VerdictEnum = { ship: 'ship', iterate: 'iterate', stop: 'stop' } as const satisfies Record<
  Verdict,
  Verdict
>;
registerEnumType(VerdictEnum, { name: 'Verdict', description: 'What both sides make of it.' });

export const ExperimentStatusEnum = {
  proposed: 'proposed',
  signed: 'signed',
  scheduled: 'scheduled',
  running: 'running',
  paused: 'paused',
  stopped: 'stopped',
  ...VerdictEnum,
  roll_back: 'roll_back',
} as const satisfies Record<BoardRow['status'], BoardRow['status']>;
registerEnumType(ExperimentStatusEnum, {
  name: 'ExperimentStatus',
  description: 'Where it stands: a draft, signed by both sides, under way, stopped but undecided, or its verdict.',
});

@ObjectType('Endorsement', { description: 'The yes of one side to the design as it stands.' })
export class EndorsementType {
  @Field(() => SideEnum)
  readonly side!: Side;

  @Field(() => ID)
  readonly personId!: string;

  @Field(() => Date)
  readonly at!: string;
}

@ObjectType('StartRefusal', { description: 'Why an agreed start did not come about.' })
export class StartRefusalType {
  @Field({ description: 'The rule that was in the way, such as one-side-missing.' })
  readonly code!: string;

  @Field()
  readonly message!: string;
}

@ObjectType('Experiment', { description: 'A question put to users, once both sides have said yes to how.' })
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

  @Field(() => ExperimentKindEnum)
  readonly kind!: ExperimentKind;

  @Field(() => PlanType, { nullable: true, description: 'Null: nobody can sign yet.' })
  readonly plan!: Plan | null;

  @Field(() => String, { nullable: true, description: 'What is known of customers; product signs it.' })
  readonly customerInsight!: string | null;

  @Field(() => String, { nullable: true, description: 'That it can be built and taken back; engineering signs it.' })
  readonly feasibility!: string | null;

  @Field(() => RuleEnum, { nullable: true, description: 'What decides. Null: people do, and say why.' })
  readonly rule!: Rule | null;

  @Field(() => [String], { description: 'What must be ticked before it can start.' })
  readonly checklist!: readonly string[];

  @Field(() => [String], { description: 'What of the checklist has been ticked, for the design as it stands.' })
  readonly ticked!: readonly string[];

  @Field(() => ID, { nullable: true, description: 'The opportunity that it is to prove.' })
  readonly opportunityId!: string | null;

  @Field(() => Int, { description: 'One more with each edit; signatures are of one version.' })
  readonly designVersion!: number;

  @Field(() => [SideEnum], { description: 'The sides of whoever proposed it; empty where nobody told.' })
  readonly proposedBy!: readonly Side[];

  @Field(() => String, { nullable: true, description: 'The tool that it was taken over from. Null: none.' })
  readonly importedFrom!: string | null;

  @Field(() => ExperimentStatusEnum)
  readonly status!: BoardRow['status'];

  @Field(() => [SideEnum], { description: 'Sides that have not yet said yes to the design as it stands.' })
  readonly waitingFor!: readonly Side[];

  @Field(() => [EndorsementType], { description: 'Who has said yes, the first one first.' })
  readonly endorsements!: readonly EndorsementType[];

  @Field(() => Date, { nullable: true, description: 'When it is to start by itself. Null: no start is agreed.' })
  readonly startsAt!: string | null;

  @Field(() => ID, { nullable: true, description: 'Who agreed the start.' })
  readonly scheduledBy!: string | null;

  @Field(() => StartRefusalType, {
    nullable: true,
    description: 'Why the last agreed start did not come about. Null: none failed.',
  })
  readonly startRefused!: StartRefusalType | null;

  @Field(() => Date, { nullable: true, description: 'Null: not yet.' })
  readonly startedAt!: string | null;

  @Field(() => [PhaseType], { description: 'The stretches in which it ran, each under one version of the design.' })
  readonly phases!: readonly PhaseType[];

  @Field(() => [EntryType], { description: 'What was entered by hand and counts.' })
  readonly entries!: readonly EntryType[];

  @Field(() => Date, { nullable: true, description: 'When it was stopped or decided. Null: not yet.' })
  readonly concludedAt!: string | null;

  @Field(() => Date, { nullable: true, description: 'Null: not yet.' })
  readonly decidedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it ended as it did. Null: not yet.' })
  readonly reason!: string | null;

  @Field(() => [DecisionRecordType], { description: 'Decisions by its rule, the first one first.' })
  readonly decisions!: readonly DecisionRecordType[];

  @Field(() => Int, { description: 'For `expectedVersion` of a command that is decided on what is shown here.' })
  readonly version!: number;
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
export class ExperimentArgs extends CommandArgs {
  @Field(() => ID)
  readonly id!: string;
}

@ArgsType()
export class EndorseExperimentArgs extends ExperimentArgs {
  @Field(() => SideEnum)
  readonly side!: Side;

  @Field(() => Int, { nullable: true, description: 'The version that I have read. Left out: the one that stands.' })
  readonly designVersion?: number;
}

@ArgsType()
export class ConcludeExperimentArgs extends ExperimentArgs {
  @Field(() => VerdictEnum)
  readonly verdict!: Verdict;

  @Field({ description: 'For those who read it next year.' })
  readonly reason!: string;
}
