import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { everyone, idOf, May, Viewer } from '@tandem/platform';
import { Sessions } from '../session-board.queries';
import { SessionType } from '../session.graphql';
import { sightOf } from '../sight.measures';
import { signalNoiseBoard } from './signal-noise-board.projection';
import { NamedItemType, PrepareSignalsArgs, SignalNoiseResultType } from './signal-noise.graphql';
import { resultOf } from './signal-suggestions.measures';

/** What a Signal-to-Noise session begins with, and what it shows. */
@Resolver(() => SignalNoiseResultType)
export class SignalNoiseResolver {
  constructor(private readonly sessions: Sessions) {}

  @Query(() => SignalNoiseResultType, {
    nullable: true,
    description: 'What flows between the teams. Null until shown.',
  })
  @May(...everyone)
  async signalNoiseMatrix(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    const row = await this.sessions.on(signalNoiseBoard, viewer, idOf('sessionId', sessionId));
    return row?.result ? { kind: 'signal-noise' as const, sessionId: row.sessionId, ...resultOf(row.result) } : null;
  }

  @Mutation(() => SessionType, {
    description: 'Says by which channels information comes, and whether often counts more.',
  })
  @May('facilitator')
  prepareSignals(
    @Args() { sessionId, frequency, channels, ...envelope }: PrepareSignalsArgs,
    @Viewer() viewer: Viewer,
  ) {
    return this.sessions.ask(viewer, sessionId, { type: 'PrepareSignals', data: { frequency, channels } }, envelope);
  }

  @ResolveField(() => [NamedItemType], {
    description: 'Ten at most, for those who take part, and only where enough people stand behind the words.',
  })
  @May(...everyone)
  mostValuable(@Parent() { sessionId, mostValuable }: SignalNoiseResultType, @Viewer() viewer: Viewer) {
    return this.insiders(viewer, sessionId, mostValuable);
  }

  @ResolveField(() => [NamedItemType], { description: 'The same of what serves nobody.' })
  @May(...everyone)
  leastHelpful(@Parent() { sessionId, leastHelpful }: SignalNoiseResultType, @Viewer() viewer: Viewer) {
    return this.insiders(viewer, sessionId, leastHelpful);
  }

  /** Words stay inside the session; figures are for all. */
  private async insiders<Item>(viewer: Viewer, sessionId: string, items: readonly Item[]): Promise<readonly Item[]> {
    const session = await this.sessions.one(viewer, sessionId);
    return session && sightOf(session, viewer.id) === 'work' ? items : [];
  }
}
