import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Figure } from '../figure.measures';
import { FigureType, ResultType } from '../result.graphql';
import { SessionArgs } from '../session.graphql';
import { SuggestionType } from '../suggestion.graphql';
import type { Suggestion } from '../suggestion.measures';
import type { CardAnswer, ObservationType, Place } from './shadowing.events';
import type { MisalignmentCell, SeenGap, ShadowingChange, ShadowingResult } from './shadowing.measures';

const enumOf = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { readonly [Key in Name]: Key };

export const PlaceEnum = enumOf<Place>('shadow', 'host', 'either');
registerEnumType(PlaceEnum, { name: 'ShadowingPlace', description: 'Going along, being gone along with, or either.' });

export const ObservationTypeEnum = enumOf<ObservationType>(
  'communication_gap',
  'misaligned_priority',
  'broken_handoff',
  'rework',
  'wait',
  'bright_spot',
  'question',
);
registerEnumType(ObservationTypeEnum, { name: 'ObservationType', description: 'What kind of thing a shadow saw.' });

export const CardAnswerEnum = enumOf<CardAnswer>('confirmed', 'context', 'disputed', 'vetoed');
registerEnumType(CardAnswerEnum, { name: 'ObservationAnswer', description: 'What the host makes of a card.' });

@ObjectType('MisalignmentCell', { description: 'How far shadows of a team were from what another one does first.' })
export class MisalignmentCellType implements MisalignmentCell {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => Int)
  readonly pairs!: number;

  @Field({ description: 'It rests on one pair alone.' })
  readonly singleCase!: boolean;

  @Field(() => Float, { nullable: true, description: '0 the same order, 1 the reverse.' })
  readonly misalignment!: number | null;
}

@ObjectType('SeenGap', { description: 'Something that was seen at a step of the work.' })
export class SeenGapType implements SeenGap {
  @Field()
  readonly valueStep!: string;

  @Field(() => ObservationTypeEnum)
  readonly type!: ObservationType;

  @Field(() => Int, { description: 'How many pairs saw it, each on its own.' })
  readonly pairs!: number;

  @Field(() => Int)
  readonly cards!: number;

  @Field()
  readonly minutesLost!: number;
}

@ObjectType('ShadowingResult', { implements: () => ResultType })
export class ShadowingResultType extends ResultType implements ShadowingResult {
  @Field(() => [MisalignmentCellType], { description: 'Furthest apart first.' })
  readonly cells!: readonly MisalignmentCell[];

  @Field(() => FigureType)
  readonly misalignment!: Figure;

  @Field(() => FigureType, { description: 'Understanding afterwards less before. Null of fewer than three people.' })
  readonly empathyGain!: Figure;

  @Field(() => FigureType)
  readonly understandingBefore!: Figure;

  @Field(() => FigureType)
  readonly understandingAfter!: Figure;

  @Field(() => FigureType, { description: 'The part of what was seen that hosts confirmed.' })
  readonly confirmed!: Figure;

  @Field(() => FigureType, { description: 'The part of the ordered pairs of teams that was shadowed.' })
  readonly coverage!: Figure;

  @Field(() => [SeenGapType], { description: 'What most pairs saw first.' })
  readonly gaps!: readonly SeenGap[];

  @Field(() => [SuggestionType])
  readonly suggestions!: readonly Suggestion[];
}

@ObjectType('MisalignmentChange')
export class MisalignmentChangeType {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => Float, { nullable: true })
  readonly misalignment!: number | null;
}

@ObjectType('ShadowingChange', { description: 'Today less the round that this one measures again.' })
export class ShadowingChangeType implements ShadowingChange {
  @Field(() => Float, { nullable: true, description: 'Below 0 is better.' })
  readonly misalignment!: number | null;

  @Field(() => Float, { nullable: true })
  readonly empathyGain!: number | null;

  @Field(() => [MisalignmentChangeType])
  readonly cells!: readonly MisalignmentChangeType[];
}

@ArgsType()
export class EnrolInRoundArgs extends SessionArgs {
  @Field(() => PlaceEnum, { defaultValue: 'either' })
  readonly place!: Place;

  @Field(() => [ID], { defaultValue: [], description: 'With whom I will not be paired. No reason is asked.' })
  readonly notWith!: string[];

  @Field(() => ID, { nullable: true, description: 'To whom I report.' })
  readonly managerId?: string;

  @Field(() => [String], { defaultValue: [], description: 'What who goes along with me must be cleared for.' })
  readonly requires!: string[];

  @Field(() => [String], { defaultValue: [], description: 'What I am cleared for.' })
  readonly clearances!: string[];
}

@ArgsType()
export class PairArgs extends SessionArgs {
  @Field(() => ID)
  readonly pairId!: string;
}

@ArgsType()
export class ScheduleShadowDayArgs extends PairArgs {
  @Field({ description: 'Such as 2026-03-09.' })
  readonly day!: string;
}

@ArgsType()
export class ListPrioritiesArgs extends PairArgs {
  @Field(() => [String], { description: 'Five things that my team wants. Their order is not kept.' })
  readonly priorities!: string[];
}

@ArgsType()
export class SealExpectationsArgs extends PairArgs {
  @Field(() => [String], { description: 'Each of the listed priorities, what comes first first.' })
  readonly ranking!: string[];

  @Field(() => [String], { description: 'What stands in the way most, three at most.' })
  readonly blockers!: string[];

  @Field(() => Int, { nullable: true, description: 'I understand what they need from us: 1 not at all to 7 fully.' })
  readonly understanding?: number;
}

@ArgsType()
export class PublishObservationArgs extends PairArgs {
  @Field(() => ObservationTypeEnum)
  readonly type!: ObservationType;

  @Field()
  readonly text!: string;

  @Field(() => [ID], { description: 'Teams that have to do with it.' })
  readonly teamIds!: string[];

  @Field({ description: 'The step of the work where it was seen.' })
  readonly valueStep!: string;

  @Field(() => Int, { description: '1 a nuisance to 5 stops the work.' })
  readonly severity!: number;

  @Field(() => Float, { nullable: true })
  readonly minutesLost?: number;
}

@ArgsType()
export class ObservationArgs extends SessionArgs {
  @Field(() => ID)
  readonly observationId!: string;
}

@ArgsType()
export class AnswerObservationArgs extends ObservationArgs {
  @Field(() => CardAnswerEnum)
  readonly answer!: CardAnswer;

  @Field({ nullable: true, description: 'With context: what the shadow could not see.' })
  readonly context?: string;
}

@ArgsType()
export class DebriefAloneArgs extends PairArgs {
  @Field(() => Int, { description: '1 not at all to 7 fully.' })
  readonly understanding!: number;

  @Field()
  readonly keep!: string;

  @Field()
  readonly stop!: string;

  @Field()
  readonly try!: string;
}
