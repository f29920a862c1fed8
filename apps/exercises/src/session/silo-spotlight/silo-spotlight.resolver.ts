import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { everyone, idOf, May, Viewer } from '@tandem/platform';
import { Sessions } from '../session-board.queries';
import { SessionType } from '../session.graphql';
import { FormClusterArgs, RecogniseChallengeArgs, SiloSpotlightType } from './challenge.graphql';
import { siloChange } from './silo-change.measures';
import { siloSpotlightBoard } from './silo-spotlight-board.projection';
import { SiloChangeType, SiloPairType } from './silo-spotlight.graphql';
import { resultOf } from './silo-suggestions.measures';
import { viewOf } from './silo-view.measures';

/** What is entered in a Silo Spotlight, and by whom: the rules are the session's own. */
@Resolver(() => SiloSpotlightType)
@May('facilitator', 'product_lead', 'tech_lead', 'member')
export class SiloSpotlightResolver {
  constructor(private readonly sessions: Sessions) {}

  @Query(() => SiloSpotlightType, { nullable: true, description: 'What I may see by now, and the result once shown.' })
  async siloSpotlight(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    const row = await this.row(viewer, sessionId);
    if (!row) return null;
    await this.sessions.seesWork(viewer, row.sessionId);
    const session = await this.sessions.one(viewer, row.sessionId);
    const teamId = session?.participants.find(({ personId }) => personId === viewer.id)?.teamId;
    const { weighting, modes } = row.work;
    const { sessionId: id } = row;
    const result = row.result && { kind: 'silo-spotlight' as const, sessionId: id, ...resultOf(row.result) };
    return { sessionId: id, weighting, modes, ...viewOf(row.work, teamId), result };
  }

  @Query(() => [SiloPairType], {
    nullable: true,
    description: 'Who needs whom and what does not flow, deepest gap first. Null until it is shown.',
  })
  @May(...everyone)
  async siloGaps(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    const change = await this.change(viewer, sessionId);
    return change?.pairs ?? (await this.row(viewer, sessionId))?.result?.pairs ?? null;
  }

  @Query(() => SiloChangeType, {
    nullable: true,
    description:
      'What changed since the session that this one measures again. Null if there is none, or not shown yet.',
  })
  @May(...everyone)
  siloChange(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    return this.change(viewer, sessionId);
  }

  @Mutation(() => SessionType, {
    description: 'Answers, for my team, a challenge that names it. Until the phase ends it may be answered otherwise.',
  })
  recogniseChallenge(@Args() args: RecogniseChallengeArgs, @Viewer() viewer: Viewer) {
    const { sessionId, challengeId, awareness, answer, ...envelope } = args;
    const data = { challengeId, awareness, answer };
    return this.sessions.ask(viewer, sessionId, { type: 'RecogniseChallenge', data }, envelope);
  }

  @Mutation(() => SessionType, { description: 'Puts challenges together that are one topic: people vote on topics.' })
  @May('facilitator')
  formCluster(@Args() args: FormClusterArgs, @Viewer() viewer: Viewer) {
    const { sessionId, clusterId, title, challengeIds, ...envelope } = args;
    const data = { clusterId: clusterId ?? envelope.commandId, title, challengeIds };
    return this.sessions.ask(viewer, sessionId, { type: 'FormCluster', data }, envelope);
  }

  private row(viewer: Viewer, sessionId: string) {
    return this.sessions.on(siloSpotlightBoard, viewer, idOf('sessionId', sessionId));
  }

  private async change(viewer: Viewer, sessionId: string) {
    const both = await this.sessions.beforeAndAfter(siloSpotlightBoard, viewer, idOf('sessionId', sessionId));
    return both && siloChange(...both);
  }
}
