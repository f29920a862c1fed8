import { ArgsType, Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import { AuthorModeEnum, PhaseAdvanceEnum, PhaseType } from '../phase.graphql';
import type { AuthorMode, Kind } from '../session.events';
import { KindEnum } from '../session.graphql';

@ObjectType('ExerciseTemplate', { description: 'The course of an exercise as an organisation published it.' })
export class TemplateType {
  @Field(() => ID)
  readonly id!: string;

  @Field()
  readonly name!: string;

  @Field(() => KindEnum)
  readonly kind!: Kind;

  @Field(() => Int, { description: 'Its edition. A session keeps the one it was drafted by.' })
  readonly version!: number;

  @Field(() => Int, { description: 'A session has at least so many teams.' })
  readonly leastTeams!: number;

  @Field(() => [PhaseType])
  readonly phases!: readonly PhaseType[];

  @Field({ description: 'No session is drafted by it any more.' })
  readonly retired!: boolean;
}

@ObjectType()
export class TemplateConnection extends connectionOf(TemplateType, 'ExerciseTemplate') {}

@ObjectType('ExerciseGuard')
export class GuardType {
  @Field()
  readonly name!: string;

  @Field({ description: 'What people are told while it does not hold.' })
  readonly message!: string;
}

@ObjectType('ExerciseKind', { description: 'What a template of this exercise can be made of, and its own course.' })
export class ExerciseKindType {
  @Field(() => KindEnum)
  readonly kind!: Kind;

  @Field(() => [String], { description: 'What a phase can accept.' })
  readonly commands!: readonly string[];

  @Field(() => [GuardType], { description: 'What can be asked at the border of a phase.' })
  readonly guards!: readonly GuardType[];

  @Field(() => [String], { description: 'What a phase can collect.' })
  readonly forms!: readonly string[];

  @Field(() => Int)
  readonly leastTeams!: number;

  @Field(() => [PhaseType], { description: 'Its own course.' })
  readonly phases!: readonly PhaseType[];
}

@InputType()
export class CollectsInput {
  @Field()
  readonly form!: string;

  @Field(() => AuthorModeEnum)
  readonly mode!: AuthorMode;
}

@InputType({ description: 'A phase. Its time box is given in minutes or in days.' })
export class PhaseInput {
  @Field({ description: 'Small letters, digits and _; each once.' })
  readonly id!: string;

  @Field(() => [String], { defaultValue: [], description: 'Commands of the kind.' })
  readonly accepts!: string[];

  @Field(() => [String], { nullable: true, description: 'Guards before it begins.' })
  readonly enterGuards?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Guards before it ends.' })
  readonly exitGuards?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'For a session that is held live.' })
  readonly timeboxMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'For one that everybody does in their own time.' })
  readonly timeboxDays?: number | null;

  @Field(() => PhaseAdvanceEnum, { defaultValue: 'facilitator' })
  readonly advance!: 'facilitator' | 'auto' | 'quorum';

  @Field(() => Float, { nullable: true, description: 'With advance: quorum. A share above 0, at most 1.' })
  readonly quorum?: number | null;

  @Field({ defaultValue: false })
  readonly reveals!: boolean;

  @Field(() => CollectsInput, { nullable: true })
  readonly collects?: CollectsInput | null;
}

@ArgsType()
export class PublishTemplateArgs extends CommandArgs {
  @Field(() => ID, { nullable: true, description: 'The template this is a new edition of. Left out: a new one.' })
  readonly templateId?: string;

  @Field()
  readonly name!: string;

  @Field(() => KindEnum)
  readonly kind!: Kind;

  @Field(() => Int, { nullable: true, description: 'Left out: as many as the kind asks for.' })
  readonly leastTeams?: number;

  @Field(() => [PhaseInput])
  readonly phases!: PhaseInput[];
}

@ArgsType()
export class RetireTemplateArgs extends CommandArgs {
  @Field(() => ID)
  readonly templateId!: string;

  @Field()
  readonly reason!: string;
}
