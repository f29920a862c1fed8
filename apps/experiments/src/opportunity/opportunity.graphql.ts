import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '@tandem/platform';
import { type Kano, kanoOf } from './kano.measures';
import type { OpportunityRow } from './opportunity-board.projection';
import type { Delivery, Evidence, Method, Side } from './opportunity.events';
import type { Question, Score } from './scoring.measures';
import type { Given } from './sealed-scores.queries';

export const ScoringSideEnum = { product: 'product', engineering: 'engineering' } as const satisfies Record<Side, Side>;
registerEnumType(ScoringSideEnum, { name: 'ScoringSide', description: 'For which side somebody scores.' });

export const MethodEnum = { rice: 'rice', wsjf: 'wsjf', cd3: 'cd3', moscow: 'moscow' } as const satisfies Record<
  Method,
  Method
>;
registerEnumType(MethodEnum, {
  name: 'ScoringMethod',
  description:
    'rice: reach x impact x confidence / effort. wsjf: (value + urgency + risk) / size. cd3: cost of delay / duration. moscow: must 3, should 2, could 1, won\u2019t 0.',
});

type EvidenceKind = Evidence['kind'];
export const EvidenceKindEnum = {
  feedback: 'feedback',
  metric: 'metric',
  finding: 'finding',
} as const satisfies Record<EvidenceKind, EvidenceKind>;
registerEnumType(EvidenceKindEnum, { name: 'EvidenceKind', description: 'What speaks for an opportunity.' });

type Status = OpportunityRow['status'];
const StatusEnum = {
  raised: 'raised',
  scoring: 'scoring',
  scored: 'scored',
  dropped: 'dropped',
} as const satisfies Record<Status, Status>;
registerEnumType(StatusEnum, {
  name: 'OpportunityStatus',
  description: 'Raised, open for sealed scores, scored by both sides, or dropped.',
});

@ObjectType('OpportunityEvidence')
export class EvidenceType implements Evidence {
  @Field(() => ID)
  readonly evidenceId!: string;

  @Field(() => EvidenceKindEnum)
  readonly kind!: EvidenceKind;

  @Field({ description: 'Where it is found: an id or a URL.' })
  readonly ref!: string;
}

@ObjectType('ScoringQuestion', { description: 'What both sides said to one question of a method.' })
export class QuestionType implements Question {
  @Field()
  readonly question!: string;

  @Field(() => Float, { description: 'Median of the product side.' })
  readonly product!: number;

  @Field(() => Float, { description: 'Median of the engineering side.' })
  readonly engineering!: number;

  @Field(() => Float, { nullable: true, description: 'How far apart, in steps of the scale. Null: it has no scale.' })
  readonly gapSteps!: number | null;
}

@ObjectType('OpportunityScore', { description: 'What an opportunity is worth by one method.' })
export class ScoreType implements Score {
  @Field(() => MethodEnum)
  readonly method!: Method;

  @Field(() => Float, { description: 'Greater is more worth doing. Each side counts as much as the other.' })
  readonly value!: number;

  @Field(() => [QuestionType])
  readonly questions!: readonly QuestionType[];
}

@ObjectType('SealedScores', { description: 'How many of a side have scored in the open round. What, nobody sees yet.' })
export class GivenType implements Given {
  @Field(() => ScoringSideEnum)
  readonly side!: Side;

  @Field(() => Int)
  readonly votes!: number;
}

@ObjectType('OpportunityDelivery', { description: 'A change that came of it, in the tool that delivers it.' })
export class DeliveryType implements Delivery {
  @Field({ description: 'The id of the item or change in its tool.' })
  readonly ref!: string;

  @Field(() => String, { nullable: true })
  readonly url!: string | null;

  @Field(() => ID, { nullable: true, description: 'The experiment that it follows from. Null: none.' })
  readonly experimentId!: string | null;
}

@ObjectType('KanoFigures', { description: 'What customers say of an idea, by Kano\u2019s table.' })
export class KanoType {
  @Field(() => Int, { description: 'Customers who answered.' })
  readonly n!: number;

