import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import type { ContractRow, ContractStatus, Review } from './contract-board.projection';
import type { Answers, Terms } from './contract.events';

export const ContractStatusEnum = {
  proposed: 'proposed',
  agreed: 'agreed',
  expired: 'expired',
  ended: 'ended',
} as const satisfies Record<ContractStatus, ContractStatus>;
registerEnumType(ContractStatusEnum, { name: 'ContractStatus', description: 'How far an information contract is.' });

@ObjectType('ContractTerms')
export class TermsType implements Terms {
  @Field()
  readonly topic!: string;

  @Field()
  readonly channel!: string;

  @Field({ description: 'How often, as people say it.' })
  readonly cadence!: string;

  @Field()
  readonly format!: string;

  @Field(() => ID, { description: 'The person of the sending team who sees to it.' })
  readonly ownerId!: string;

  @Field(() => [String], { description: 'What it makes superfluous.' })
  readonly replaces!: readonly string[];
}

@ObjectType('ContractProposal', { description: 'What waits for the other team.' })
export class ProposalType {
  @Field(() => TermsType)
  readonly terms!: Terms;

  @Field(() => ID)
  readonly byTeamId!: string;
}

@ObjectType('ContractAnswers', { description: 'Three questions after six weeks, 1, not at all, to 5, fully.' })
export class AnswersType implements Answers {
  @Field(() => Int, { description: 'It comes as agreed.' })
  readonly asAgreed!: number;

  @Field(() => Int, { description: 'It serves us.' })
  readonly serves!: number;

  @Field(() => Int, { description: 'There is less noise than before.' })
  readonly lessNoise!: number;
}

@ObjectType('ContractReview')
export class ReviewType implements Review {
  @Field(() => ID)
  readonly teamId!: string;

  @Field(() => AnswersType)
  readonly answers!: Answers;

  @Field(() => Date)
  readonly at!: string;
}

@ObjectType('InformationContract', {
  description: 'What one team promises to tell another: agreed by both, for 90 days.',
})
export class ContractType implements Omit<ContractRow, 'changedAt'> {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => ContractStatusEnum)
  readonly status!: ContractStatus;

  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => ID, { nullable: true, description: 'The session that showed the need.' })
  readonly sessionId?: string;

  @Field(() => TermsType, { description: 'What both agreed on, or was proposed first.' })
  readonly terms!: Terms;

  @Field(() => ProposalType, { nullable: true })
  readonly proposal!: ContractRow['proposal'];

  @Field(() => Date, { nullable: true })
  readonly agreedAt!: string | null;

  @Field(() => Date, { nullable: true, description: 'From when both teams answer three questions on it.' })
  readonly surveyAt!: string | null;

  @Field(() => Date, { nullable: true, description: 'Until then it holds, unless both renew it.' })
  readonly expiresAt!: string | null;

  @Field(() => String, { nullable: true })
  readonly endedBecause!: string | null;

  @Field(() => [ReviewType])
  readonly reviews!: readonly Review[];
}

@ObjectType()
export class ContractConnection extends connectionOf(ContractType, 'InformationContract') {}

@InputType()
export class TermsInput implements Terms {
  @Field()
  readonly topic!: string;

  @Field()
  readonly channel!: string;

  @Field({ description: 'How often, as people say it: every Monday, with each release.' })
  readonly cadence!: string;

  @Field()
  readonly format!: string;

  @Field(() => ID, { description: 'A person of the sending team.' })
  readonly ownerId!: string;

  @Field(() => [String], { defaultValue: [] })
  readonly replaces!: string[];
}

@ArgsType()
export class ProposeContractArgs extends CommandArgs {
  @Field(() => ID, { description: 'My team: one of the two.' })
  readonly teamId!: string;

  @Field(() => ID)
  readonly fromTeamId!: string;

  @Field(() => ID)
  readonly toTeamId!: string;

  @Field(() => ID, { nullable: true, description: 'The session that showed the need.' })
  readonly sessionId?: string;

  @Field(() => TermsInput)
  readonly terms!: TermsInput;
}

@ArgsType()
export class ContractArgs extends CommandArgs {
  @Field(() => ID)
  readonly contractId!: string;

  @Field(() => ID, { description: 'My team: one of the two.' })
  readonly teamId!: string;
}

@ArgsType()
export class ReviseContractArgs extends ContractArgs {
  @Field(() => TermsInput)
  readonly terms!: TermsInput;
}

@ArgsType()
export class ReviewContractArgs extends ContractArgs {
  @Field(() => Int, { description: 'It comes as agreed: 1, not at all, to 5, fully.' })
  readonly asAgreed!: number;

  @Field(() => Int, { description: 'It serves us.' })
  readonly serves!: number;

  @Field(() => Int, { description: 'There is less noise than before.' })
  readonly lessNoise!: number;
}

@ArgsType()
export class EndContractArgs extends ContractArgs {
  @Field()
  readonly reason!: string;
}
