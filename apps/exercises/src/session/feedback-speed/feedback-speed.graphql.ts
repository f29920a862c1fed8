import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Bands, Channel, Ending, Precision, Source } from './feedback-speed.events';
import type { Bottleneck, FeedbackSpeedResult, PairFigures } from './feedback-speed.measures';
import { FigureType, ResultType } from '../result.graphql';
import type { Figure } from '../figure.measures';
import type { Span, TimedTrace } from './timeline.measures';
import { BandEnum, BandsType } from './yardstick.graphql';
import type { Band } from './yardstick.measures';

const enumOf = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { readonly [Key in Name]: Key };

export const SourceEnum = enumOf<Source>(
  'user',
  'customer_support',
  'analytics',
  'technical_evaluation',
  'ops',
  'stakeholder',
);
registerEnumType(SourceEnum, { name: 'FeedbackSource', description: 'Who or what gave the feedback.' });

export const ChannelEnum = enumOf<Channel>('chat', 'mail', 'meeting', 'ticket', 'review', 'doc', 'other');
registerEnumType(ChannelEnum, { name: 'Channel', description: 'What carried the feedback to the next team.' });

export const PrecisionEnum = enumOf<Precision>('exact', 'hour', 'day', 'week');
registerEnumType(PrecisionEnum, { name: 'Precision', description: 'How well a time is remembered.' });

export const EndingEnum = enumOf<Ending>('decided', 'acted', 'shipped', 'informed', 'dropped');
registerEnumType(EndingEnum, { name: 'Ending', description: 'How a piece of feedback ended.' });

@ObjectType('PairFigures', { description: 'How one team hands feedback on to another, in hours on the wall clock.' })
export class PairType implements PairFigures {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => Int, { description: 'How many hops.' })
  readonly n!: number;

  @Field(() => FigureType, { description: 'From sending to sending on, half of the hops took no longer.' })
  readonly p50!: Figure;

  @Field(() => FigureType)
  readonly p90!: Figure;

  @Field(() => FigureType, { description: 'From sending to receiving.' })
  readonly waitP50!: Figure;

  @Field(() => FigureType, { description: 'The same in days of work of the team that receives.' })
  readonly workP50!: Figure;

  @Field(() => FigureType)
  readonly workP90!: Figure;

  @Field(() => FigureType, { description: 'Its part of the whole time of all traces, from 0 to 1.' })
  readonly share!: Figure;

  @Field(() => FigureType, { description: 'p90 / p50: how unpredictable it is.' })
  readonly spread!: Figure;

  @Field()
  readonly hours!: number;

  @Field({ description: 'As few hours as the precision of the times allows.' })
  readonly leastHours!: number;

  @Field({ description: 'As many hours as the precision of the times allows.' })
  readonly mostHours!: number;
}

@ObjectType('Bottleneck', { description: 'The pair of teams that takes most of the time.' })
export class BottleneckType implements Bottleneck {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => FigureType, { description: 'How much greater its share is than the next.' })
  readonly lead!: Figure;

  @Field({ description: 'Whether chance and vague times can be ruled out.' })
  readonly conclusive!: boolean;
}

@ObjectType('TimedHop')
export class SpanType implements Omit<Span, 'isReceived' | 'isOver'> {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => ChannelEnum)
  readonly channel!: Channel;

  @Field({ description: 'From sending to receiving.' })
  readonly waitHours!: number;

  @Field({ description: 'From receiving to sending on.' })
  readonly dwellHours!: number;

  @Field({ description: 'From sending to sending on, in days of work of the team that received.' })
  readonly workDays!: number;

  @Field()
  readonly leastHours!: number;

  @Field()
  readonly mostHours!: number;
}

@ObjectType('TimedTrace', { description: 'One piece of feedback on its way: a line of the picture.' })
export class TimedTraceType implements Omit<TimedTrace, 'isTold'> {
  @Field(() => ID)
  readonly traceId!: string;

  @Field()
  readonly topic!: string;

  @Field(() => SourceEnum)
  readonly source!: Source;

  @Field(() => ID)
  readonly originTeamId!: string;

  @Field(() => Date)
  readonly originAt!: string;

  @Field(() => EndingEnum, { nullable: true, description: 'Null while it is open.' })
  readonly terminal!: Ending | null;

  @Field({ description: 'Before the first hop: the origin’s own delay.' })
  readonly originHours!: number;

  @Field()
  readonly totalHours!: number;

  @Field()
  readonly leastHours!: number;

  @Field()
  readonly mostHours!: number;

  @Field({ description: 'In work days, each part by the clock of the team that had it.' })
  readonly totalWorkDays!: number;

  @Field({ description: 'Until whoever gave the feedback heard of it, or until now.' })
  readonly loopHours!: number;

  @Field({ description: 'The same in days of work of the team where it began.' })
  readonly loopWorkDays!: number;

  @Field(() => Number, { nullable: true, description: 'How much arrived as meant, from 0 to 1.' })
  readonly fidelity!: number | null;

  @Field(() => Number, {
    nullable: true,
    description: 'Hops taken for each that the shortest declared way needs; null if none leads there.',
  })
  readonly detour!: number | null;

  @Field(() => [SpanType])
  readonly hops!: readonly Span[];
}

@ObjectType('FeedbackSpeedResult', { implements: () => ResultType })
export class FeedbackSpeedResultType extends ResultType implements FeedbackSpeedResult {
  @Field(() => FigureType, { description: 'Half of the feedback took no longer than this many hours.' })
  readonly p50!: Figure;

  @Field(() => FigureType, { description: 'Nine in ten took no longer than this many hours.' })
  readonly p90!: Figure;

  @Field(() => FigureType, { description: 'The same in work days, each part by the clock of the team that had it.' })
  readonly workP50!: Figure;

  @Field(() => FigureType)
  readonly workP90!: Figure;

  @Field(() => BandsType)
  readonly bands!: Bands;

  @Field(() => BandEnum, { nullable: true, description: 'Where the median in work days lies.' })
  readonly speedBand!: Band | null;

  @Field(() => BandEnum, { nullable: true, description: 'Where the loss rate lies.' })
  readonly lossBand!: Band | null;

  @Field(() => FigureType, { description: 'Hours from giving feedback to hearing what became of it.' })
  readonly loopP50!: Figure;

  @Field(() => FigureType)
  readonly loopP90!: Figure;

  @Field(() => FigureType, { description: 'The same in days of work of the team where it began.' })
  readonly loopWorkP50!: Figure;

  @Field(() => FigureType)
  readonly loopWorkP90!: Figure;

  @Field(() => [PairType], { description: 'Slowest first.' })
  readonly pairs!: readonly PairFigures[];

  @Field(() => FigureType, { description: 'The part of the whole time before the first hop.' })
  readonly originShare!: Figure;

  @Field(() => BottleneckType, { nullable: true, description: 'Null while no pair has three hops.' })
  readonly bottleneck!: Bottleneck | null;

  @Field(() => FigureType, { description: 'The part of the time in somebody’s hands; the rest is waiting.' })
  readonly handlingRatio!: Figure;

  @Field(() => FigureType, { description: 'The part of the feedback that was dropped.' })
  readonly lossRate!: Figure;

  @Field(() => FigureType, {
    description: 'The median of how much arrived as meant, over traces with every hop rated.',
  })
  readonly fidelity!: Figure;

  @Field(() => FigureType, { description: 'The median of hops taken for each that the shortest declared way needs.' })
  readonly detour!: Figure;

  @Field(() => [TimedTraceType])
  readonly traces!: readonly TimedTrace[];
}
