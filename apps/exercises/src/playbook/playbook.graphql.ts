import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { ChangeIdea, Playbook, Prompt, Stage } from './playbook.measures';

export const StageEnum = {
  discovery: 'discovery',
  build: 'build',
  post_launch: 'post-launch',
  any: 'any',
} as const satisfies Record<string, Stage>;
registerEnumType(StageEnum, { name: 'Stage', description: 'Where in the life of a product; `any`: everywhere.' });

export const StepEnum = { ask: 'ask', collaborate: 'collaborate', change: 'change' } as const;
registerEnumType(StepEnum, { name: 'PlaybookStep', description: 'Ask, then collaborate, then change.' });

@ObjectType('Prompt', { description: 'A question to put to both sides.' })
export class PromptType implements Prompt {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => StepEnum)
  readonly step!: Prompt['step'];

  @Field(() => [ID], { description: 'The symptoms that it helps with.' })
  readonly symptoms!: string[];

  @Field()
  readonly text!: string;
}

@ObjectType('ChangeIdea', { description: 'A change to try: small, and with what should move written down first.' })
export class ChangeIdeaType implements Omit<ChangeIdea, 'hypothesis'> {
  @Field(() => ID)
  readonly id!: string;

  @Field()
  readonly title!: string;

  @Field({ description: 'In one sentence: if we …, then … moves.' })
  readonly hypothesis!: string;

  @Field({ description: 'The figure that it should move.' })
  readonly measure!: string;

  @Field(() => Int)
  readonly withinDays!: number;

  @Field(() => [String], { description: 'The roots that it is a remedy for.' })
  readonly forRoots!: string[];

  @Field(() => [ID])
  readonly symptoms!: string[];

  @Field()
  readonly processArea!: string;

  @Field(() => Float)
  readonly effortPersonWeeks!: number;

  @Field(() => Int)
  readonly affectsTeams!: number;

  @Field()
  readonly stopRule!: string;

  @Field({ nullable: true })
  readonly source?: string;
}

@ObjectType('Playbook', { description: 'What to ask, whom to bring together and what to try at one stage.' })
export class PlaybookType implements Omit<Playbook, 'changes'> {
  @Field(() => StageEnum)
  readonly stage!: Stage;

  @Field()
  readonly about!: string;

  @Field(() => [ID])
  readonly symptoms!: string[];

  @Field({ description: 'The question to begin with.' })
  readonly ask!: string;

  @Field(() => [String])
  readonly likelyRoots!: string[];

  @Field(() => [String], { description: 'The functions to bring to one table.' })
  readonly collaborateWith!: Playbook['collaborateWith'];

  @Field(() => Int)
  readonly reviewAfterDays!: number;

  @Field(() => [String])
  readonly measures!: string[];

  @Field(() => [PromptType])
  readonly prompts!: Prompt[];

  @Field(() => [ChangeIdeaType])
  readonly changes!: readonly ChangeIdeaType[];
}
