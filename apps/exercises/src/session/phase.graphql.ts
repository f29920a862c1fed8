import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { AuthorMode, Collects, Extension, Phase, SessionRole } from './session.events';

export const SessionRoleEnum = {
  facilitator: 'facilitator',
  team_rep: 'team_rep',
  observer: 'observer',
  sponsor: 'sponsor',
  coach: 'coach',
} as const satisfies Record<SessionRole, SessionRole>;
registerEnumType(SessionRoleEnum, {
  name: 'SessionRole',
  description:
    'What somebody is in a session: drives it, speaks for a team, watches what is shown, or sees aggregates only.',
});

export const AuthorModeEnum = {
  attributed: 'attributed',
  team_consensus: 'team_consensus',
  detached: 'detached',
} as const satisfies Record<AuthorMode, AuthorMode>;
registerEnumType(AuthorModeEnum, {
  name: 'AuthorMode',
  description: 'How authors stand to what they write: by name, as a team, or so that nobody can ever tell.',
});

export const PhaseAdvanceEnum = { facilitator: 'facilitator', auto: 'auto', quorum: 'quorum' } as const;
registerEnumType(PhaseAdvanceEnum, {
  name: 'PhaseAdvance',
  description: 'Who ends a phase: a facilitator; the clock; or a facilitator, once enough participants are ready.',
});

@ObjectType('SessionRoleHolder')
export class RoleHolderType {
  @Field(() => ID)
  readonly personId!: string;

  @Field(() => SessionRoleEnum)
  readonly role!: SessionRole;
}

@ObjectType('TimeboxExtension', { description: 'More time for a phase: who gave it, and why.' })
export class ExtensionType implements Extension {
  @Field()
  readonly phase!: string;

  @Field(() => Int)
  readonly minutes!: number;

  @Field()
  readonly reason!: string;

  @Field(() => ID)
  readonly by!: string;

  @Field(() => Date, { description: 'When the time box ends since then.' })
  readonly endsAt!: string;
}

@ObjectType('PhaseCollects')
export class CollectsType implements Collects {
  @Field()
  readonly form!: string;

  @Field(() => AuthorModeEnum)
  readonly mode!: AuthorMode;
}

@ObjectType('SessionPhase', { description: 'A step of the exercise, as its template has it.' })
export class PhaseType implements Omit<Phase, 'advance' | 'reveals'> {
  @Field()
  readonly id!: string;

  @Field(() => [String], { description: 'What can be entered in this phase.' })
  readonly accepts!: readonly string[];

  @Field(() => [String], { nullable: true, description: 'What must hold before it begins.' })
  readonly enterGuards?: readonly string[];

  @Field(() => [String], { nullable: true, description: 'What must hold before it ends.' })
  readonly exitGuards?: readonly string[];

  @Field(() => Int)
  readonly timeboxMinutes!: number;

  @Field(() => PhaseAdvanceEnum)
  readonly advance!: keyof typeof PhaseAdvanceEnum;

  @Field(() => Number, { nullable: true, description: 'The share of the participants that must be ready.' })
  readonly quorum!: number | null;

  @Field({ description: 'Shows what was entered.' })
  readonly reveals!: boolean;

  @Field(() => CollectsType, { nullable: true, description: 'What everybody fills in on their own.' })
  readonly collects?: Collects;
}

@InputType({ description: 'A time box of one session, in minutes or in days.' })
export class TimeboxInput {
  @Field({ description: 'A phase of the template.' })
  readonly phase!: string;

  @Field(() => Int, { nullable: true, description: 'For a session that is held live.' })
  readonly timeboxMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'For one that everybody does in their own time.' })
  readonly timeboxDays?: number | null;
}

/** A phase as clients read it. */
export const phaseType = ({ advance, reveals, ...phase }: Phase): PhaseType => ({
  ...phase,
  reveals: reveals === true,
  advance: typeof advance === 'string' ? advance : 'quorum',
  quorum: typeof advance === 'string' ? null : advance.quorum,
});
