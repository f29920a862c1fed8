import { ArgsType, Directive, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import type { DeclaredMode } from './interaction.measures';
import type { WorkingTime } from '@tandem/statistics';
import type { Membership, TeamRow } from './team-board.projection';
import type { InteractionMode, Liaison, TeamFunction } from './team.events';
import { WorkingTimeType } from './working-time.graphql';

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

export const InteractionModeEnum = {
  collaboration: 'collaboration',
  x_as_a_service: 'x-as-a-service',
  facilitating: 'facilitating',
  none: 'none',
} as const satisfies Record<string, InteractionMode>;
registerEnumType(InteractionModeEnum, {
  name: 'InteractionMode',
  description: 'How two teams mean to work with each other, as Team Topologies has it; `none`: not at all, on purpose.',
});

export const LiaisonKindEnum = {
  embedded: 'embedded',
  cross_disciplinary: 'cross-disciplinary',
  rotating: 'rotating',
} as const satisfies Record<string, Liaison['kind']>;
registerEnumType(LiaisonKindEnum, { name: 'LiaisonKind' });

@ObjectType('Membership', { description: "Somebody's time in a team." })
export class MembershipType implements Membership {
  @Field(() => ID)
  readonly personId!: string;

  @Field(() => Date)
  readonly from!: string;

  @Field(() => Date, { nullable: true, description: 'Null while it lasts.' })
  readonly until!: string | null;
}

@ObjectType('Liaison', { description: 'A person of one team who spends part of the time with another one.' })
export class LiaisonType implements Liaison {
  @Field(() => ID)
  readonly liaisonId!: string;

  @Field(() => ID)
  readonly personId!: string;

  @Field(() => ID)
  readonly hostTeamId!: string;

  @Field(() => LiaisonKindEnum)
  readonly kind!: Liaison['kind'];

  @Field(() => Int, { description: 'The share of the working time, in per cent.' })
  readonly capacityPercent!: number;

  @Field(() => Date)
  readonly from!: string;

  @Field(() => Date)
  readonly until!: string;

  @Field({ description: 'What the liaison is for.' })
  readonly charter!: string;
}

@ObjectType('TeamInteraction', { description: 'How two teams mean to work with each other, by what both declare.' })
export class InteractionType implements DeclaredMode {
  @Field(() => [ID])
  readonly teamIds!: readonly [string, string];

  @Field(() => InteractionModeEnum, { nullable: true, description: 'Null while the two declare different things.' })
  readonly mode!: InteractionMode | null;

  @Field(() => [ID], { description: 'The teams that say so: one of them, or both.' })
  readonly declaredBy!: readonly string[];

  @Field(() => Date, { nullable: true, description: 'When the first declaration ends.' })
  readonly until!: string | null;
}

@ObjectType('Team')
@Directive('@key(fields: "id")')
export class TeamType implements Omit<TeamRow, 'formedAt' | 'interactions'> {
  @Field(() => ID)
  readonly id!: string;

  @Field()
  readonly name!: string;

  @Field(() => TeamFunctionEnum)
  readonly function!: TeamFunction;

  @Field(() => [ID], { description: 'The people who are in the team now.' })
  readonly memberIds!: readonly string[];

  @Field(() => [MembershipType], { description: 'Everybody who ever was in the team, in the order of joining.' })
  readonly memberships!: readonly Membership[];

  @Field(() => [LiaisonType], { description: 'The people whom this team sends to others, past ones too.' })
  readonly liaisons!: readonly Liaison[];

  @Field(() => WorkingTimeType, {
    nullable: true,
    description: 'Null while the team has said nothing: then Monday to Friday, 09:00 to 17:00 UTC, is taken.',
  })
  readonly workingTime?: WorkingTime;
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

@ArgsType()
export class OtherTeamArgs extends CommandArgs {
  @Field(() => ID, { description: 'The team that declares.' })
  readonly teamId!: string;

  @Field(() => ID)
  readonly otherTeamId!: string;
}

@ArgsType()
export class DeclareInteractionArgs extends OtherTeamArgs {
  @Field(() => InteractionModeEnum)
  readonly mode!: InteractionMode;

  @Field(() => Date, { nullable: true, description: 'When it ends. Left out: it stays until it is withdrawn.' })
  readonly until?: Date;
}

@ArgsType()
export class AppointLiaisonArgs extends CommandArgs {
  @Field(() => ID, { description: 'The team that sends.' })
  readonly teamId!: string;

  @Field(() => ID, { description: 'A member of that team.' })
  readonly personId!: string;

  @Field(() => ID)
  readonly hostTeamId!: string;

  @Field(() => LiaisonKindEnum)
  readonly kind!: Liaison['kind'];

  @Field(() => Int, { description: 'The share of the working time in per cent, 50 at most.' })
  readonly capacityPercent!: number;

  @Field(() => Date)
  readonly from!: Date;

  @Field(() => Date, { description: 'At most six months after `from`.' })
  readonly until!: Date;

  @Field({ description: 'What the liaison is for.' })
  readonly charter!: string;
}

@ArgsType()
export class LiaisonArgs extends CommandArgs {
  @Field(() => ID)
  readonly teamId!: string;

  @Field(() => ID)
  readonly liaisonId!: string;
}
