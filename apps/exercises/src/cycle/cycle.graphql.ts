import { ArgsType, Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import type { CycleRow } from './cycle-board.projection';

export const CycleStatusEnum = { noticed: 'noticed' } as const satisfies Record<CycleRow['status'], CycleRow['status']>;
registerEnumType(CycleStatusEnum, { name: 'CycleStatus', description: 'How far an improvement cycle has come.' });

@ObjectType('Cycle', { description: 'An improvement that product and engineering own together.' })
export class CycleType implements Omit<CycleRow, 'openedAt'> {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => CycleStatusEnum)
  readonly status!: CycleRow['status'];

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

  @Field(() => Date)
  readonly openedAt!: string;
}

@ObjectType()
export class CycleConnection extends connectionOf(CycleType, 'Cycle') {}

@ArgsType()
export class OpenCycleArgs extends CommandArgs {
  @Field(() => ID)
  readonly sessionId!: string;

  @Field(() => ID, { description: 'A finding of that session that is linked to the symptom.' })
  readonly findingId!: string;

  @Field()
  readonly symptomId!: string;

  @Field(() => ID, { description: 'Somebody of the product side.' })
  readonly ownerProductId!: string;

  @Field(() => ID, { description: 'Somebody else, of the engineering side.' })
  readonly ownerEngineeringId!: string;
}
