import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Figure } from '../figure.measures';
import { FigureType, ResultType } from '../result.graphql';
import { SuggestionType } from '../suggestion.graphql';
import type { Suggestion } from '../suggestion.measures';
import type { ConfusionKind, Resolver, TaskOutcome } from './role-swap.events';
import type {
  Between,
  ConfusionBar,
  ConfusionFlow,
  RoleSwapChange,
  RoleSwapResult,
  SwapDay,
  SwapDirection,
  SwapFigures,
} from './role-swap.measures';

const enumOf = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { readonly [Key in Name]: Key };

export const ConfusionKindEnum = enumOf<ConfusionKind>(
  'vocabulary',
  'tooling',
  'process',
  'decision_right',
  'goal',
  'domain',
  'dependency',
);
registerEnumType(ConfusionKindEnum, { name: 'ConfusionKind', description: 'What somebody new stumbles over.' });

export const ConfusionResolverEnum = enumOf<Resolver>('self', 'doc', 'buddy', 'other_team', 'nobody');
registerEnumType(ConfusionResolverEnum, { name: 'ConfusionResolver', description: 'Who or what cleared it up.' });

export const TaskOutcomeEnum = enumOf<TaskOutcome>('done', 'partly', 'no');
registerEnumType(TaskOutcomeEnum, { name: 'SwapTaskOutcome', description: 'What became of a task.' });

@ObjectType('SwapFigures', { description: 'What it is like to be new in a team.' })
export class SwapFiguresType implements SwapFigures {
  @Field(() => Int)
  readonly swappers!: number;

  @Field(() => Int, { description: 'What was logged as confusing.' })
  readonly entries!: number;

  @Field(() => FigureType, { description: 'Entries per 8 hours spent there, by the hours that the pulses tell.' })
  readonly confusionRate!: Figure;

  @Field(() => FigureType, { description: 'Minutes until it stood in the way no more; what nobody resolved counts.' })
  readonly unblockP50!: Figure;

  @Field(() => FigureType)
  readonly unblockP90!: Figure;

  @Field(() => FigureType, { description: 'The part that people resolved alone or by a document.' })
  readonly selfServe!: Figure;

  @Field(() => FigureType, { description: 'The part that was about who may decide.' })
  readonly decisionRight!: Figure;

  @Field(() => FigureType, { description: 'The part that was about words.' })
  readonly vocabulary!: Figure;

  @Field(() => FigureType, { description: 'How far people were from what the product is about, 0 to 1.' })
  readonly visionGapBefore!: Figure;

  @Field(() => FigureType)
  readonly visionGapAfter!: Figure;

  @Field(() => Float, { nullable: true, description: 'In all: the onboarding debt.' })
  readonly minutesLost!: number | null;

  @Field(() => FigureType, { description: 'The part of the tasks judged that was done.' })
  readonly tasksDone!: Figure;

  @Field(() => Float, { nullable: true, description: 'Hours by the clock until the first task was accepted.' })
  readonly firstAcceptedHours!: number | null;

  @Field(() => Int, { description: 'How often a buddy helped.' })
  readonly interventions!: number;
}

@ObjectType('SwapDirection', { description: 'What it is like for people of a team to be new in another.' })
export class SwapDirectionType extends SwapFiguresType implements SwapDirection {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;
}

@ObjectType('SwapBetween', { description: 'How far those who swapped were from one another.' })
export class BetweenType implements Between {
  @Field(() => FigureType)
  readonly before!: Figure;

  @Field(() => FigureType)
  readonly after!: Figure;
}

@ObjectType('ConfusionBar')
export class ConfusionBarType implements ConfusionBar {
  @Field(() => ConfusionKindEnum)
  readonly kind!: ConfusionKind;

  @Field(() => Int)
  readonly entries!: number;

  @Field()
  readonly share!: number;

  @Field({ description: 'With all that are met more often.' })
  readonly cumulative!: number;

  @Field()
  readonly minutesLost!: number;
}

@ObjectType('ConfusionFlow', { description: 'How much of a kind was cleared up by whom.' })
export class ConfusionFlowType implements ConfusionFlow {
  @Field(() => ConfusionKindEnum)
  readonly kind!: ConfusionKind;

  @Field(() => ConfusionResolverEnum)
  readonly resolvedBy!: Resolver;

  @Field(() => Int)
  readonly entries!: number;
}

@ObjectType('SwapDay', { description: 'The mean of the first, second … day of each swapper.' })
export class SwapDayType implements SwapDay {
  @Field(() => Int)
  readonly day!: number;

  @Field()
  readonly clarity!: number;

  @Field()
  readonly help!: number;

  @Field(() => Int)
  readonly n!: number;
}

@ObjectType('RoleSwapResult', { implements: () => ResultType })
export class RoleSwapResultType extends ResultType implements RoleSwapResult {
  @Field(() => SwapFiguresType)
  readonly all!: SwapFigures;

  @Field(() => [SwapDirectionType], { description: 'Most confusing first.' })
  readonly directions!: readonly SwapDirection[];

  @Field(() => BetweenType)
  readonly between!: Between;

  @Field(() => [ConfusionBarType], { description: 'What is met most often first.' })
  readonly kinds!: readonly ConfusionBar[];

  @Field(() => [ConfusionFlowType])
  readonly flows!: readonly ConfusionFlow[];

  @Field(() => [SwapDayType])
  readonly days!: readonly SwapDay[];

  @Field(() => [SuggestionType])
  readonly suggestions!: readonly Suggestion[];
}

@ObjectType('SwapDirectionChange')
export class SwapDirectionChangeType {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => Float, { nullable: true })
  readonly confusionRate!: number | null;

  @Field(() => Float, { nullable: true })
  readonly visionGap!: number | null;
}

@ObjectType('RoleSwapChange', { description: 'Today less the swaps that these measure again. Below 0 is better.' })
export class RoleSwapChangeType implements RoleSwapChange {
  @Field(() => Float, { nullable: true })
  readonly confusionRate!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of what people came with, before they swapped.' })
  readonly visionGap!: number | null;

  @Field(() => [SwapDirectionChangeType])
  readonly directions!: readonly SwapDirectionChangeType[];
}