  @Field(() => Int)
  readonly attractive!: number;

  @Field(() => Int)
  readonly oneDimensional!: number;

  @Field(() => Int)
  readonly mustBe!: number;

  @Field(() => Int)
  readonly indifferent!: number;

  @Field(() => Int)
  readonly reverse!: number;

  @Field(() => Int)
  readonly questionable!: number;

  @Field({ description: 'The most frequent: A, O, M, I, R or Q.' })
  readonly category!: string;

  @Field(() => Float, { nullable: true, description: 'How much having it pleases, 0 to 1. Null: no data.' })
  readonly better!: number | null;

  @Field(() => Float, { nullable: true })
  readonly betterLow!: number | null;

  @Field(() => Float, { nullable: true })
  readonly betterHigh!: number | null;

  @Field(() => Float, { nullable: true, description: 'How much missing it annoys, -1 to 0. Null: no data.' })
  readonly worse!: number | null;

  @Field(() => Float, { nullable: true })
  readonly worseLow!: number | null;

  @Field(() => Float, { nullable: true })
  readonly worseHigh!: number | null;

  @Field({ description: 'Fewer than 12 customers: a hint, no figure.' })
  readonly lowSample!: boolean;
}

/** The figures as they are shown; null when nobody was asked. */
export function kanoType(answers: OpportunityRow['kanoAnswers']): KanoType | null {
  const kano: Kano | null = kanoOf(answers);
  if (!kano) return null;
  const { n, counts, category, better, worse, betterInterval, worseInterval, lowSample } = kano;
  return {
    ...{ n, category, better, worse, lowSample },
    ...{ attractive: counts.A, oneDimensional: counts.O, mustBe: counts.M },
    ...{ indifferent: counts.I, reverse: counts.R, questionable: counts.Q },
    ...{ betterLow: betterInterval?.low ?? null, betterHigh: betterInterval?.high ?? null },
    ...{ worseLow: worseInterval?.low ?? null, worseHigh: worseInterval?.high ?? null },
  };
}

@ObjectType('Opportunity', { description: 'Something worth doing for somebody, until it is done, tried or dropped.' })
export class OpportunityType implements Pick<OpportunityRow, 'id' | 'title' | 'status' | 'scores' | 'evidence'> {
  @Field(() => ID)
  readonly id!: string;

  @Field()
  readonly title!: string;

  @Field({ description: 'Whose problem it is, and what it costs them.' })
  readonly problem!: string;

  @Field(() => [ID], { description: 'The teams that would own it.' })
  readonly teamIds!: readonly string[];

  @Field(() => StatusEnum)
  readonly status!: Status;

  @Field(() => Int, { description: 'Rounds of scoring so far.' })
  readonly round!: number;

  @Field(() => [ScoreType], { description: 'Of the last round that was revealed; empty before.' })
  readonly scores!: readonly ScoreType[];

  @Field(() => Int, { description: 'How many voted in the last round that was revealed.' })
  readonly voters!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The widest gap between the medians of the two sides, in steps of a scale. Null: not known yet.',
  })
  readonly gapSteps!: number | null;

  @Field({
    description: 'The sides are two steps or more apart: they mean different things, and talk before they rank.',
  })
  readonly talkFirst!: boolean;

  @Field(() => [EvidenceType])
  readonly evidence!: readonly EvidenceType[];

  @Field(() => String, { nullable: true, description: 'What we believe would come of it. Null: not said yet.' })
  readonly hypothesis!: string | null;

  @Field(() => [DeliveryType], { description: 'Changes that came of it.' })
  readonly deliveries!: readonly DeliveryType[];

  @Field(() => String, { nullable: true, description: 'Why it was dropped. Null: it was not.' })
  readonly droppedBecause!: string | null;

  @Field(() => Date)
  readonly raisedAt!: string;

  @Field(() => Int, { description: 'For `expectedVersion` of a command that is decided on what is shown here.' })
  readonly version!: number;
}

/** A page of opportunities, as Relay defines it. */
@ObjectType()
export class OpportunityConnection extends connectionOf(OpportunityType, 'Opportunity') {}
