import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { demand } from '@tandem/core';
import { EventStore } from '@tandem/event-store';
import { idOf, May, Viewer } from '@tandem/platform';
import { Cycles } from './cycle/cycle-board.queries';
import { cycle } from './cycle/cycle.decider';
import { CycleType, OpenCycleArgs } from './cycle/cycle.graphql';
import { Sessions } from './session/session-board.queries';

/** A cycle begins with a finding of a session: two slices, one wish. */
@Resolver(() => CycleType)
export class OpenCycleResolver {
  constructor(
    private readonly events: EventStore,
    private readonly sessions: Sessions,
    private readonly cycles: Cycles,
  ) {}

  @Mutation(() => CycleType, {
    description: 'Begins an improvement from a linked finding, owned by both sides. Its id is that of the command.',
  })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach')
  async openCycle(@Args() args: OpenCycleArgs, @Viewer() viewer: Viewer) {
    const { sessionId, findingId, symptomId, ownerProductId, ownerEngineeringId, ...envelope } = args;
    const session = await this.sessions.one(viewer, sessionId);
    const finding = session?.findings.find((one) => one.findingId === findingId);
    const isLinked = finding?.symptomIds.includes(symptomId) ?? false;
    demand(finding !== undefined && isLinked, 'finding-not-linked', `Link the finding to ${symptomId} first.`);

    const cause = { sessionId, findingId, symptomId, teamIds: finding.teamIds };
    const owners = {
      ownerProductId: idOf('ownerProductId', ownerProductId),
      ownerEngineeringId: idOf('ownerEngineeringId', ownerEngineeringId),
    };
    await this.events.handle(
      cycle,
      envelope.commandId,
      { type: 'OpenCycle', data: { ...cause, ...owners } },
      { viewer, ...envelope },
    );
    return this.cycles.one(viewer, envelope.commandId);
  }
}
