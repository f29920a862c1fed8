import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { OwnDraft, Progress } from './drafts.queries';
import type { Anonymity } from './session.events';

@ObjectType('Draft', { description: 'What I am writing in the phase that is open. Nobody else reads it.' })
export class DraftType implements Omit<OwnDraft, 'sheet'> {
  @Field({ description: 'Which form of the exercise it fills in.' })
  readonly form!: string;

  @Field(() => String, { nullable: true, description: 'The sheet as JSON; null as long as nothing is saved.' })
  readonly sheet!: string | null;

  @Field({ description: 'Only what is submitted is sealed when the phase ends.' })
  readonly submitted!: boolean;
}

@ObjectType('TeamProgress', { description: 'How far a team is with what everybody writes on their own.' })
export class TeamProgressType implements Progress {
  @Field(() => ID)
  readonly teamId!: string;

  @Field(() => Int, { description: 'How many may write: people, or 1 where teams write.' })
  readonly authors!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'How many have submitted; null while they are so few that they could be told by it.',
  })
  readonly submitted!: number | null;
}

@ObjectType('Anonymity', {
  description: 'How many people stand behind whatever is shown of contributions that nobody signed.',
})
export class AnonymityType implements Anonymity {
  @Field(() => Int)
  readonly kScores!: number;

  @Field(() => Int, { description: 'The same, where words are shown.' })
  readonly kComments!: number;
}

@ArgsType()
export class DraftArgs {
  @Field(() => ID)
  readonly sessionId!: string;
}

@ArgsType()
export class WriteDraftArgs extends DraftArgs {
  @Field(() => ID, {
    description: 'A new UUID for each command. It is not kept, so that nothing tells when; twice is once.',
  })
  readonly commandId!: string;
}

@ArgsType()
export class SaveDraftArgs extends WriteDraftArgs {
  @Field({ description: 'The sheet as JSON, as the form of the phase wants it.' })
  readonly sheet!: string;
}

@ArgsType()
export class ContributionArgs extends WriteDraftArgs {
  @Field(() => ID)
  readonly contributionId!: string;
}
