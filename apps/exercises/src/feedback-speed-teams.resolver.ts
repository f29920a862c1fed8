import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { idOf, May, Viewer } from '@tandem/platform';
import { SelectSubjectArgs } from './session/feedback-speed/yardstick.graphql';
import { Sessions } from './session/session-board.queries';
import { SessionType } from './session/session.graphql';
import { Teams } from './team/team-board.queries';

/** What a Feedback Speed Test asks of the teams: when they work. */
@Resolver(() => SessionType)
export class FeedbackSpeedTeamsResolver {
  constructor(
    private readonly sessions: Sessions,
    private readonly teams: Teams,
  ) {}

  @Mutation(() => SessionType, {
    description:
      'Chooses the decision or project to look at, and what the result is measured by. ' +
      'The working times of the teams are taken as they are now.',
  })
  @May('facilitator')
  async selectSubject(@Args() args: SelectSubjectArgs, @Viewer() viewer: Viewer) {
    const { sessionId, subject, declaredPaths, bands, ...envelope } = args;
    const teamIds = (await this.sessions.one(viewer, idOf('sessionId', sessionId)))?.teamIds ?? [];
    const teams = await this.teams.many(viewer, teamIds);
    const times = teams.flatMap((team) => (team?.workingTime ? [[team.id, team.workingTime] as const] : []));
    const data = {
      subject,
      workingTimes: Object.fromEntries(times),
      ...(declaredPaths.length > 0 && {
        declaredPaths: declaredPaths.map((way) => way.map((teamId) => idOf('declaredPaths', teamId))),
      }),
      ...(bands && { bands: { ...bands } }),
    };
    return this.sessions.ask(viewer, sessionId, { type: 'SelectSubject', data }, envelope);
  }
}
