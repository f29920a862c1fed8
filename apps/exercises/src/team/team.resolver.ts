import { Args, ID, Mutation, Parent, Query, ResolveReference, Resolver } from '@nestjs/graphql';
import { EventStore } from '@tandem/event-store';
import { everyone, idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { Teams } from './team-board.queries';
import { team } from './team.decider';
import { FormTeamArgs, MemberArgs, TeamConnection, TeamType } from './team.graphql';

@Resolver(() => TeamType)
@May(...everyone)
export class TeamResolver {
  constructor(
    private readonly events: EventStore,
    private readonly teams: Teams,
  ) {}

  @Query(() => TeamType, { nullable: true })
  team(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.teams.one(viewer, idOf('id', id));
  }

  @Query(() => TeamConnection, { name: 'teams', description: 'Every team of my organisation, by name.' })
  async page(@Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.teams.page(viewer, pageOf(page)), (row) => row);
  }

  @ResolveReference()
  reference(@Parent() { id }: Pick<TeamType, 'id'>, @Viewer() viewer: Viewer) {
    return this.teams.one(viewer, id);
  }

  @Mutation(() => TeamType, { description: 'Forms a team. Its id is that of the command.' })
  @May('org_admin', 'product_lead', 'tech_lead')
  async formTeam(@Args() { name, function: does, ...envelope }: FormTeamArgs, @Viewer() viewer: Viewer) {
    const data = { name, function: does };
    const id = envelope.commandId;
    await this.events.handle(team, id, { type: 'FormTeam', data }, { viewer, ...envelope });
    return this.teams.one(viewer, id);
  }

  @Mutation(() => TeamType, { description: 'Takes somebody into a team. Doing it twice is harmless.' })
  @May('org_admin', 'product_lead', 'tech_lead')
  async joinTeam(@Args() { teamId, personId, ...envelope }: MemberArgs, @Viewer() viewer: Viewer) {
    const data = { personId: idOf('personId', personId) };
    await this.events.handle(team, teamId, { type: 'JoinTeam', data }, { viewer, ...envelope });
    return this.teams.one(viewer, teamId);
  }

  @Mutation(() => TeamType, { description: 'Lets somebody go from a team. Doing it twice is harmless.' })
  @May('org_admin', 'product_lead', 'tech_lead')
  async leaveTeam(@Args() { teamId, personId, ...envelope }: MemberArgs, @Viewer() viewer: Viewer) {
    const data = { personId: idOf('personId', personId) };
    await this.events.handle(team, teamId, { type: 'LeaveTeam', data }, { viewer, ...envelope });
    return this.teams.one(viewer, teamId);
  }
}
