import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { CommandArgs, PageArgs } from '@tandem/platform';
import { ChangeCardInput, DecisionEnum, SampleInput } from './change.graphql';
import { CycleArgs, CycleStatusEnum } from './cycle.graphql';
import type { CycleStatus, Decision, Sample } from './cycle.events';

@ArgsType()
export class CyclesArgs extends PageArgs {
  @Field(() => CycleStatusEnum, { nullable: true })
  readonly status?: CycleStatus;

  @Field({ nullable: true, description: 'True: only those that nobody has touched for 21 days.' })
  readonly stale?: boolean;

  @Field({ nullable: true, description: 'S1 to S18.' })
  readonly symptomId?: string;

  @Field(() => ID, { nullable: true })
  readonly teamId?: string;
}

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

  @Field(() => ID, { description: 'Somebody else, of the engineering side and another function.' })
  readonly ownerEngineeringId!: string;
}

@InputType('CycleCollaboratorInput')
export class CollaboratorInput {
  @Field(() => ID)
  readonly personId!: string;

  @Field(() => ID, { description: 'The team that this person spoke for, and belongs to.' })
  readonly teamId!: string;
}

@ArgsType()
export class HoldCollaborationArgs extends CycleArgs {
  @Field(() => [CollaboratorInput])
  readonly collaborators!: readonly CollaboratorInput[];
}

@ArgsType()
export class DesignChangeArgs extends CycleArgs {
  @Field(() => ChangeCardInput)
  readonly card!: ChangeCardInput;
}

@ArgsType()
export class RecordBaselineArgs extends CycleArgs {
  @Field(() => SampleInput)
  readonly baseline!: SampleInput;
}

@ArgsType()
export class StartIterationArgs extends CycleArgs {
  @Field({ nullable: true, description: 'Why it begins without a baseline. It is counted.' })
  readonly overrideReason?: string;
}

@ArgsType()
export class LinkRemeasureArgs extends CycleArgs {
  @Field(() => ID)
  readonly sessionId!: string;
}

@ArgsType()
export class RecordMeasurementArgs extends CycleArgs {
  @Field(() => SampleInput)
  readonly sample!: SampleInput;

  @Field(() => ID, { nullable: true, description: 'The session that measured it.' })
  readonly sessionId?: string;
}

@ArgsType()
export class DecideCycleArgs extends CycleArgs {
  @Field(() => DecisionEnum)
  readonly decision!: Decision;

  @Field({ nullable: true, description: 'Needed unless a proven improvement is adopted.' })
  readonly reason?: string;
}

@ArgsType()
export class ReportRecurrenceArgs extends CycleArgs {
  @Field()
  readonly reason!: string;
}

/** A sample as it is stored: null is left out. */
export const sampleOf = ({ from, to, values, periods, count, n }: SampleInput): Sample => ({
  ...(values ? { values } : {}),
  ...(periods ? { periods } : {}),
  ...(count == null ? {} : { count }),
  ...(n == null ? {} : { n }),
  from: from.toISOString(),
  to: to.toISOString(),
});
