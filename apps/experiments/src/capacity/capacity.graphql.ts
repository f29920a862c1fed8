import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs } from '@tandem/platform';
import type { CapacityRow } from './capacity-board.projection';
import type { CapacityKind, ClosedWindow, Policy, Use } from './capacity.events';

export const CapacityKindEnum = {
  experiment: 'experiment',
  prototype: 'prototype',
  tool_trial: 'tool_trial',
  customer_engagement: 'customer_engagement',
} as const satisfies Record<CapacityKind, CapacityKind>;
registerEnumType(CapacityKindEnum, { name: 'CapacityKind', description: 'What is tried.' });

export const CapacityWindowEnum = { sprint: 'sprint', month: 'month' } as const satisfies Record<
  Policy['window'],
  Policy['window']
>;
registerEnumType(CapacityWindowEnum, { name: 'CapacityWindow', description: 'Over what it is counted, in UTC.' });

@ObjectType('CapacityPolicy', { description: 'How much of its time a team sets aside for trying things.' })
export class PolicyType implements Policy {
  @Field(() => Float, { description: 'Of the hours of a window, 1 to 100.' })
  readonly pct!: number;

  @Field(() => CapacityWindowEnum)
  readonly window!: Policy['window'];

  @Field(() => Int, { nullable: true, description: 'Null: a month.' })
  readonly sprintDays?: number;

  @Field({ description: 'The first day that counts; sprints begin on it.' })
  readonly since!: string;

  @Field(() => Float, { description: 'Person-hours that the team has in a window.' })
  readonly hours!: number;

  @Field(() => [CapacityKindEnum])
  readonly kinds!: readonly CapacityKind[];
}

@ObjectType('CapacityUse')
export class UseType implements Use {
  @Field(() => ID)
  readonly useId!: string;

  @Field(() => CapacityKindEnum)
  readonly kind!: CapacityKind;

  @Field(() => Float)
  readonly hours!: number;

  @Field({ description: 'Such as 2026-01-05.' })
  readonly usedOn!: string;

  @Field(() => String, { nullable: true, description: 'An experiment, or an item of a tracker. Null: not told.' })
  readonly ref!: string | null;
}

@ObjectType('ClosedCapacityWindow', { description: 'A sprint or month that is over.' })
export class ClosedWindowType implements ClosedWindow {
  @Field(() => Date)
  readonly startsAt!: string;

  @Field(() => Date)
  readonly endsAt!: string;

  @Field(() => Float)
  readonly setPct!: number;

  @Field(() => Float)
  readonly usedPct!: number;

  @Field(() => Float)
  readonly usedHours!: number;

  @Field(() => Int, { description: 'Windows in a row, this one included, in which less than half was used.' })
  readonly streak!: number;
}

@ObjectType('InnovationCapacity', {
  description: 'What a team has set aside for trying things, and what it makes of it.',
})
export class CapacityType implements CapacityRow {
  @Field(() => ID)
  readonly teamId!: string;

  @Field(() => PolicyType)
  readonly policy!: PolicyType;

  @Field(() => Date, { description: 'Of the window that is open.' })
  readonly startsAt!: string;

  @Field(() => Date)
  readonly endsAt!: string;

  @Field(() => Float, { description: 'In the window that is open.' })
  readonly usedHours!: number;

  @Field(() => Float, { description: 'Of all the hours of the window; the policy says how much was meant.' })
  readonly usedPct!: number;

  @Field(() => [UseType], { description: 'In the window that is open.' })
  readonly uses!: readonly UseType[];

  @Field(() => [ClosedWindowType], { description: 'The latest first.' })
  readonly closed!: readonly ClosedWindowType[];

  @Field(() => Int, { description: 'Windows in a row that fell short of half. From 2 on the team is told.' })
  readonly streak!: number;

  @Field(() => Int, { description: 'For `expectedVersion` of a command that is decided on what is shown here.' })
  readonly version!: number;
}

@ArgsType()
export class SetCapacityPolicyArgs extends CommandArgs {
  @Field(() => ID)
  readonly teamId!: string;

  @Field(() => Float, { description: 'Of the hours of a window; 10 to 20 is usual.' })
  readonly pct!: number;

  @Field(() => CapacityWindowEnum)
  readonly window!: Policy['window'];

  @Field(() => Int, { nullable: true, description: 'Of a sprint.' })
  readonly sprintDays?: number;

  @Field({ description: 'The first day that counts, such as 2026-01-05; sprints begin on it.' })
  readonly since!: string;

  @Field(() => Float, { description: 'Person-hours that the team has in a window.' })
  readonly hours!: number;

  @Field(() => [CapacityKindEnum])
  readonly kinds!: CapacityKind[];
}

@ArgsType()
export class RecordCapacityUseArgs extends CommandArgs {
  @Field(() => ID)
  readonly teamId!: string;

  @Field(() => CapacityKindEnum)
  readonly kind!: CapacityKind;

  @Field(() => Float)
  readonly hours!: number;

  @Field({ description: 'The day, such as 2026-01-05.' })
  readonly usedOn!: string;

  @Field(() => String, { nullable: true, description: 'An experiment, or an item of a tracker.' })
  readonly ref?: string;
}
