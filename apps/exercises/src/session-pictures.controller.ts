import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { type FileReply, idOf, May, pictureFile, Problem, sendPicture, Viewer } from '@tandem/platform';
import { SessionPictures } from './session-pictures.queries';
import { pictureNames } from './session/picture.measures';

/**
 * Pictures for portals that have no GraphQL, as /v1/exercises/sessions/<id>/swim-lanes.svg; the same address with .csv or
 * .json is the table that the picture is drawn from.
 */
@Controller('v1/exercises/sessions')
@May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
export class SessionPicturesController {
  constructor(private readonly pictures: SessionPictures) {}

  @Get(':sessionId/:file')
  async file(
    @Param('sessionId') sessionId: string,
    @Param('file') file: string,
    @Headers('if-none-match') known: string | undefined,
    @Viewer() viewer: Viewer,
    @Res() reply: FileReply,
  ): Promise<void> {
    const asked = pictureFile(file, pictureNames);
    const picture = await this.pictures.picture(viewer, idOf('sessionId', sessionId), asked.name);
    if (!picture) throw new Problem(404, 'NOT_FOUND', 'There is no such session, or it has not shown its result yet.');
    sendPicture(reply, asked, picture, known);
  }
}
