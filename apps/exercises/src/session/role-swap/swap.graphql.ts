import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { ConfusionKindEnum, ConfusionResolverEnum, TaskOutcomeEnum } from './role-swap.graphql';
import type { ConfusionKind, Placement, Resolver, TaskOutcome } from './role-swap.events';

@ObjectType('SwapPlacement')
export class PlacementType implements Placement {
  @Field(() => ID)
  readonly swapperId!: string;

  @Field(() => ID)
  readonly homeTeamId!: string;

  @Field(() => ID)
  readonly hostTeamId!: string;

  @Field(() => ID)
  readonly buddyId!: string;
}

@ObjectType('SwapMissing', { description: 'What must still be seen to before somebody goes.' })
export class MissingType {
  @Field({ description: 'The code that starting would be refused with.' })
  readonly code!: string;

  @Field()
  readonly message!: string;

  @Field(() => ID, { description: 'Whose going it holds up.' })
  readonly personId!: string;
}

@ObjectType('SwapPreparation')
export class PreparationType {
  @Field(() => ID)
  readonly personId!: string;

  @Field()
  readonly handOver!: string;

  @Field()
  readonly onCall!: boolean;

  @Field()
  readonly soleApprover!: boolean;

  @Field(() => [String])
  readonly tasks!: readonly string[];
}

@ObjectType('SwapReception')
export class ReceptionType {
  @Field(() => ID)
  readonly personId!: string;

  @Field()
  readonly accessUntil!: string;

  @Field()
  readonly present!: boolean;
}

@ObjectType('SwapVision')
export class VisionType {
  @Field(() => ID)
  readonly personId!: string;

  @Field({ description: 'before or after the swap.' })
  readonly moment!: string;

  @Field(() => [String])
  readonly ranking!: readonly string[];

  @Field()
  readonly statement!: string;
}

@ObjectType('HostedConfusion', { description: 'What confuses newcomers of a team. Who met it is not told.' })
export class HostedConfusionType {
  @Field(() => ID, { name: 'id' })
  readonly entryId!: string;

  @Field(() => ID)
  readonly hostTeamId!: string;

  @Field(() => ConfusionKindEnum)
  readonly kind!: ConfusionKind;

  @Field()
  readonly text!: string;

  @Field()
  readonly minutesLost!: number;

  @Field(() => ConfusionResolverEnum)
  readonly resolvedBy!: Resolver;

  @Field()
  readonly visionRelated!: boolean;
}

@ObjectType('ConfusionEntry', { description: 'A line of the log of confusion.' })
export class ConfusionEntryType {
  @Field(() => ID, { name: 'id' })
  readonly entryId!: string;

  @Field(() => ID)
  readonly personId!: string;

  @Field(() => Date)
  readonly at!: string;

  @Field(() => ConfusionKindEnum)
  readonly kind!: ConfusionKind;

  @Field()
  readonly text!: string;

  @Field()
  readonly minutesLost!: number;

  @Field(() => ConfusionResolverEnum)
  readonly resolvedBy!: Resolver;

  @Field()
  readonly visionRelated!: boolean;
}

@ObjectType('SwapPulse')
export class PulseType {
  @Field(() => ID)
  readonly personId!: string;

  @Field()
  readonly day!: string;

  @Field(() => Int)
  readonly clarity!: number;

  @Field(() => Int)
  readonly help!: number;

  @Field()
  readonly hours!: number;
}

@ObjectType('SwapIntervention', { description: 'What a buddy helped with.' })
export class InterventionType {
  @Field(() => ID)
  readonly personId!: string;

  @Field()
  readonly text!: string;

  @Field()
  readonly minutes!: number;
}

@ObjectType('SwapTask', { description: 'What became of a task of a swapper.' })
export class SwapTaskType {
  @Field(() => ID)
  readonly personId!: string;

  @Field()
  readonly task!: string;

  @Field(() => TaskOutcomeEnum)
  readonly outcome!: TaskOutcome;
}

@ObjectType('SwapLookBack')
export class LookBackType {
  @Field(() => ID)
  readonly personId!: string;

  @Field()
  readonly keep!: string;

  @Field()
  readonly stop!: string;

  @Field()
  readonly try!: string;
}

@ObjectType('RoleSwap', { description: 'A swap as far as I may see it by now.' })
export class RoleSwapType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => [PlacementType], { description: 'One, or two that cross.' })
  readonly placements!: readonly Placement[];

  @Field(() => Float)
  readonly days!: number;

  @Field()
  readonly endsOn!: string;

  @Field({ description: 'proposed, approved, active, paused, returned, debriefing, debriefed; or aborted.' })
  readonly status!: string;

  @Field(() => [ID])
  readonly acceptedBy!: readonly string[];

  @Field(() => [ID], { description: 'The teams whose lead agrees.' })
  readonly approvedBy!: readonly string[];

  @Field(() => [MissingType], { description: 'Once approved: what must be seen to before it can start.' })
  readonly missing!: readonly MissingType[];

  @Field(() => [PreparationType])
  readonly preparations!: readonly PreparationType[];

  @Field(() => [ReceptionType])
  readonly receptions!: readonly ReceptionType[];

  @Field(() => [VisionType], { description: 'My own; that of the other who swaps once we talk.' })
  readonly visions!: readonly VisionType[];

  @Field(() => [ConfusionEntryType], { description: 'Mine, or of whom I stand by; all once we talk.' })
  readonly log!: readonly ConfusionEntryType[];

  @Field(() => [PulseType])
  readonly pulses!: readonly PulseType[];

  @Field(() => [InterventionType])
  readonly interventions!: readonly InterventionType[];

  @Field(() => [SwapTaskType])
  readonly outcomes!: readonly SwapTaskType[];

  @Field(() => [LookBackType], { description: 'My own; all once we talk.' })
  readonly lookBacks!: readonly LookBackType[];
}

@ObjectType('RoleSwapReport', { description: 'What I may see of the swaps of a session by now.' })
export class RoleSwapReportType {
  @Field(() => ID)
  readonly sessionId!: string;

  @Field(() => [String], { description: 'The outcomes to choose from, in an order that tells nothing.' })
  readonly candidates!: readonly string[];

  @Field(() => [RoleSwapType], { description: 'Mine; those of my team if I speak for it; all if I facilitate.' })
  readonly swaps!: readonly RoleSwapType[];

  @Field(() => [HostedConfusionType], { description: 'Of swaps that were talked over, for all who take part.' })
  readonly confusion!: readonly HostedConfusionType[];
}
