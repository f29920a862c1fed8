import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { demand } from '@tandem/core';
import { idOf, May, Viewer } from '@tandem/platform';
import { anonymityOf, asConsensus } from './session/anonymity.decider';
import { Sessions } from './session/session-board.queries';
import { withTimeboxes } from './session/template/phase-input.measures';
import { Templates } from './session/template/template-board.queries';
import { DraftSessionArgs, JoinSessionArgs, SessionType } from './session/session.graphql';
import { Teams } from './team/team-board.queries';

/** What a session asks of the teams: that they exist, and who belongs to them. */
@Resolver(() => SessionType)
export class SessionTeamsResolver {
  constructor(
    private readonly sessions: Sessions,
    private readonly templates: Templates,
    private readonly teams: Teams,
  ) {}

  @Mutation(() => SessionType, {
    description:
      'Prepares a session of an exercise, by its template of today, or one of my organisation. Its id is that of the command.',
  })
  @May('facilitator')
  async draftSession(@Args() args: DraftSessionArgs, @Viewer() viewer: Viewer) {
    const {
      kind,
      title,
      teamIds: wanted,
      facilitatorIds,
      templateId,
      timeboxes,
      kScores,
      kComments,
      consensus,
      ...envelope
    } = args;
    const teamIds = wanted.map((teamId) => idOf('teamIds', teamId));
    const known = await this.teams.many(viewer, teamIds);
    const missing = teamIds.filter((_, index) => !known[index]);
    demand(missing.length === 0, 'no-such-team', `There is no team ${missing.join(', ')}.`);

    const people = (facilitatorIds ?? [viewer.id]).map((personId) => idOf('facilitatorIds', personId));
    const course = await this.templates.courseOf(viewer, kind, templateId && idOf('templateId', templateId));
    const template = withTimeboxes(consensus ? asConsensus(course) : course, timeboxes ?? []);
    const anonymity = anonymityOf({ kScores, kComments });
    const data = { title, template, teamIds, facilitatorIds: people, anonymity };
    return this.sessions.ask(viewer, envelope.commandId, { type: 'DraftSession', data }, envelope);
  }

  @Mutation(() => SessionType, { description: 'Takes part, for one of my teams. Doing it twice is harmless.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'member')
  async joinSession(@Args() { sessionId, teamId, ...envelope }: JoinSessionArgs, @Viewer() viewer: Viewer) {
    const team = await this.teams.one(viewer, idOf('teamId', teamId));
    const isMember = team?.memberIds.includes(viewer.id) ?? false;
    demand(isMember, 'not-your-team', 'You report for a team that you belong to.');
    return this.sessions.ask(viewer, sessionId, { type: 'JoinSession', data: { teamId } }, envelope);
  }
}
