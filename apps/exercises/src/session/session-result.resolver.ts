import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { idOf, May, Viewer } from '@tandem/platform';
import { ResultType } from './result.graphql';
import { SessionWork } from './session-work.queries';

/** What a session showed, whatever its kind. */
@Resolver(() => ResultType)
export class SessionResultResolver {
  constructor(private readonly work: SessionWork) {}

  @Query(() => ResultType, {
    nullable: true,
    description: 'What the session showed. Null until the phase that reveals it.',
  })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  async sessionResult(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    const work = await this.work.one(viewer, idOf('sessionId', sessionId));
    if (!work) return null;
    const { kind, parts, row, sight } = work;
    const result = parts.result(sight === 'aggregates' && parts.aggregates ? parts.aggregates.of(row) : row);
    return result && { kind, sessionId, ...result };
  }
}
