import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { idOf, May, Viewer } from '@tandem/platform';
import { resultType } from './feedback-speed/feedback-speed.resolver';
import { ResultType } from './result.graphql';
import { Sessions } from './session-board.queries';

/** What a session showed, whatever its kind. */
@Resolver(() => ResultType)
export class SessionResultResolver {
  constructor(private readonly sessions: Sessions) {}

  @Query(() => ResultType, {
    nullable: true,
    description: 'What the session showed. Null until the phase that reveals it.',
  })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  async sessionResult(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    const row = await this.sessions.feedbackSpeed(viewer, idOf('sessionId', sessionId));
    return row && resultType(row);
  }
}
