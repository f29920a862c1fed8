import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Account, Candidate, Channel, Ending, Precision, Source } from './feedback-speed.events';
import { ChannelEnum, EndingEnum, FeedbackSpeedResultType, PrecisionEnum, SourceEnum } from './feedback-speed.graphql';
import { SessionArgs } from '../session.graphql';
import type { HopStatus } from './trace.measures';

export const HopStatusEnum = {
  waiting: 'waiting',
  under_way: 'under-way',
  disputed: 'disputed',
  differing: 'differing',
  out_of_order: 'out-of-order',
  agreed: 'agreed',
} as const satisfies Record<string, HopStatus>;
registerEnumType(HopStatusEnum, {
  name: 'HopStatus',
  description: 'Whether the times of a hop stand, and if not, why.',
});

@ObjectType('HopAccount', { description: 'A hop as one side remembers it.' })
export class AccountType implements Account {
  @Field(() => Date, { nullable: true })
  readonly sentAt?: string;

  @Field(() => Date, { nullable: true })
  readonly receivedAt?: string;

  @Field(() => PrecisionEnum)
  readonly precision!: Precision;

  @Field(() => Int, { nullable: true, description: '3 as meant … 0 not at all.' })
  readonly fidelity?: number;

  @Field(() => Int, { nullable: true, description: 'How often the receiver had to ask back.' })
  readonly clarifications?: number;
}

@ObjectType('Hop')
export class HopType {
  @Field(() => Int)
  readonly seq!: number;

  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => ChannelEnum)
  readonly channel!: Channel;

  @Field({ nullable: true, description: 'Where it can be looked up.' })
  readonly evidenceUrl?: string;

  @Field(() => HopStatusEnum)
  readonly status!: HopStatus;

  @Field(() => AccountType, {
    nullable: true,
    description: 'Null until both sides have told: neither copies the other.',
  })
  readonly sender!: Account | null;

  @Field(() => AccountType, { nullable: true })
  readonly receiver!: Account | null;

  @Field({ nullable: true, description: 'What a side says is wrong with it.' })
  readonly disputed?: string;
}

@ObjectType('HopCandidate', {
  description: 'A hop as a tool has seen it. It counts once both of its teams confirm it.',
})
export class CandidateType implements Candidate {
  @Field(() => ID)
  readonly candidateId!: string;

  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => ChannelEnum)
  readonly channel!: Channel;

  @Field({ description: 'The tool that has seen it.' })
  readonly tool!: string;

  @Field(() => Date)
  readonly sentAt!: string;

  @Field(() => Date)
  readonly receivedAt!: string;

  @Field(() => PrecisionEnum)
  readonly precision!: Precision;

  @Field({ nullable: true })
  readonly evidenceUrl?: string;
}

@ObjectType('Trace', { description: 'One piece of feedback, as it is being entered.' })
export class TraceType {
  @Field(() => ID)
  readonly id!: string;

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

  @Field(() => [HopType])
  readonly hops!: readonly HopType[];

  @Field(() => [CandidateType], { description: 'What tools have seen, and what nobody has confirmed yet.' })
  readonly candidates!: readonly Candidate[];
}

@ObjectType('FeedbackSpeed', {
  description: 'A Feedback Speed Test: what is being entered, and the result once shown.',
})
export class FeedbackSpeedType {
  @Field(() => ID)
  readonly sessionId!: string;

  @Field(() => String, { nullable: true, description: 'The decision or project that is looked at.' })
  readonly subject!: string | null;

  @Field(() => [TraceType])
  readonly traces!: readonly TraceType[];

  @Field(() => FeedbackSpeedResultType, { nullable: true, description: 'Null until it is shown.' })
  readonly result!: FeedbackSpeedResultType | null;
}

@ArgsType()
export class TraceArgs extends SessionArgs {
  @Field(() => ID)
  readonly traceId!: string;
}

@ArgsType()
export class OpenTraceArgs extends SessionArgs {
  @Field(() => SourceEnum)
  readonly source!: Source;

  @Field({ description: 'What it was about, in a few words.' })
  readonly topic!: string;

  @Field(() => ID, { description: 'The team that the feedback reached first: yours.' })
  readonly originTeamId!: string;

  @Field(() => Date)
  readonly originAt!: Date;

  @Field(() => PrecisionEnum, { defaultValue: 'exact', description: 'Of its first and its last time.' })
  readonly precision!: Precision;
}

@ArgsType()
export class EndTraceArgs extends TraceArgs {
  @Field(() => EndingEnum)
  readonly terminal!: Ending;

  @Field(() => Date)
  readonly terminalAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When whoever gave the feedback heard of it.' })
  readonly toldAt?: Date;
}

@ArgsType()
export class HopArgs extends TraceArgs {
  @Field(() => Int, { description: '1 for the first hop of the trace.' })
  readonly seq!: number;
}

@ArgsType()
export class AccountArgs extends HopArgs {
  @Field(() => Date, { nullable: true, description: 'The sender must know it.' })
  readonly sentAt?: Date;

  @Field(() => Date, { nullable: true, description: 'The receiver must know it.' })
  readonly receivedAt?: Date;

  @Field(() => PrecisionEnum, { defaultValue: 'exact' })
  readonly precision!: Precision;

  @Field(() => Int, { nullable: true, description: 'How it arrived: 3 as meant … 0 not at all.' })
  readonly fidelity?: number;

  @Field(() => Int, { nullable: true, description: 'How often the receiver had to ask back.' })
  readonly clarifications?: number;
}

@ArgsType()
export class ReportHopArgs extends AccountArgs {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => ChannelEnum)
  readonly channel!: Channel;

  @Field({ nullable: true, description: 'Where it can be looked up.' })
  readonly evidenceUrl?: string;
}

@ArgsType()
export class FindHopCandidateArgs extends TraceArgs {
  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => ChannelEnum)
  readonly channel!: Channel;

  @Field({ description: 'The tool that has seen it.' })
  readonly tool!: string;

  @Field(() => Date)
  readonly sentAt!: Date;

  @Field(() => Date)
  readonly receivedAt!: Date;

  @Field(() => PrecisionEnum, { defaultValue: 'exact' })
  readonly precision!: Precision;

  @Field({ nullable: true, description: 'Where it can be looked up.' })
  readonly evidenceUrl?: string;
}

@ArgsType()
export class HopCandidateArgs extends TraceArgs {
  @Field(() => ID)
  readonly candidateId!: string;
}

@ArgsType()
export class DisputeHopArgs extends HopArgs {
  @Field({ description: 'What is wrong with it.' })
  readonly reason!: string;
}
