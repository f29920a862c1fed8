import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { everyone, idOf, May, Viewer } from '@tandem/platform';
import { Sessions } from './session-board.queries';
import type { SessionRow } from './session-board.projection';
import { ScheduleRemeasureArgs, SessionType } from './session.graphql';

/** What a session found is measured again later: by the same course, with the same teams. */
@Resolver(() => SessionType)
export class RemeasureResolver {
  constructor(private readonly sessions: Sessions) {}

  @Mutation(() => SessionType, {
    description: 'Schedules a session that measures a closed one again. Its id is that of the command.',
  })
  @May('facilitator')
  scheduleRemeasure(@Args() args: ScheduleRemeasureArgs, @Viewer() viewer: Viewer) {
    const { sessionId, startsAt, title, ...envelope } = args;
    const wanted = { startsAt: startsAt.toISOString(), title };
    return this.sessions.remeasure(viewer, idOf('sessionId', sessionId), wanted, envelope);
  }

  @ResolveField(() => SessionType, { nullable: true, description: 'The session that this one measures again.' })
  @May(...everyone)
  remeasureOf(@Parent() { remeasureOf }: SessionRow, @Viewer() viewer: Viewer) {
    return remeasureOf && this.sessions.one(viewer, remeasureOf);
  }

  @ResolveField(() => [SessionType], { description: 'The sessions that measure this one again, oldest first.' })
  @May(...everyone)
  remeasures(@Parent() { id }: SessionRow, @Viewer() viewer: Viewer) {
    return this.sessions.remeasuresOf(viewer, id);
  }
}
