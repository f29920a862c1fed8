import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import { AnonymityType } from './drafts.graphql';
import type { FollowedFinding } from './finding.measures';
import type { SessionRow } from './session-board.projection';
import { ExtensionType, RoleHolderType, SessionRoleEnum, TimeboxInput } from './phase.graphql';
import { EvidenceType } from './evidence.graphql';
import type { Anonymity, Evidence, FindingStatus, Kind, SessionRole, SessionStatus } from './session.events';

export const KindEnum = {
  feedback_speed: 'feedback-speed',
  silo_spotlight: 'silo-spotlight',
  signal_noise: 'signal-noise',
  shadowing: 'shadowing',
  role_swap: 'role-swap',
} as const satisfies Record<string, Kind>;
registerEnumType(KindEnum, { name: 'SessionKind', description: 'Which exercise.' });

export const SessionStatusEnum = {
  draft: 'draft',
  scheduled: 'scheduled',
  open: 'open',
  synthesis: 'synthesis',
  closed: 'closed',
  archived: 'archived',
  cancelled: 'cancelled',
} as const satisfies Record<SessionStatus, SessionStatus>;
registerEnumType(SessionStatusEnum, { name: 'SessionStatus', description: 'How far a session has come.' });

export const FindingStatusEnum = {
  recorded: 'recorded',
  linked: 'linked',
  deferred: 'deferred',
  dismissed: 'dismissed',
} as const satisfies Record<FindingStatus, FindingStatus>;
registerEnumType(FindingStatusEnum, { name: 'FindingStatus', description: 'What became of a finding.' });

@ObjectType('Finding', { description: 'Something a session found out. None is forgotten.' })
export class FindingType implements Omit<FollowedFinding, 'until'> {
  @Field(() => ID, { name: 'id' })
  readonly findingId!: string;

  @Field(() => ID)
  readonly sessionId!: string;

  @Field()
  readonly summary!: string;

  @Field(() => [ID])
  readonly teamIds!: readonly string[];

  @Field(() => Int, { description: '1, a nuisance, to 5, stops the work.' })
  readonly severity!: number;

  @Field(() => FindingStatusEnum)
  readonly status!: FindingStatus;

  @Field(() => [String], { description: 'The symptoms it is evidence for, S1 to S18.' })
  readonly symptomIds!: readonly string[];

  @Field(() => EvidenceType)
  readonly evidence!: Evidence;

  @Field(() => Date, { nullable: true, description: 'Deferred until then.' })
  readonly until?: string;

  @Field({ nullable: true, description: 'Why it was dismissed.' })
  readonly reason?: string;
}

@ObjectType()
export class FindingConnection extends connectionOf(FindingType, 'Finding') {}

@ObjectType('Participant')
export class ParticipantType {
  @Field(() => ID)
  readonly personId!: string;

  @Field(() => ID, { description: 'The one team that this person reports for.' })
  readonly teamId!: string;

  @Field({ description: 'Whether this person is done with the phase.' })
  readonly ready!: boolean;
}

@ObjectType('Session', { description: 'One run of an exercise.' })
export class SessionType implements Omit<SessionRow, 'findings' | 'changedAt' | 'course' | 'remeasureOf'> {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => KindEnum)
  readonly kind!: Kind;

  @Field()
  readonly title!: string;

  @Field(() => SessionStatusEnum)
  readonly status!: SessionStatus;

  @Field(() => [String], { description: 'The phases of its template, in order.' })
  readonly phases!: readonly string[];

  @Field(() => String, { nullable: true, description: 'Null before the first phase and after the last.' })
  readonly phase!: string | null;

  @Field(() => Date, { nullable: true })
  readonly startsAt!: string | null;

  @Field(() => Date, { nullable: true, description: 'When the timebox of the phase is over.' })
  readonly endsAt!: string | null;

  @Field(() => Date, { nullable: true })
  readonly closedAt!: string | null;

  @Field(() => [ID])
  readonly teamIds!: readonly string[];

  @Field(() => AnonymityType, { nullable: true, description: 'Null where every author is known.' })
  readonly anonymity!: Anonymity | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Until then only those who take part see the result, and may ask for words to be taken out.',
  })
  readonly publicFrom!: string | null;

  @Field(() => [ID])
  readonly facilitatorIds!: readonly string[];

  @Field(() => [ParticipantType])
  readonly participants!: SessionRow['participants'];

  @Field(() => [RoleHolderType], { description: 'Roles beside facilitator and participant.' })
  readonly roles!: SessionRow['roles'];

  @Field(() => ID, { nullable: true, description: 'The published template it follows; null: the kind’s own.' })
  readonly templateId!: string | null;

  @Field(() => Int, { description: 'The edition of that template.' })
  readonly templateVersion!: number;

  @Field(() => [ExtensionType], { description: 'Time boxes that were made longer, in order.' })
  readonly extensions!: SessionRow['extensions'];
}

