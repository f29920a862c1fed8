import { ArgsType, Directive, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import { MetricType, VariantType } from './design.graphql';
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

@ObjectType('Endorsement', { description: 'The yes of one side.' })
export class EndorsementType {
  @Field(() => SideEnum)
  readonly side!: Side;

  @Field(() => ID)
  readonly personId!: string;

  @Field(() => Date)
  readonly at!: string;
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

  @Field(() => ExperimentStatusEnum)
  readonly status!: BoardRow['status'];

  @Field(() => [SideEnum], { description: 'Sides that have not yet said yes.' })
  readonly waitingFor!: readonly Side[];

  @Field(() => [EndorsementType], { description: 'Who has said yes, the first one first.' })
  readonly endorsements!: readonly EndorsementType[];

  @Field(() => Date, { nullable: true, description: 'Null: not yet.' })
  readonly startedAt!: string | null;

  @Field(() => Date, { nullable: true, description: 'Null: not yet.' })
  readonly concludedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it ended as it did. Null: not yet.' })
  readonly reason!: string | null;

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
export class ProposeExperimentArgs extends CommandArgs {
  @Field({ description: 'What we believe, in one sentence.' })
  readonly hypothesis!: string;

  @Field(() => [ID], { description: 'The teams that own it.' })
  readonly teamIds!: string[];

  @Field(() => [VariantType], { description: 'The first is the control.' })
  readonly variants!: VariantType[];

  @Field(() => [MetricType], { description: 'The first decides.' })
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
