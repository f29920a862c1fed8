import { ArgsType, Field, Float, ID, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { CommandArgs } from '@tandem/platform';
import { EvidenceKindEnum, MethodEnum, ScoringSideEnum } from './opportunity.graphql';
import type { Evidence, KanoAnswer, KanoAnswers, Method, Priority, Scorecard, Side } from './opportunity.events';

export const PriorityEnum = { must: 'must', should: 'should', could: 'could', wont: 'wont' } as const satisfies Record<
  Priority,
  Priority
>;
registerEnumType(PriorityEnum, { name: 'MoscowPriority' });

export const KanoAnswerEnum = {
  like: 'like',
  expect: 'expect',
  neutral: 'neutral',
  tolerate: 'tolerate',
  dislike: 'dislike',
} as const satisfies Record<KanoAnswer, KanoAnswer>;
registerEnumType(KanoAnswerEnum, { name: 'KanoAnswer', description: 'How a customer would feel.' });

@InputType('RiceInput')
export class RiceInput implements NonNullable<Scorecard['rice']> {
  @Field(() => Float, { description: 'People it reaches in a quarter.' })
  readonly reach!: number;

  @Field(() => Float, { description: '3 massive, 2 high, 1 medium, .5 low, .25 minimal.' })
  readonly impact!: number;

  @Field(() => Float, { description: '1 high, .8 medium, .5 low.' })
  readonly confidence!: number;

  @Field(() => Float, { description: 'Person-months.' })
  readonly effort!: number;
}

@InputType('WsjfInput', { description: 'Each of 1, 2, 3, 5, 8, 13, 20.' })
export class WsjfInput implements NonNullable<Scorecard['wsjf']> {
  @Field(() => Float)
  readonly businessValue!: number;

  @Field(() => Float)
  readonly timeCriticality!: number;

  @Field(() => Float, { description: 'Risk taken away, or opportunity opened.' })
  readonly riskReduction!: number;

  @Field(() => Float)
  readonly jobSize!: number;
}

@InputType('Cd3Input')
export class Cd3Input implements NonNullable<Scorecard['cd3']> {
  @Field(() => Float, { description: 'What a week of delay costs, in money.' })
  readonly costOfDelay!: number;

  @Field(() => Float, { description: 'Weeks.' })
  readonly duration!: number;
}

@InputType('KanoAnswersInput', { description: 'So many customers who answered the pair of questions in this way.' })
export class KanoAnswersInput implements KanoAnswers {
  @Field(() => KanoAnswerEnum, { description: 'How they would feel if they had it.' })
  readonly functional!: KanoAnswer;

  @Field(() => KanoAnswerEnum, { description: 'How they would feel if they had it not.' })
  readonly dysfunctional!: KanoAnswer;

  @Field(() => Int)
  readonly n!: number;
}

@ArgsType()
export class RaiseOpportunityArgs extends CommandArgs {
  @Field()
  readonly title!: string;

  @Field({ description: 'Whose problem it is, and what it costs them.' })
  readonly problem!: string;

  @Field(() => [ID], { description: 'The teams that would own it.' })
  readonly teamIds!: string[];
}

@ArgsType()
export class OpportunityArgs extends CommandArgs {
  @Field(() => ID)
  readonly id!: string;
}

@ArgsType()
export class LinkEvidenceArgs extends OpportunityArgs {
  @Field(() => EvidenceKindEnum)
  readonly kind!: Evidence['kind'];

  @Field({ description: 'Where it is found: an id or a URL. The id of the evidence is that of the command.' })
  readonly ref!: string;
}

@ArgsType()
export class UnlinkEvidenceArgs extends OpportunityArgs {
  @Field(() => ID)
  readonly evidenceId!: string;

  @Field()
  readonly reason!: string;
}

@ArgsType()
export class OpenScoringArgs extends OpportunityArgs {
  @Field(() => [MethodEnum])
  readonly methods!: Method[];

  @Field(() => ID, { nullable: true, description: 'The evidence that asks for a new round. Left out: none.' })
  readonly becauseOf?: string;
}

@ArgsType()
export class ScoreOpportunityArgs extends OpportunityArgs {
  @Field(() => ScoringSideEnum)
  readonly side!: Side;

  @Field(() => RiceInput, { nullable: true })
  readonly rice?: RiceInput;

  @Field(() => WsjfInput, { nullable: true })
  readonly wsjf?: WsjfInput;

  @Field(() => Cd3Input, { nullable: true })
  readonly cd3?: Cd3Input;

  @Field(() => PriorityEnum, { nullable: true })
  readonly moscow?: Priority;
}

@ArgsType()
export class RecordKanoAnswersArgs extends OpportunityArgs {
  @Field(() => [KanoAnswersInput], { description: 'Up to 25, with how many customers answered so.' })
  readonly answers!: KanoAnswersInput[];
}

@ArgsType()
export class StateHypothesisArgs extends OpportunityArgs {
  @Field({ description: 'If we do this, that happens to them.' })
  readonly hypothesis!: string;
}

@ArgsType()
export class LinkDeliveryArgs extends OpportunityArgs {
  @Field({ description: 'The id of the item or change in the tool that delivers it.' })
  readonly ref!: string;

  @Field(() => String, { nullable: true, description: 'https only.' })
  readonly url?: string;

  @Field(() => ID, { nullable: true, description: 'The experiment that it follows from.' })
  readonly experimentId?: string;
}

@ArgsType()
export class DropOpportunityArgs extends OpportunityArgs {
  @Field()
  readonly reason!: string;
}
