import { Injectable } from '@nestjs/common';
import type { Tenant } from '@tandem/event-store';
import { Sessions } from './session/session-board.queries';
import { signalNoiseBoard } from './session/signal-noise/signal-noise-board.projection';
import { siloSpotlightBoard } from './session/silo-spotlight/silo-spotlight-board.projection';
import { teamNetworkOf } from './session/team-network.measures';

/** Who needs whom and what flows, by the newest Silo Spotlight and Signal-to-Noise of each pair of teams. */
@Injectable()
export class TeamNetworks {
  constructor(private readonly sessions: Sessions) {}

  /** By what was shown up to that moment; `groups` are what the blocks of the network are compared with. */
  async at(who: Tenant, moment: string, groups: (teamIds: readonly string[]) => readonly (readonly string[])[]) {
    const shownUntil = {
      where: `row->'result'->>'asOf' <= $1`,
      params: [moment],
      orderBy: `row->'result'->>'asOf'`,
      descending: true,
    };
    const [spotlights, matrices] = await Promise.all([
      this.sessions.allOn(siloSpotlightBoard, who, shownUntil),
      this.sessions.allOn(signalNoiseBoard, who, shownUntil),
    ]);
    return teamNetworkOf(
      spotlights.map(({ sessionId, work, result }) => ({ sessionId, teamIds: work.teamIds, result: result! })),
      matrices.map(({ sessionId, work, result }) => ({ sessionId, teamIds: work.teamIds, result: result! })),
      groups,
    );
  }
}
