import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Figure } from '../figure.measures';
import { FigureType, ResultType } from '../result.graphql';
import { SessionArgs } from '../session.graphql';
import { SuggestionType } from '../suggestion.graphql';
import type { Suggestion } from '../suggestion.measures';
import type { Band, FlowFigures } from './flow.measures';
import type { Frequency, NoiseReason, Tests } from './signal-noise.events';
import type { NamedItem, SignalCell, SignalChannel, SignalNoiseResult, SignalTotal } from './signal-noise.measures';

const enumOf = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { readonly [Key in Name]: Key };

export const BandEnum = enumOf<Band>('clear', 'mixed', 'noisy', 'silent');
registerEnumType(BandEnum, {
  name: 'SignalBand',
  description: 'From 3 dB clear, below 0 noisy, mixed between; silent where nothing comes: that is not clear.',
});

export const NoiseReasonEnum = enumOf<NoiseReason>(
  'irrelevant',
  'too_late',
  'too_much',
  'duplicate',
  'unclear',
  'wrong_audience',
);
registerEnumType(NoiseReasonEnum, { name: 'NoiseReason', description: 'Why what arrives serves nobody.' });

export const FrequencyEnum = enumOf<Frequency>('count', 'per_week');
registerEnumType(FrequencyEnum, {
  name: 'SignalFrequency',
  description: 'Whether every item counts once, or as often as it comes in a week.',
});

@ObjectType('InformationTests', { description: 'Westrum’s tests of good information, 1 to 5: means.' })
export class TestsType implements Tests {
  @Field({ description: 'It answers the receiver’s question.' })
  readonly answers!: number;

  @Field({ description: 'It comes in time.' })
  readonly timely!: number;

  @Field({ description: 'It can be used as it comes.' })
  readonly usable!: number;
}

@ObjectType('NoiseReasonCount')
export class ReasonType {
  @Field(() => NoiseReasonEnum)
  readonly reason!: NoiseReason;

  @Field(() => Int)
  readonly n!: number;
}

@ObjectType('SignalFlow', { description: 'What flows, and what it is worth to those whom it reaches.' })
export class FlowType implements FlowFigures {
  @Field(() => Int, { description: 'How many sheets speak of it.' })
  readonly raters!: number;

  @Field({ description: 'Value, times how often.' })
  readonly signal!: number;

  @Field({ description: 'Cost, times how often.' })
  readonly noise!: number;

  @Field(() => Int, { description: 'How many things are needed and do not come.' })
  readonly missing!: number;

  @Field(() => FigureType, { description: 'The signal’s part of all, 0 to 1; null when silent.' })
  readonly share!: Figure;

  @Field(() => FigureType, { description: 'The signals’ part of the items, each counted once.' })
  readonly itemShare!: Figure;

  @Field(() => Number, { nullable: true, description: '10 log₁₀ of signal to noise; null when silent.' })
  readonly decibels!: number | null;

  @Field(() => BandEnum)
  readonly band!: Band;

  @Field(() => TestsType, { nullable: true })
  readonly tests!: Tests | null;

  @Field(() => String, { nullable: true, description: 'The worst of the three tests, when its mean is below 3.' })
  readonly failingTest!: keyof Tests | null;

  @Field(() => FigureType, { description: 'The part of what is needed that does not come.' })
  readonly missingRatio!: Figure;

  @Field({ description: 'Hours a week that noise takes all for whom the sheets speak.' })
  readonly wastedHoursPerWeek!: number;

  @Field(() => Number, { nullable: true, description: 'And each of them.' })
  readonly wastedHoursPerPersonWeek!: number | null;

  @Field(() => Number, { nullable: true, description: 'What signal and noise take each of them in a week, minutes.' })
  readonly minutesPerPersonWeek!: number | null;

  @Field(() => [ReasonType], { description: 'Why noise is noise, the most frequent first.' })
  readonly reasons!: readonly ReasonType[];
}

@ObjectType('SignalCell', { description: 'What flows from one team to another.' })
export class SignalCellType implements SignalCell {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => FlowType, { nullable: true, description: 'Null where too few people would stand behind it.' })
  readonly flow!: FlowFigures | null;

  @Field(() => Number, { nullable: true, description: 'The share this way less the share the other way.' })
  readonly asymmetry!: number | null;

  @Field(() => FigureType, { description: 'What the sender believed the share to be.' })
  readonly guess!: Figure;

  @Field(() => Number, { nullable: true, description: 'The guess less the share.' })
  readonly perceptionGap!: number | null;

  @Field(() => Number, {
    nullable: true,
    description: '0 when silent, null when not known: what Silo Spotlight takes.',
  })
  readonly tie!: number | null;
}

@ObjectType('SignalTotal')
export class SignalTotalType implements SignalTotal {
  @Field(() => ID)
  readonly teamId!: string;

  @Field(() => FlowType, { nullable: true, description: 'Null where too few people would stand behind it.' })
  readonly flow!: FlowFigures | null;
}

@ObjectType('SignalChannel')
export class SignalChannelType implements SignalChannel {
  @Field()
  readonly channel!: string;

  @Field(() => FlowType, { nullable: true, description: 'Null where too few people would stand behind it.' })
  readonly flow!: FlowFigures | null;
}

@ObjectType('NamedItem')
export class NamedItemType implements NamedItem {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field({ description: 'Empty when its words were taken out.' })
  readonly topic!: string;

  @Field()
  readonly channel!: string;

  @Field({ description: 'Its value or its cost, 1 to 5.' })
  readonly score!: number;
}

@ObjectType('SignalNoiseResult', { implements: () => ResultType })
export class SignalNoiseResultType extends ResultType implements SignalNoiseResult {
  @Field(() => FrequencyEnum)
  readonly frequency!: Frequency;

  @Field(() => Int, { description: 'How many people must stand behind a figure; 1 where teams speak.' })
  readonly k!: number;

  @Field(() => [SignalCellType])
  readonly cells!: readonly SignalCell[];

  @Field(() => [SignalTotalType], { description: 'All that each team sends.' })
  readonly senders!: readonly SignalTotal[];

  @Field(() => [SignalTotalType], { description: 'All that reaches each team: its minutes are its overload.' })
  readonly receivers!: readonly SignalTotal[];

  @Field(() => [SignalChannelType], { description: 'Most wasted hours first.' })
  readonly channels!: readonly SignalChannel[];

  readonly mostValuable!: readonly NamedItem[];

  readonly leastHelpful!: readonly NamedItem[];

  @Field(() => [SuggestionType])
  readonly suggestions!: readonly Suggestion[];
}

@ArgsType()
export class PrepareSignalsArgs extends SessionArgs {
  @Field(() => FrequencyEnum, { defaultValue: 'count' })
  readonly frequency!: Frequency;

  @Field(() => [String], { description: 'By what information comes: chat, ticket, meeting …' })
  readonly channels!: string[];
}
