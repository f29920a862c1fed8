import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf, PageArgs } from '@tandem/platform';
import type { SymptomRow } from './symptom-board.projection';
import type { CatalogueEntry, Signal } from './symptom-catalogue.measures';
import type { Source, SymptomStatus } from './symptom.events';

export const SymptomStatusEnum = {
  observed: 'observed',
  suspected: 'suspected',
  confirmed: 'confirmed',
  refuted: 'refuted',
  resolved: 'resolved',
} as const satisfies Record<SymptomStatus, SymptomStatus>;
registerEnumType(SymptomStatusEnum, {
  name: 'SymptomStatus',
  description:
    'Observed: something was looked at. Suspected: one sign. Confirmed: two that do not depend on each other.',
});

export const SourceFromEnum = { exercise: 'exercise', tool: 'tool' } as const;
registerEnumType(SourceFromEnum, { name: 'SymptomSourceFrom' });

@ObjectType('SymptomSource', {
  description: 'Something that speaks for a symptom: the last word of an exercise or a tool.',
})
export class SourceType implements Source {
  @Field({ description: 'The kind of the exercise, or the name of the signal.' })
  readonly name!: string;

  @Field(() => SourceFromEnum)
  readonly from!: Source['from'];

  @Field(() => Float, { description: 'How strongly it speaks, 0 to 1.' })
  readonly strength!: number;

  @Field(() => Float, { description: 'How far such a source is trusted, 0 to 1.' })
  readonly weight!: number;

  @Field(() => Int)
  readonly n!: number;

  @Field({ description: 'The finding, or the event that told it.' })
  readonly evidenceId!: string;

  @Field(() => Date)
  readonly at!: string;
}

@ObjectType('Symptom', { description: 'A symptom of a team: how sure one is, and what speaks for it.' })
export class SymptomType implements SymptomRow {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => ID, { description: 'S1 to S18, see symptomCatalogue.' })
  readonly symptomId!: string;

  @Field(() => ID)
  readonly teamId!: string;

  @Field(() => SymptomStatusEnum)
  readonly status!: SymptomStatus;

  @Field(() => Float, { description: '0 to 1: one minus the chance that all sources err.' })
  readonly confidence!: number;

  @Field(() => [SourceType])
  readonly sources!: readonly (Source & { readonly at: string })[];

  @Field(() => String, { nullable: true, description: 'Why it was refuted.' })
  readonly reason!: string | null;

  @Field(() => Date, { description: 'When it came to its status.' })
  readonly since!: string;

  @Field(() => Date)
  readonly changedAt!: string;
}

@ObjectType()
export class SymptomConnection extends connectionOf(SymptomType, 'Symptom') {}

@ObjectType('SymptomSignal', { description: 'A figure of the tools that speaks for a symptom.' })
export class SignalType implements Signal {
  @Field()
  readonly signal!: string;

  @Field({ description: 'What it counts, in words.' })
  readonly says!: string;

  @Field(() => String)
  readonly unit!: Signal['unit'];

  @Field(() => Float, { description: 'Up to here it says nothing.' })
  readonly suspectAt!: number;

  @Field(() => Float, { description: 'From here on it counts in full.' })
  readonly certainAt!: number;

  @Field(() => Float, { description: 'How far it is trusted, 0 to 1.' })
  readonly weight!: number;
}

@ObjectType('SymptomDescription', { description: 'What a symptom is, and what tells it.' })
export class SymptomDescriptionType implements Omit<CatalogueEntry, 'stage'> {
  @Field(() => ID)
  readonly id!: string;

  @Field()
  readonly title!: string;

  @Field({ description: 'What people find in an exercise.' })
  readonly sees!: string;

  @Field(() => [SignalType], { description: 'With the thresholds of my organisation.' })
  readonly signals!: Signal[];
}

@ArgsType()
export class SymptomsArgs extends PageArgs {
  @Field(() => ID, { nullable: true })
  readonly teamId?: string;

  @Field(() => SymptomStatusEnum, { nullable: true })
  readonly status?: SymptomStatus;
}

@ArgsType()
export class SymptomArgs extends CommandArgs {
  @Field(() => ID)
  readonly id!: string;
}

@ArgsType()
export class RefuteSymptomArgs extends SymptomArgs {
  @Field({ description: 'Why it is none.' })
  readonly reason!: string;
}

@ArgsType()
export class SignalArgs extends CommandArgs {
  @Field({ description: 'The name of a signal of the catalogue.' })
  readonly signal!: string;
}

@ArgsType()
export class SetSignalThresholdArgs extends SignalArgs {
  @Field(() => Float)
  readonly suspectAt!: number;

  @Field(() => Float)
  readonly certainAt!: number;
}
