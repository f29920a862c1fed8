import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { CardAnswerEnum, ObservationTypeEnum } from './shadowing.graphql';
import type { CardAnswer, ObservationType, Shadow } from './shadowing.events';

@ObjectType('Shadow')
export class ShadowType implements Shadow {
  @Field(() => ID)
  readonly personId!: string;

  @Field(() => ID)
  readonly teamId!: string;
}

@ObjectType('Observation', { description: 'What a shadow saw. It speaks of work, not of people.' })
export class ObservationCardType {
  @Field(() => ID, { name: 'id' })
  readonly observationId!: string;

  @Field(() => ObservationTypeEnum)
  readonly type!: ObservationType;

  @Field({ description: 'Empty once the host has said no to it.' })
  readonly text!: string;

  @Field(() => [ID])
  readonly teamIds!: readonly string[];

  @Field()
  readonly valueStep!: string;

  @Field(() => Int)
  readonly severity!: number;

  @Field(() => Float, { nullable: true })
  readonly minutesLost?: number;

  @Field(() => CardAnswerEnum, { nullable: true })
  readonly answer?: CardAnswer;

  @Field({ nullable: true, description: 'What the host adds to it.' })
  readonly context?: string;

  @Field({ description: 'Whether all who take part see it.' })
  readonly shared!: boolean;
}

@ObjectType('PairExpectations')
export class PairExpectationsType {
  @Field(() => ID)
  readonly personId!: string;

  @Field(() => [String])
  readonly ranking!: readonly string[];

  @Field(() => [String])
  readonly blockers!: readonly string[];

  @Field(() => Int, { nullable: true })
  readonly understanding?: number;
}

@ObjectType('PairDebrief')
export class PairDebriefType {
  @Field(() => ID)
  readonly personId!: string;

  @Field(() => Int)
  readonly understanding!: number;

  @Field()
  readonly keep!: string;

  @Field()
  readonly stop!: string;

  @Field()
  readonly try!: string;
}

@ObjectType('ShadowingPair', { description: 'A host with a shadow or two. What they wrote only they see.' })
export class ShadowingPairType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => ID)
  readonly hostId!: string;

  @Field(() => ID)
  readonly hostTeamId!: string;

  @Field(() => [ShadowType])
  readonly shadows!: readonly Shadow[];

  @Field({
    description: 'matched, accepted, scheduled, shadowed, debriefing, debriefed; or declined, dissolved.',
  })
  readonly status!: string;

  @Field(() => String, { nullable: true })
  readonly day!: string | null;

  @Field(() => [String], { description: 'In an order that tells nothing.' })
  readonly priorities!: readonly string[];

  @Field(() => [PairExpectationsType], { description: 'My own; all once the pair talks.' })
  readonly expectations!: readonly PairExpectationsType[];

  @Field(() => [PairDebriefType], { description: 'My own; all once the pair talks.' })
  readonly debriefs!: readonly PairDebriefType[];

  @Field(() => [ObservationCardType])
  readonly observations!: readonly ObservationCardType[];
}

@ObjectType('ShadowingBoard', { description: 'What I may see of a round of shadowing by now.' })
export class ShadowingBoardType {
  @Field(() => ID)
  readonly sessionId!: string;

  @Field({ description: 'Whether I said yes to take part.' })
  readonly enrolled!: boolean;

  @Field(() => Int, { description: 'How many said yes.' })
  readonly enrolledCount!: number;

  @Field(() => [ShadowingPairType], { description: 'Mine; with all of the session if I facilitate it.' })
  readonly pairs!: readonly ShadowingPairType[];

  @Field(() => [ObservationCardType], { description: 'What pairs chose to share.' })
  readonly shared!: readonly ObservationCardType[];
}
