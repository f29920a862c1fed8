import { Args, ID, Mutation, Query, ResolveReference, Resolver } from '@nestjs/graphql';
import { EventStore } from '@tandem/event-store';
import { May, PageArgs, Viewer } from '@tandem/platform';
import { Teams } from './team-board.queries';
import { team } from './team.decider';
import { FormTeamArgs, MemberArgs, TeamConnection, TeamType } from './team.graphql';

@Resolver(() => TeamType)
export class TeamResolver {
  constructor(
    private readonly events: EventStore,
    private readonly teams: Teams,
  ) {}

  @Query(() => TeamType, { nullable: true })
  @May('org_admin', 'facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  team(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.teams.one(viewer, id);
  }

  @Query(() => TeamConnection, { name: 'teams', description: 'Every team of my organisation, by name.' })
  @May('org_admin', 'facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  page(@Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return this.teams.page(viewer, page);
  }

  @ResolveReference()
  reference({ id }: Pick<TeamType, 'id'>, @Viewer() viewer: Viewer) {
    return this.teams.one(viewer, id);
  }

  @Mutation(() => TeamType)
  @May('org_admin', 'product_lead', 'tech_lead')
  async formTeam(@Args() { id, name, function: does, ...command }: FormTeamArgs, @Viewer() viewer: Viewer) {
    const data = { name, function: does };
    await this.events.handle(team, id, { type: 'FormTeam', data }, { viewer, ...command });
    return this.teams.one(viewer, id);
  }

  @Mutation(() => TeamType, { description: 'Takes somebody into a team. Doing it twice is harmless.' })
  @May('org_admin', 'product_lead', 'tech_lead')
  async joinTeam(@Args() { teamId, personId, ...command }: MemberArgs, @Viewer() viewer: Viewer) {
    await this.events.handle(team, teamId, { type: 'JoinTeam', data: { personId } }, { viewer, ...command });
    return this.teams.one(viewer, teamId);
  }

  @Mutation(() => TeamType, { description: 'Lets somebody go from a team. Doing it twice is harmless.' })
  @May('org_admin', 'product_lead', 'tech_lead')
  async leaveTeam(@Args() { teamId, personId, ...command }: MemberArgs, @Viewer() viewer: Viewer) {
    await this.events.handle(team, teamId, { type: 'LeaveTeam', data: { personId } }, { viewer, ...command });
    return this.teams.one(viewer, teamId);
  }
}
