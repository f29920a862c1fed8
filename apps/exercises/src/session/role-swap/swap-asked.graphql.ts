import { ArgsType, Field, Float, ID, Int } from '@nestjs/graphql';
import { SessionArgs } from '../session.graphql';
import { ConfusionKindEnum, ConfusionResolverEnum, TaskOutcomeEnum } from './role-swap.graphql';
import type { ConfusionKind, Resolver, TaskOutcome } from './role-swap.events';

@ArgsType()
export class ListOutcomesArgs extends SessionArgs {
  @Field(() => [String], { description: 'The five that the product is about, what matters most first.' })
  readonly outcomes!: string[];

  @Field(() => [String], { description: '5 to 15 that it could be about but is not.' })
  readonly others!: string[];
}

@ArgsType()
export class ProposeSwapArgs extends SessionArgs {
  @Field(() => ID, { description: 'Who stands by me over there; the team that I go to is theirs.' })
  readonly buddyId!: string;

  @Field(() => ID, { nullable: true, description: 'Who comes in my place. Left out: nobody comes.' })
  readonly withPersonId?: string | null;

  @Field(() => ID, { nullable: true, description: 'With withPersonId: who of my team stands by them.' })
  readonly theirBuddyId?: string | null;

  @Field(() => Float, { description: '0.5 to 5.' })
  readonly days!: number;

  @Field({ description: 'Such as 2026-03-09.' })
  readonly endsOn!: string;
}

@ArgsType()
export class SwapArgs extends SessionArgs {
  @Field(() => ID)
  readonly swapId!: string;
}

@ArgsType()
export class PrepareForSwapArgs extends SwapArgs {
  @Field({ description: 'What goes on at home meanwhile, and who has it.' })
  readonly handOver!: string;

  @Field({ description: 'Whether I am on call meanwhile.' })
  readonly onCall!: boolean;

  @Field({ description: 'Whether something at home can be approved by me alone.' })
  readonly soleApprover!: boolean;

  @Field(() => [String], { description: '3 to 7 real tasks.' })
  readonly tasks!: string[];
}

@ArgsType()
export class ReceiveSwapperArgs extends SwapArgs {
  @Field({ description: 'The day on which the access that was granted ends by itself, such as 2026-03-09.' })
  readonly accessUntil!: string;

  @Field({ description: 'Whether I am there all the while.' })
  readonly present!: boolean;
}

@ArgsType()
export class CheckVisionArgs extends SwapArgs {
  @Field(() => [String], { description: 'Five of those listed, what matters most first.' })
  readonly ranking!: string[];

  @Field({ description: 'The vision in my own words, 280 characters at most. Only the two who swap see it.' })
  readonly statement!: string;
}

@ArgsType()
export class LogConfusionArgs extends SwapArgs {
  @Field(() => ConfusionKindEnum)
  readonly kind!: ConfusionKind;

  @Field()
  readonly text!: string;

  @Field()
  readonly minutesLost!: number;

  @Field(() => ConfusionResolverEnum, { defaultValue: 'nobody' })
  readonly resolvedBy!: Resolver;

  @Field({ defaultValue: false })
  readonly visionRelated!: boolean;
}

@ArgsType()
export class ResolveConfusionArgs extends SessionArgs {
  @Field(() => ID)
  readonly entryId!: string;

  @Field(() => ConfusionResolverEnum)
  readonly resolvedBy!: Resolver;

  @Field({ description: 'In all.' })
  readonly minutesLost!: number;
}

@ArgsType()
export class TakePulseArgs extends SwapArgs {
  @Field(() => Int, { description: 'How clear the work was: 1 not at all to 7 fully.' })
  readonly clarity!: number;

  @Field(() => Int, { description: 'Whether I found help: 1 not at all to 7 fully.' })
  readonly help!: number;

  @Field({ description: 'How long I worked there today.' })
  readonly hours!: number;
}

@ArgsType()
export class LogInterventionArgs extends SwapArgs {
  @Field()
  readonly text!: string;

  @Field()
  readonly minutes!: number;
}

@ArgsType()
export class JudgeTaskArgs extends SwapArgs {
  @Field()
  readonly task!: string;

  @Field(() => TaskOutcomeEnum)
  readonly outcome!: TaskOutcome;
}

@ArgsType()
export class LookBackOnSwapArgs extends SwapArgs {
  @Field()
  readonly keep!: string;

  @Field()
  readonly stop!: string;

  @Field()
  readonly try!: string;
}