@ObjectType()
export class SessionConnection extends connectionOf(SessionType, 'Session') {}

@ArgsType()
export class DraftSessionArgs extends CommandArgs {
  @Field(() => KindEnum)
  readonly kind!: Kind;

  @Field()
  readonly title!: string;

  @Field(() => [ID], { description: 'The teams that take part.' })
  readonly teamIds!: string[];

  @Field(() => ID, { nullable: true, description: 'A template of my organisation. Left out: the kind’s own course.' })
  readonly templateId?: string;

  @Field(() => [TimeboxInput], { nullable: true, description: 'Left out: the time boxes of the template.' })
  readonly timeboxes?: TimeboxInput[];

  @Field(() => [ID], { nullable: true, description: 'One or two; left out: you.' })
  readonly facilitatorIds?: string[];

  @Field(() => Int, {
    nullable: true,
    description: 'How many people must stand behind scores that nobody signed: 3 or more, left out 5. Stays as it is.',
  })
  readonly kScores?: number;

  @Field(() => Int, { nullable: true, description: 'The same for words: 3 or more, left out 10. Stays as it is.' })
  readonly kComments?: number;

  @Field({
    nullable: true,
    description: 'Teams write what people would write unsigned: for teams too small to hide in.',
  })
  readonly consensus?: boolean;
}

@ArgsType()
export class SessionArgs extends CommandArgs {
  @Field(() => ID)
  readonly sessionId!: string;
}

@ArgsType()
export class AdvancePhaseArgs extends SessionArgs {
  @Field({
    nullable: true,
    description: 'Goes on although fewer than k have submitted: what they wrote is destroyed unread.',
  })
  readonly discardFew?: boolean;
}

@ArgsType()
export class RedactArgs extends SessionArgs {
  @Field(() => ID)
  readonly contributionId!: string;
}

@ArgsType()
export class ScheduleSessionArgs extends SessionArgs {
  @Field(() => Date)
  readonly startsAt!: Date;
}

@ArgsType()
export class JoinSessionArgs extends SessionArgs {
  @Field(() => ID, { description: 'The team you report for: one of yours.' })
  readonly teamId!: string;
}

@ArgsType()
export class ScheduleRemeasureArgs extends ScheduleSessionArgs {
  @Field({ nullable: true, description: 'Left out: that of the session which is measured again.' })
  readonly title?: string;
}

@ArgsType()
export class RoleArgs extends SessionArgs {
  @Field(() => ID)
  readonly personId!: string;

  @Field(() => SessionRoleEnum)
  readonly role!: SessionRole;
}

@ArgsType()
export class ExtendTimeboxArgs extends SessionArgs {
  @Field(() => Int, { description: 'How many more, from 1.' })
  readonly minutes!: number;

  @Field()
  readonly reason!: string;
}

@ArgsType()
export class ReasonArgs extends SessionArgs {
  @Field()
  readonly reason!: string;
}

@ArgsType()
export class FindingArgs extends SessionArgs {
  @Field(() => ID)
  readonly findingId!: string;
}

@ArgsType()
export class RecordFindingArgs extends SessionArgs {
  @Field({ description: 'What was found, in one sentence.' })
  readonly summary!: string;

  @Field(() => [ID])
  readonly teamIds!: string[];

  @Field(() => Int, { description: '1, a nuisance, to 5, stops the work.' })
  readonly severity!: number;

  @Field(() => ID, { nullable: true, description: 'With toTeamId: the pair of teams that it is about.' })
  readonly fromTeamId?: string;

  @Field(() => ID, { nullable: true })
  readonly toTeamId?: string;
}

@ArgsType()
export class LinkFindingArgs extends FindingArgs {
  @Field({ description: 'S1 to S18 of the catalogue of symptoms.' })
  readonly symptomId!: string;
}

@ArgsType()
export class DeferFindingArgs extends FindingArgs {
  @Field(() => Date)
  readonly until!: Date;
}

@ArgsType()
export class DismissFindingArgs extends FindingArgs {
  @Field()
  readonly reason!: string;
}
