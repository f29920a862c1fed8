import { Args, ID, Mutation, Parent, Query, ResolveReference, Resolver } from '@nestjs/graphql';
import { demand } from '@tandem/core';
import { EventStore } from '@tandem/event-store';
import { type CommandArgs, everyone, idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { declaredModes } from './interaction.measures';
import { Teams } from './team-board.queries';
import { team, type TeamCommand } from './team.decider';
import {
  AppointLiaisonArgs,
  DeclareInteractionArgs,
  FormTeamArgs,
  InteractionType,
  LiaisonArgs,
  MemberArgs,
  OtherTeamArgs,
  TeamConnection,
  TeamType,
} from './team.graphql';
import { AgreeWorkingTimeArgs } from './working-time.graphql';

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

  @Query(() => [InteractionType], { description: 'How my teams mean to work with each other, now or at a moment.' })
  async teamInteractions(
    @Args('at', { type: () => Date, nullable: true }) at: Date | undefined,
    @Viewer() viewer: Viewer,
  ) {
    return declaredModes(await this.teams.all(viewer), (at ?? new Date()).toISOString());
  }

  @Mutation(() => TeamType, { description: 'Forms a team. Its id is that of the command.' })
  @May('org_admin', 'product_lead', 'tech_lead')
  formTeam(@Args() { name, function: does, ...envelope }: FormTeamArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, envelope.commandId, { type: 'FormTeam', data: { name, function: does } }, envelope);
  }

  @Mutation(() => TeamType, { description: 'Takes somebody into a team. Doing it twice is harmless.' })
  @May('org_admin', 'product_lead', 'tech_lead')
  joinTeam(@Args() { teamId, personId, ...envelope }: MemberArgs, @Viewer() viewer: Viewer) {
    const data = { personId: idOf('personId', personId) };
    return this.ask(viewer, teamId, { type: 'JoinTeam', data }, envelope);
  }

  @Mutation(() => TeamType, { description: 'Lets somebody go from a team. Doing it twice is harmless.' })
  @May('org_admin', 'product_lead', 'tech_lead')
  leaveTeam(@Args() { teamId, personId, ...envelope }: MemberArgs, @Viewer() viewer: Viewer) {
    const data = { personId: idOf('personId', personId) };
    return this.ask(viewer, teamId, { type: 'LeaveTeam', data }, envelope);
  }

  @Mutation(() => TeamType, { description: 'Says when this team works: durations in work days are counted by it.' })
  @May('org_admin', 'product_lead', 'tech_lead', 'facilitator')
  agreeWorkingTime(@Args() args: AgreeWorkingTimeArgs, @Viewer() viewer: Viewer) {
    const { teamId, timeZone, weekdays, from, until, holidays, ...envelope } = args;
    const data = { timeZone, weekdays, from, until, holidays };
    return this.ask(viewer, idOf('teamId', teamId), { type: 'AgreeWorkingTime', data }, envelope);
  }

  @Mutation(() => TeamType, { description: 'Says how this team means to work with another one.' })
  @May('org_admin', 'product_lead', 'tech_lead', 'coach')
  async declareInteraction(@Args() args: DeclareInteractionArgs, @Viewer() viewer: Viewer) {
    const { teamId, otherTeamId: other, mode, until, ...envelope } = args;
    const otherTeamId = await this.existing('otherTeamId', other, viewer);
    const data = {
      teamId: idOf('teamId', teamId),
      otherTeamId,
      mode,
      ...(until ? { until: until.toISOString() } : {}),
    };
    return this.ask(viewer, teamId, { type: 'DeclareInteraction', data }, envelope);
  }

  @Mutation(() => TeamType, { description: 'Takes back what this team declared of its work with another one.' })
  @May('org_admin', 'product_lead', 'tech_lead', 'coach')
  withdrawInteraction(@Args() { teamId, otherTeamId, ...envelope }: OtherTeamArgs, @Viewer() viewer: Viewer) {
    const data = { otherTeamId: idOf('otherTeamId', otherTeamId) };
    return this.ask(viewer, teamId, { type: 'WithdrawInteraction', data }, envelope);
  }

  @Mutation(() => TeamType, {
    description: 'Sends a member to another team for part of the time. Its id is that of the command.',
  })
  @May('org_admin', 'product_lead', 'tech_lead', 'coach')
  async appointLiaison(@Args() args: AppointLiaisonArgs, @Viewer() viewer: Viewer) {
    const { teamId, personId, hostTeamId, kind, capacityPercent, from, until, charter, ...envelope } = args;
    const data = {
      teamId: idOf('teamId', teamId),
      liaisonId: envelope.commandId,
      personId: idOf('personId', personId),
      hostTeamId: await this.existing('hostTeamId', hostTeamId, viewer),
      ...{ kind, capacityPercent, from: from.toISOString(), until: until.toISOString(), charter },
    };
    return this.ask(viewer, teamId, { type: 'AppointLiaison', data }, envelope);
  }

  @Mutation(() => TeamType, { description: 'Ends the time of a liaison now.' })
  @May('org_admin', 'product_lead', 'tech_lead', 'coach')
  endLiaison(@Args() { teamId, liaisonId, ...envelope }: LiaisonArgs, @Viewer() viewer: Viewer) {
    return this.ask(
      viewer,
      teamId,
      { type: 'EndLiaison', data: { liaisonId: idOf('liaisonId', liaisonId) } },
      envelope,
    );
  }

  private async ask(viewer: Viewer, teamId: string, command: TeamCommand, envelope: CommandArgs) {
    await this.events.handle(team, teamId, command, { viewer, ...envelope });
    return this.teams.one(viewer, teamId);
  }

  private async existing(name: string, value: string, viewer: Viewer): Promise<string> {
    const other = await this.teams.one(viewer, idOf(name, value));
    demand(other !== null, 'no-such-team', `\`${name}\`: there is no team ${value}.`);
    return other.id;
  }
}
