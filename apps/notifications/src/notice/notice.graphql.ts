import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CommandArgs, connectionOf } from '@tandem/platform';
import type { InboxRow } from './inbox-board.projection';
import type { Category, Severity } from './notice.events';
import { textOf } from './notice.template';

export const CategoryEnum = {
  cycle_opened: 'cycle_opened',
  cycle_progress: 'cycle_progress',
  cycle_stale: 'cycle_stale',
  result: 'result',
  symptom_confirmed: 'symptom_confirmed',
  signature_request: 'signature_request',
  experiment_progress: 'experiment_progress',
  experiment_decision: 'experiment_decision',
  capacity_shortfall: 'capacity_shortfall',
} as const satisfies Record<Category, Category>;
registerEnumType(CategoryEnum, { name: 'NoticeCategory', description: 'What a notice is about.' });

export const SeverityEnum = {
  info: 'info',
  action: 'action',
  warning: 'warning',
  critical: 'critical',
} as const satisfies Record<Severity, Severity>;
registerEnumType(SeverityEnum, { name: 'NoticeSeverity', description: 'How much a notice asks of its reader.' });

export const NoticeStateEnum = { unread: 'unread', read: 'read' } as const;
registerEnumType(NoticeStateEnum, { name: 'NoticeState' });

@ObjectType('Notice', { description: 'Something that its reader was told, in the inbox.' })
export class NoticeType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => CategoryEnum)
  readonly category!: Category;

  @Field(() => SeverityEnum)
  readonly severity!: Severity;

  @Field()
  readonly title!: string;

  @Field()
  readonly body!: string;

  @Field({ description: 'The kind of thing that it leads to, for example cycle, symptom, experiment or team.' })
  readonly subjectKind!: string;

  @Field(() => ID, { description: 'The id of the thing that it leads to.' })
  readonly subjectId!: string;

  @Field(() => [TeamNotices], { description: 'The teams that it is about.' })
  readonly teams!: readonly Pick<TeamNotices, 'id'>[];

  @Field(() => Date, { description: 'When the thing happened that it tells of.' })
  readonly givenAt!: string;

  @Field(() => Date, { nullable: true, description: 'When you read it; nothing while it is unread.' })
  readonly readAt!: string | null;
}

@ObjectType('Team')
@Directive('@key(fields: "id")')
export class TeamNotices {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType()
export class NoticeConnection extends connectionOf(NoticeType, 'Notice') {}

@ObjectType({ description: 'My inbox as a whole.' })
export class InboxSummary {
  @Field(() => Int)
  readonly unreadCount!: number;
}

@ObjectType({ description: 'What became of my inbox.' })
export class InboxChange extends InboxSummary {
  @Field(() => NoticeType, {
    nullable: true,
    description: 'The notice that came or was read. Nothing in the first change, which says how the inbox is now.',
  })
  readonly notice!: NoticeType | null;
}

@InputType()
export class InboxFilter {
  @Field(() => NoticeStateEnum, { nullable: true })
  readonly state?: 'unread' | 'read';

  @Field(() => CategoryEnum, { nullable: true })
  readonly category?: Category;
}

@ArgsType()
export class MarkReadArgs extends CommandArgs {
  @Field(() => ID)
  readonly id!: string;
}

/** A notice as its reader sees it, its text filled in. */
export const noticeOf = ({
  id,
  category,
  severity,
  told,
  subject,
  teamIds,
  givenAt,
  readAt,
}: InboxRow): NoticeType => ({
  ...{ id, category, severity, givenAt, readAt, ...textOf(told) },
  ...{ subjectKind: subject.kind, subjectId: subject.id },
  teams: teamIds.map((teamId) => ({ id: teamId })),
});
