import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import { ChangeCardType, OwnerSideEnum, SampleType, VerdictType } from './change.graphql';
import type { CycleRow } from './cycle.measures';
import type { ChangeCard, Collaborator, CycleStatus, Sample, Side, Verdict } from './cycle.events';
import type { Iteration, Measurement } from './cycle.measures';

export const CycleStatusEnum = {
  noticed: 'noticed',
  asking: 'asking',
  collaborating: 'collaborating',
  change_designed: 'change_designed',
  change_agreed: 'change_agreed',
  implementing: 'implementing',
  measuring: 'measuring',
  refining: 'refining',
  adopted: 'adopted',
  closed: 'closed',
  abandoned: 'abandoned',
} as const satisfies Record<CycleStatus, CycleStatus>;
registerEnumType(CycleStatusEnum, {
  name: 'CycleStatus',
  description:
    'How far an improvement cycle has come. An adopted change is watched for 90 days, then the cycle is closed.',
});

@ObjectType('CycleCollaborator', { description: 'Somebody who was there when the change was thought out.' })
export class CollaboratorType implements Collaborator {
  @Field(() => ID)
  readonly personId!: string;

  @Field(() => ID)
  readonly teamId!: string;

  @Field({ description: 'What the team does in the company.' })
  readonly function!: string;
}

@ObjectType('ChangeMeasurement')
export class MeasurementType implements Measurement {
  @Field(() => Date)
  readonly measuredAt!: string;

  @Field(() => SampleType)
  readonly sample!: Sample;

  @Field(() => ID, { nullable: true, description: 'The session that measured it.' })
  readonly sessionId?: string;

  @Field(() => VerdictType)
  readonly verdict!: Verdict;
}

@ObjectType('CycleIteration', { description: 'One try of a change.' })
export class IterationType implements Iteration {
  @Field(() => Int)
  readonly iteration!: number;

  @Field(() => ChangeCardType)
  readonly card!: ChangeCard;

  @Field(() => [OwnerSideEnum])
  readonly agreedBy!: readonly Side[];

  @Field(() => Date, { nullable: true, description: 'When the second side agreed.' })
  readonly agreedAt?: string;

  @Field(() => Date, { nullable: true })
  readonly startedAt?: string;

  @Field({ nullable: true, description: 'Why it was begun without a baseline.' })
  readonly overrideReason?: string;

  @Field(() => [MeasurementType])
  readonly measurements!: readonly Measurement[];

  @Field({ nullable: true, description: 'Why it was tried once more.' })
  readonly refinedBecause?: string;
}

@ObjectType('Cycle', { description: 'An improvement that product and engineering own together.' })
export class CycleType implements Omit<
  CycleRow,
  'openedAt' | 'changedAt' | 'closedAt' | 'version' | 'lastEventId' | 'heardAt'
> {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => CycleStatusEnum)
  readonly status!: CycleStatus;

  @Field(() => Date, { nullable: true, description: 'Since when nobody has touched it. Null: it moves.' })
  readonly staleSince!: string | null;

  @Field({ description: 'What it works on: S1 to S18 of the catalogue of symptoms.' })
  readonly symptomId!: string;

  @Field(() => ID, { description: 'The finding that made it begin.' })
  readonly findingId!: string;

  @Field(() => ID, { description: 'The session that found it.' })
  readonly sessionId!: string;

  @Field(() => [ID])
  readonly teamIds!: readonly string[];

  @Field(() => ID, { description: 'The person who owns it on the product side.' })
  readonly ownerProductId!: string;

  @Field(() => ID, { description: 'The person who owns it on the engineering side.' })
  readonly ownerEngineeringId!: string;

  @Field(() => [ID], { description: 'The analyses that ask why.' })
  readonly whyIds!: readonly string[];

  @Field(() => Date, { nullable: true })
  readonly askedAt!: string | null;

  @Field(() => [CollaboratorType])
  readonly collaborators!: readonly Collaborator[];

  @Field(() => [IterationType], { description: 'Every try of a change, the last one last.' })
  readonly iterations!: readonly Iteration[];

  @Field(() => [ID], { description: 'Sessions that are to measure it again.' })
  readonly remeasureIds!: readonly string[];

  @Field(() => Date, { nullable: true })
  readonly adoptedAt!: string | null;

  @Field(() => Date, { nullable: true, description: 'Until when it is watched whether the symptom comes back.' })
  readonly watchUntil!: string | null;

  @Field(() => Int, { nullable: true, description: 'How many tries it took the first time.' })
  readonly adoptedAfter!: number | null;

  @Field({ nullable: true, description: 'Why it was adopted without a proof.' })
  readonly adoptedBecause?: string;

  @Field(() => [Date], { description: 'When the symptom came back.' })
  readonly recurredAt!: readonly string[];

  @Field({ nullable: true })
  readonly abandonedBecause?: string;

  @Field(() => Date)
  readonly openedAt!: string;

  @Field(() => Date)
  readonly changedAt!: string;

  @Field(() => Date, { nullable: true })
  readonly closedAt!: string | null;

  @Field(() => Int, { description: 'What `expectedVersion` of a command speaks of.' })
  readonly version!: number;
}

@ObjectType()
export class CycleConnection extends connectionOf(CycleType, 'Cycle') {}

@ArgsType()
export class CycleArgs extends CommandArgs {
  @Field(() => ID)
  readonly cycleId!: string;
}
