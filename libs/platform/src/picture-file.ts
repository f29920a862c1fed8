import { createHash } from 'node:crypto';
import { csvOf } from './csv';
import { Problem } from './problem';

/** What a controller of files answers with, as Fastify gives it. */
export interface FileReply {
  status(code: number): FileReply;
  header(name: string, value: string): FileReply;
  send(body?: string): unknown;
}

const types = {
  svg: 'image/svg+xml; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
} as const;

/** A file that was asked for: which picture, and as a picture or as its table. */
export interface PictureFile<Name extends string> {
  readonly file: string;
  readonly name: Name;
  readonly form: keyof typeof types;
}

/** Reads `swim-lanes.svg` as a picture by the name `swim_lanes`. Throws a problem 404 that names what there is. */
export function pictureFile<Name extends string>(file: string, names: readonly Name[]): PictureFile<Name> {
  const [, kebab = '', form] = /^([a-z-]+)\.(svg|csv|json)$/.exec(file) ?? [];
  const name = names.find((one) => one === kebab.replaceAll('-', '_'));
  const all = names.map((one) => one.replaceAll('_', '-')).join(', ');
  if (!name) throw new Problem(404, 'NOT_FOUND', `Ask for one of ${all}, followed by .svg, .csv or .json.`);
  return { file, name, form: form as keyof typeof types };
}

/** A picture, with the table that it is drawn from. */
interface Shown {
  readonly table: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | null)[])[];
  };
  svg(): string;
}

/**
 * Answers with a picture or its table, for portals that have no GraphQL: 304 where the caller knows these bytes already
 * (`known`, its If-None-Match), never kept by caches that others share, and inert where it is opened as a page.
 */
export function sendPicture(
  reply: FileReply,
  { file, form }: PictureFile<string>,
  shown: Shown,
  known: string | undefined,
): void {
  const { table } = shown;
  const body = form === 'svg' ? shown.svg() : form === 'csv' ? csvOf(table.columns, table.rows) : JSON.stringify(table);
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
