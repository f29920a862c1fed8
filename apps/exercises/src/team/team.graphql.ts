import { ArgsType, Directive, Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import type { TeamRow } from './team-board.projection';
import type { TeamFunction } from './team.events';

export const TeamFunctionEnum = {
  feature: 'feature',
  data: 'data',
  site_reliability: 'site-reliability',
  analytics: 'analytics',
  design: 'design',
  business: 'business',
  product: 'product',
} as const satisfies Record<string, TeamFunction>;
registerEnumType(TeamFunctionEnum, { name: 'TeamFunction', description: 'What a team does in the company.' });

@ObjectType('Team')
@Directive('@key(fields: "id")')
export class TeamType implements Omit<TeamRow, 'formedAt'> {
  @Field(() => ID)
  readonly id!: string;

  @Field()
  readonly name!: string;

  @Field(() => TeamFunctionEnum)
  readonly function!: TeamFunction;

  @Field(() => [ID], { description: 'The people who are in the team now.' })
  readonly memberIds!: readonly string[];
}

@ObjectType()
export class TeamConnection extends connectionOf(TeamType, 'Team') {}

@ArgsType()
export class FormTeamArgs extends CommandArgs {
  @Field()
  readonly name!: string;

  @Field(() => TeamFunctionEnum)
  readonly function!: TeamFunction;
}

@ArgsType()
export class MemberArgs extends CommandArgs {
  @Field(() => ID)
  readonly teamId!: string;

  @Field(() => ID)
  readonly personId!: string;
}
