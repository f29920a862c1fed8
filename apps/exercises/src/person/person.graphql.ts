import { ArgsType, Directive, Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf, PageArgs } from '@tandem/platform';
import type { PersonFunction, PersonRow } from './people.queries';

export const PersonFunctionEnum = {
  product: 'product',
  engineering: 'engineering',
  design: 'design',
  data: 'data',
  site_reliability: 'site-reliability',
  analytics: 'analytics',
  business: 'business',
} as const satisfies Record<string, PersonFunction>;
registerEnumType(PersonFunctionEnum, { name: 'PersonFunction', description: 'What somebody does in the company.' });

@ObjectType('Person', { description: 'Somebody of my organisation. Null wherever the directory does not know them.' })
@Directive('@key(fields: "id")')
export class PersonType implements PersonRow {
  @Field(() => ID)
  readonly id!: string;

  @Field()
  readonly name!: string;

  @Field()
  readonly email!: string;

  @Field(() => PersonFunctionEnum)
  readonly function!: PersonFunction;

  @Field({ description: 'As in the IANA time zone database, such as Europe/Berlin.' })
  readonly timeZone!: string;
}

@ObjectType()
export class PersonConnection extends connectionOf(PersonType, 'Person') {}

@ObjectType('Me', { description: 'Whoever asks.' })
export class MeType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => [String], { description: 'What the token says that I may do.' })
  readonly roles!: readonly string[];

  @Field(() => PersonType, { nullable: true, description: 'What the directory knows of me.' })
  readonly person!: PersonRow | null;
}

@ArgsType()
export class PeopleArgs extends PageArgs {
  @Field({ nullable: true, description: 'Part of a name or an e-mail address.' })
  readonly search?: string;
}

@ArgsType()
export class RegisterPersonArgs extends CommandArgs {
  @Field(() => ID, { description: 'The `sub` of their tokens.' })
  readonly personId!: string;

  @Field()
  readonly name!: string;

  @Field()
  readonly email!: string;

  @Field(() => PersonFunctionEnum)
  readonly function!: PersonFunction;

  @Field({ description: 'As in the IANA time zone database, such as Europe/Berlin.' })
  readonly timeZone!: string;
}

@ArgsType()
export class PersonArgs extends CommandArgs {
  @Field(() => ID)
  readonly personId!: string;
}
