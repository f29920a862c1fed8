import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { CommandArgs } from '@tandem/platform';
import type { WorkingTime } from '@tandem/statistics';

@ObjectType('WorkingTime', { description: 'When a team works, by the clock on its wall.' })
export class WorkingTimeType implements WorkingTime {
  @Field({ description: 'As in the IANA time zone database, such as Europe/Berlin.' })
  readonly timeZone!: string;

  @Field(() => [Int], { description: '1 Monday … 7 Sunday.' })
  readonly weekdays!: readonly number[];

  @Field({ description: 'As 09:00.' })
  readonly from!: string;

  @Field({ description: 'As 17:00: later on the same day.' })
  readonly until!: string;

  @Field(() => [String], { description: 'Days off, as 2026-12-25.' })
  readonly holidays!: readonly string[];
}

@ArgsType()
export class AgreeWorkingTimeArgs extends CommandArgs {
  @Field(() => ID)
  readonly teamId!: string;

  @Field({ description: 'As in the IANA time zone database, such as Europe/Berlin.' })
  readonly timeZone!: string;

  @Field(() => [Int], { defaultValue: [1, 2, 3, 4, 5], description: '1 Monday … 7 Sunday.' })
  readonly weekdays!: number[];

  @Field({ defaultValue: '09:00' })
  readonly from!: string;

  @Field({ defaultValue: '17:00', description: 'Later on the same day, 24:00 at the latest.' })
  readonly until!: string;

  @Field(() => [String], { defaultValue: [], description: 'Days off, as 2026-12-25.' })
  readonly holidays!: string[];
}
