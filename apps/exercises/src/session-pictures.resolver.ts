import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { idOf, May, Viewer } from '@tandem/platform';
import { SessionPictures } from './session-pictures.queries';
import type { PictureName } from './session/picture.measures';
import { PictureEnum, ResultType, TableType } from './session/result.graphql';

/** The result of a session for people: in a sentence, as pictures, and as the tables that they are drawn from. */
@Resolver(() => ResultType)
@May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
export class SessionPicturesResolver {
  constructor(private readonly pictures: SessionPictures) {}

  @Query(() => TableType, { nullable: true, description: 'What a picture of the result shows, as a table.' })
  sessionTable(
    @Args('sessionId', { type: () => ID }) sessionId: string,
    @Args('picture', { type: () => PictureEnum, nullable: true }) picture: PictureName | null,
    @Viewer() viewer: Viewer,
  ) {
    return this.pictures.table(viewer, idOf('sessionId', sessionId), picture ?? undefined);
  }

  @ResolveField(() => String, { nullable: true, description: 'The result in one sentence.' })
  headline(@Parent() { sessionId }: ResultType, @Viewer() viewer: Viewer) {
    return this.pictures.headline(viewer, sessionId);
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'A picture as SVG, with its figures in words inside. Without a name, the first of its kind.',
  })
  async svg(
    @Parent() { sessionId }: ResultType,
    @Args('picture', { type: () => PictureEnum, nullable: true }) picture: PictureName | null,
    @Viewer() viewer: Viewer,
  ) {
    return (await this.pictures.picture(viewer, sessionId, picture ?? undefined))?.svg() ?? null;
  }
}
