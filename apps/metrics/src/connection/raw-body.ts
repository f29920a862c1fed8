import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Problem } from '@tandem/platform';

const mebibyte = 1024 * 1024;

/** The largest body of each door, by the beginning of its path. GitHub’s own deliveries are well below the limit. */
const doors = [
  { path: '/hooks/', most: 5 * mebibyte },
  { path: '/v1/metrics/', most: 8 * mebibyte },
];

/** A request whose body was not read into an object: what was signed are the bytes. */
export interface RawRequest {
  readonly rawBody?: Buffer;
}

/** Lets the doors for tools see the bytes that were sent, and gives each its limit and an answer that names it. */
export function takeRawBodies(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  const readJson = server.getDefaultJsonParser('error', 'error');
  app.useBodyParser('application/x-ndjson');
  app.useBodyParser('application/json', { bodyLimit: mebibyte }, (request, body, done) => {
    if (request.url?.startsWith('/hooks/')) done(null, body);
    else readJson(request as never, body.toString(), done);
  });
  server.addHook('onRoute', (route) => {
    const door = doors.find(({ path }) => route.url.startsWith(path));
    if (!door) return;
    route.bodyLimit = door.most;
    route.errorHandler = (error) => {
      if (error.code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error;
      const most = `${door.most / mebibyte} MB`;
      throw new Problem(413, 'PAYLOAD_TOO_LARGE', `This door takes at most ${most} at once. Send less, or in parts.`);
    };
  });
}
