import { createHash } from 'node:crypto';
import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { csvOf, idOf, May, Problem, Viewer } from '@tandem/platform';
import { SessionPictures } from './session-pictures.queries';
import { type PictureName, pictureNames } from './session/picture.measures';

interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body?: string): unknown;
}

const types = {
  svg: 'image/svg+xml; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
} as const;
type Form = keyof typeof types;

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
    @Res() reply: Reply,
  ): Promise<void> {
    const { name, form } = asked(file);
    const picture = await this.pictures.picture(viewer, idOf('sessionId', sessionId), name);
    if (!picture) throw new Problem(404, 'NOT_FOUND', 'There is no such session, or it has not shown its result yet.');
    const { table } = picture;
    const body =
      form === 'svg' ? picture.svg() : form === 'csv' ? csvOf(table.columns, table.rows) : JSON.stringify(table);
    const tag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
    reply
      .header('etag', tag)
      .header('cache-control', 'private, no-cache')
      .header('vary', 'authorization')
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    if (known?.split(',').some((one) => one.trim().replace(/^W\//, '') === tag)) return void reply.status(304).send();
    if (form === 'csv') reply.header('content-disposition', `attachment; filename="${file}"`);
    reply.header('content-type', types[form]).send(body);
  }
}

function asked(file: string): { name: PictureName; form: Form } {
  const [, kebab = '', form] = /^([a-z-]+)\.(svg|csv|json)$/.exec(file) ?? [];
  const name = pictureNames.find((one) => one === kebab.replaceAll('-', '_'));
  const names = pictureNames.map((one) => one.replaceAll('_', '-')).join(', ');
  if (!name) throw new Problem(404, 'NOT_FOUND', `Ask for one of ${names}, followed by .svg, .csv or .json.`);
  return { name, form: form as Form };
}
