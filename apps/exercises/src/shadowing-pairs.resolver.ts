import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { idOf, May, Viewer } from '@tandem/platform';
import { usualWorkingTime } from '@tandem/statistics';
import { People } from './person/people.queries';
import { Sessions } from './session/session-board.queries';
import { SessionArgs, SessionType } from './session/session.graphql';
import { shadowingBoard } from './session/shadowing/shadowing-board.projection';
import type { PairingFacts } from './session/shadowing/shadowing.events';
import { TeamNetworks } from './team-network.queries';
import { Teams } from './team/team-board.queries';

/** What pairs are made of: who people are, where they were, who met before, and where teams do not hear each other. */
@Resolver(() => SessionType)
export class ShadowingPairsResolver {
  constructor(
    private readonly sessions: Sessions,
    private readonly teams: Teams,
    private readonly people: People,
    private readonly networks: TeamNetworks,
  ) {}

  @Mutation(() => SessionType, {
    description:
      'Makes the pairs that together are worth most of all who said yes and are in none. Again, after somebody declined.',
  })
  @May('facilitator')
  async matchPairs(@Args() { sessionId, ...envelope }: SessionArgs, @Viewer() viewer: Viewer) {
    const id = idOf('sessionId', sessionId);
    const row = await this.sessions.on(shadowingBoard, viewer, id);
    const facts = await this.facts(viewer, row?.work.enrolled ?? []);
    const data = { roundId: envelope.commandId.toLowerCase(), facts };
    return this.sessions.ask(viewer, id, { type: 'MatchPairs', data }, envelope);
  }

  private async facts(
    viewer: Viewer,
    enrolled: readonly { readonly personId: string; readonly teamId: string }[],
  ): Promise<PairingFacts> {
    const shown = { where: `row->'result'->>'asOf' is not null`, orderBy: `row->'result'->>'asOf'`, descending: true };
    const ids = enrolled.map(({ personId }) => personId);
    const [network, rounds, teams, known] = await Promise.all([
      this.networks.at(viewer, new Date().toISOString(), (teamIds) => [teamIds]),
      this.sessions.allOn(shadowingBoard, viewer, shown),
      this.teams.all(viewer),
      this.people.many(viewer, ids),
    ]);
    return {
      gaps: network.pairs.flatMap(({ fromTeamId, toTeamId, gap }) =>
        gap === null ? [] : [{ fromTeamId, toTeamId, gap }],
      ),
      met: rounds.flatMap(({ work, result }) =>
        work.pairs
          .filter(({ status }) => status === 'debriefed')
          .flatMap(({ hostId, shadows, day }) =>
            shadows.map((one) => ({ personIds: [hostId, one.personId] as const, at: day ?? result!.asOf })),
          ),
      ),
      people: enrolled.map(({ personId, teamId }, index) => {
        const person = known[index];
        const time = teams.find((team) => team.id === teamId)?.workingTime ?? usualWorkingTime;
        return {
          personId,
          ...(person && { function: person.function }),
          workingTime: { ...time, ...(person && { timeZone: person.timeZone }) },
          memberships: teams.flatMap((team) =>
            team.memberships
              .filter((one) => one.personId === personId)
              .map(({ until }) => ({ teamId: team.id, until })),
          ),
        };
      }),
    };
  }
}
