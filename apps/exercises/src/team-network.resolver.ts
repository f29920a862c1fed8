import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { demand } from '@tandem/core';
import { everyone, idOf, May, Viewer } from '@tandem/platform';
import { Sessions } from './session/session-board.queries';
import { SessionType } from './session/session.graphql';
import { signalNoiseBoard } from './session/signal-noise/signal-noise-board.projection';
import { PrepareSpotlightArgs, TakeTiesArgs } from './session/silo-spotlight/challenge.graphql';
import { declaredModes } from './team/interaction.measures';
import { Teams } from './team/team-board.queries';
import { TeamNetworkType } from './team-network.graphql';
import { TeamNetworks } from './team-network.queries';

/** What Silo Spotlight, Signal-to-Noise and the directory of teams know together of who works with whom. */
@Resolver(() => TeamNetworkType)
export class TeamNetworkResolver {
  constructor(
    private readonly sessions: Sessions,
    private readonly teams: Teams,
    private readonly networks: TeamNetworks,
  ) {}

  @Query(() => TeamNetworkType, {
    description: 'Who needs whom and what flows, on that day or now: of each pair what the newest session says.',
  })
  @May(...everyone)
  async teamNetwork(
    @Args('at', { type: () => Date, nullable: true }) day: Date | null,
    @Viewer() viewer: Viewer,
  ): Promise<TeamNetworkType> {
    const at = (day ?? new Date()).toISOString();
    const functionOf = new Map((await this.teams.all(viewer)).map((team) => [team.id, team.function]));
    const byFunction = (teamIds: readonly string[]) =>
      [...new Set(functionOf.values())].map((one) => teamIds.filter((id) => functionOf.get(id) === one));
    const { blocks, chartModularity, ...network } = await this.networks.at(viewer, at, byFunction);
    const found = { blocks: blocks?.blocks ?? null, modularity: blocks?.modularity ?? null };
    return { at, ...network, ...found, functionModularity: chartModularity };
  }

  @Mutation(() => SessionType, {
    description:
      'Prepares a Silo Spotlight: what makes a challenge heavy, and how the teams mean to work together today.',
  })
  @May('facilitator')
  async prepareSpotlight(
    @Args() { sessionId, weighting, ...envelope }: PrepareSpotlightArgs,
    @Viewer() viewer: Viewer,
  ) {
    const session = await this.sessions.one(viewer, idOf('sessionId', sessionId));
    const known = (await this.teams.many(viewer, session?.teamIds ?? [])).filter((team) => team !== null);
    const at = (envelope.occurredAt ?? new Date()).toISOString();
    const modes = declaredModes(known, at).flatMap(({ teamIds, mode, until }) =>
      mode !== null && teamIds.every((id) => session?.teamIds.includes(id))
        ? [{ teamIds, mode, ...(until !== null && { until }) }]
        : [],
    );
    return this.sessions.ask(viewer, sessionId, { type: 'PrepareSpotlight', data: { weighting, modes } }, envelope);
  }

  @Mutation(() => SessionType, {
    description:
      'Says how well information flows between the teams of a Silo Spotlight: from a Signal-to-Noise session, or given.',
  })
  @May('facilitator')
  async takeTies(@Args() args: TakeTiesArgs, @Viewer() viewer: Viewer) {
    const { sessionId, source, signalNoiseId, ties, ...envelope } = args;
    const data =
      source === 'signal-noise'
        ? await this.measured(viewer, sessionId, signalNoiseId)
        : {
            source,
            ties: (ties ?? []).map(({ fromTeamId, toTeamId, tie }) => ({ fromTeamId, toTeamId, tie: tie ?? null })),
          };
    return this.sessions.ask(viewer, sessionId, { type: 'TakeTies', data }, envelope);
  }

  /** The ties that a Signal-to-Noise session showed between the teams of this session. */
  private async measured(viewer: Viewer, sessionId: string, signalNoiseId: string | undefined) {
    demand(
      signalNoiseId !== undefined,
      'session-missing',
      'signalNoiseId names the session that the ties are taken from.',
    );
    const row = await this.sessions.on(signalNoiseBoard, viewer, idOf('signalNoiseId', signalNoiseId));
    demand(row?.result != null, 'not-revealed', 'The Signal-to-Noise session has not shown its result.');
    const teamIds = (await this.sessions.one(viewer, idOf('sessionId', sessionId)))?.teamIds ?? [];
    const ties = row.result.cells
      .filter(({ fromTeamId, toTeamId }) => teamIds.includes(fromTeamId) && teamIds.includes(toTeamId))
      .map(({ fromTeamId, toTeamId, tie }) => ({ fromTeamId, toTeamId, tie }));
    return { source: 'signal-noise' as const, sessionId: row.sessionId, ties };
  }
}
