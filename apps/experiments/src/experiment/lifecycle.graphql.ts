import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs } from '@tandem/platform';
import { DesignArgs } from './design.graphql';
import type { PhaseRow } from './experiment-board.projection';
import type { Outcome, Side } from './experiment.events';
import type { Entry } from './observation.events';
import { SideEnum } from './side.graphql';

type Period = NonNullable<Entry['period']>;
export const PeriodEnum = { before: 'before', after: 'after' } as const satisfies Record<Period, Period>;
registerEnumType(PeriodEnum, { name: 'PilotPeriod', description: 'Before or after the pilot began.' });

export const OutcomeEnum = {
  confirmed: 'confirmed',
  refuted: 'refuted',
  inconclusive: 'inconclusive',
} as const satisfies Record<Outcome, Outcome>;
registerEnumType(OutcomeEnum, {
  name: 'ExperimentOutcome',
  description: 'What an experiment says of what was believed. Refuted is a finding like any other.',
});

@ObjectType('ExperimentPhase', { description: 'A stretch in which one version of the design ran.' })
export class PhaseType implements PhaseRow {
  @Field(() => Int)
  readonly phase!: number;

  @Field(() => Int)
  readonly designVersion!: number;

  @Field(() => Date)
  readonly startedAt!: string;

  @Field(() => Date, { nullable: true, description: 'Null: it runs.' })
  readonly endedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it ended. Null: it runs.' })
  readonly reason!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was declared void. Null: it was not.' })
  readonly voidedBecause!: string | null;
}

@ObjectType('ExperimentEntry', { description: 'Something that was seen of a person or a team, entered by hand.' })
@InputType('ExperimentEntryInput')
export class EntryType implements Entry {
  @Field(() => ID, { description: 'Chosen by whoever enters it: the same one again is the same entry.' })
  readonly entryId!: string;

  @Field({ description: 'Key of the variant.' })
  readonly variant!: string;

  @Field({ description: 'Key of the metric.' })
  readonly metric!: string;

  @Field({ description: 'Whom it is about, under a name that is nobody\u2019s: "P7", "team north".' })
  readonly subject!: string;

  @Field(() => PeriodEnum, { nullable: true, description: 'In a pilot: before or after it began.' })
  readonly period?: Period;

  @Field(() => Int, { nullable: true, description: 'How many tries it stands for. Left out: 1.' })
  readonly n?: number;

  @Field(() => Float, { description: 'Of a proportion how many of n did it, of a mean what was measured.' })
  readonly value!: number;
}

@ArgsType()
export class EditDesignArgs extends DesignArgs {
  @Field(() => ID)
  readonly id!: string;
}

@ArgsType()
export class ImportExperimentArgs extends DesignArgs {
  @Field({ description: 'The tool that it comes from. Whatever it was there, here it is a draft.' })
  readonly importedFrom!: string;
}

@ArgsType()
export class ReasonArgs extends CommandArgs {
  @Field(() => ID)
  readonly id!: string;

  @Field({ description: 'For those who read it next year.' })
  readonly reason!: string;
}

@ArgsType()
export class WithdrawEndorsementArgs extends ReasonArgs {
  @Field(() => SideEnum)
  readonly side!: Side;
}

@ArgsType()
export class TickChecklistItemArgs extends CommandArgs {
  @Field(() => ID)
  readonly id!: string;

  @Field({ description: 'The item, word for word as in the design.' })
  readonly item!: string;
}

@ArgsType()
export class ScheduleExperimentArgs extends CommandArgs {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => Date)
  readonly startsAt!: Date;
}

@ArgsType()
export class VoidPhaseArgs extends ReasonArgs {
  @Field(() => Int)
  readonly phase!: number;
}

@ArgsType()
export class RecordObservationsArgs extends CommandArgs {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => [EntryType], { description: 'At most 1,000 in all.' })
  readonly entries!: EntryType[];
}

@ArgsType()
export class VoidObservationsArgs extends ReasonArgs {
  @Field(() => [ID])
  readonly entryIds!: string[];
}

@ArgsType()
export class RecordLearningArgs extends CommandArgs {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => OutcomeEnum)
  readonly outcome!: Outcome;

  @Field({ description: 'What was found.' })
  readonly found!: string;

  @Field({ description: 'What is done about it.' })
  readonly next!: string;

  @Field(() => [String], { nullable: true, description: 'At most 10.' })
  readonly tags?: string[];
}
