import { ArgsType, Field, ID, Int } from '@nestjs/graphql';
import { CommandArgs } from '@tandem/platform';
import type { Control } from './why.events';
import { CauseEvidenceType, ControlEnum, ProblemType, WhyArgs } from './why.graphql';

@ArgsType()
export class FrameWhyArgs extends CommandArgs {
  @Field(() => ProblemType)
  readonly problem!: ProblemType;

  @Field(() => ID, { nullable: true, description: 'The cycle that asks. It says symptom, severity and teams.' })
  readonly cycleId?: string;

  @Field({ nullable: true, description: 'S1 to S18. Needed without a cycle.' })
  readonly symptomId?: string;

  @Field(() => Int, { nullable: true, description: '1, a nuisance, to 5, stops the work. Needed without a cycle.' })
  readonly severity?: number;

  @Field(() => [ID], { nullable: true, description: 'The teams that it concerns. Needed without a cycle.' })
  readonly teamIds?: readonly string[];
}

@ArgsType()
export class JoinWhyArgs extends WhyArgs {
  @Field(() => ID, { description: 'One of my teams, which I speak for.' })
  readonly teamId!: string;
}

@ArgsType()
export class AskWhyArgs extends WhyArgs {
  @Field(() => ID, { defaultValue: 'problem', description: 'The answer that is asked about, or `problem`.' })
  readonly ofId!: string;

  @Field()
  readonly text!: string;
}

@ArgsType()
export class AnswerWhyArgs extends WhyArgs {
  @Field(() => ID)
  readonly questionId!: string;

  @Field()
  readonly text!: string;

  @Field(() => ControlEnum, { defaultValue: 'team' })
  readonly control!: Control;
}

@ArgsType()
export class CauseStepArgs extends WhyArgs {
  @Field(() => ID)
  readonly causeId!: string;

  @Field(() => ID, { description: 'The answer that it leads to, or `problem`.' })
  readonly parentId!: string;
}

@ArgsType()
export class MergeAnswersArgs extends WhyArgs {
  @Field(() => ID)
  readonly keptId!: string;

  @Field(() => ID)
  readonly mergedId!: string;
}

@ArgsType()
export class AddEvidenceArgs extends WhyArgs {
  @Field(() => ID)
  readonly causeId!: string;

  @Field(() => CauseEvidenceType)
  readonly evidence!: CauseEvidenceType;
}

@ArgsType()
export class RefuteAnswerArgs extends WhyArgs {
  @Field(() => ID)
  readonly causeId!: string;

  @Field()
  readonly reason!: string;
}

@ArgsType()
export class AgreeRootArgs extends WhyArgs {
  @Field(() => ID)
  readonly causeId!: string;

  @Field({ nullable: true, description: 'Needed when the root lies fewer than five whys deep.' })
  readonly earlyStopReason?: string;

  @Field({ nullable: true, description: 'Needed when the root lies outside the company.' })
  readonly escalatedTo?: string;
}

@ArgsType()
export class LinkRootsArgs extends WhyArgs {
  @Field(() => ID)
  readonly causeId!: string;

  @Field(() => ID)
  readonly otherWhyId!: string;

  @Field(() => ID)
  readonly otherCauseId!: string;
}

@ArgsType()
export class ReopenWhyArgs extends WhyArgs {
  @Field()
  readonly reason!: string;
}

@ArgsType()
export class VerifyWhyArgs extends WhyArgs {
  @Field(() => ID, { description: 'The cycle whose change helped.' })
  readonly cycleId!: string;
}
