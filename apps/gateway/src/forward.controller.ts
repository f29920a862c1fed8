import { Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { type Readable, pipeline } from 'node:stream';
import { All, Controller, Inject, type OnApplicationShutdown, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '@tandem/platform';
import { atMost, discard } from './body';
import { IDENTIFY, type Identify } from './token';

/** A door that belongs to a service: what comes in goes on byte for byte. */
export interface Door {
  readonly path: string;
  readonly service: string;
  readonly limit: number;
  /** Without it the service has a proof of its own, for example a signature over the bytes. */
  readonly needsToken: boolean;
}

const MiB = 1024 * 1024;

/** What the services themselves take. Here the rest of a body that is too large can be thrown away in peace. */
export const doors: readonly Door[] = [
  { path: '/hooks/', service: 'metrics', limit: 5 * MiB, needsToken: false },
  { path: '/v1/metrics/', service: 'metrics', limit: 8 * MiB, needsToken: true },
  { path: '/v1/exercises/', service: 'exercises', limit: MiB, needsToken: true },
  { path: '/v1/experiments/', service: 'experiments', limit: 4 * MiB, needsToken: true },
  { path: '/v1/batch', service: 'experiments', limit: 4 * MiB, needsToken: false }, // its token may lie in the body
  { path: '/ofrep/', service: 'experiments', limit: MiB, needsToken: true },
];

/** Injects where each service is found. */
export const DOORS = Symbol('DOORS');

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
];
const forgeable = /^(x-forwarded-|forwarded$|x-real-ip$|x-tenant|x-user|x-request-id$|host$)/;

@Controller()
export class ForwardController implements OnApplicationShutdown {
  private readonly agents = {
    'http:': new HttpAgent({ keepAlive: true }),
    'https:': new HttpsAgent({ keepAlive: true }),
  };

  constructor(
    @Inject(DOORS) private readonly services: Readonly<Record<string, string>>,
    @Inject(IDENTIFY) private readonly identify: Identify,
  ) {}

  @All(['hooks/*', 'v1/metrics/*', 'v1/exercises/*', 'v1/experiments/*', 'v1/batch', 'ofrep/*'])
  async forward(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const door = doors.find(({ path }) => request.url.startsWith(path));
    if (!door) throw new Problem(404, 'NOT_FOUND', 'Write the address of this door without percent signs.');
    if (door.needsToken) await this.identify(request.headers.authorization);
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > door.limit) return discard(request.body as Readable, door.limit);
    const answer = await this.call(door, request);
    void reply.code(answer.statusCode ?? 502).headers(passedOn(answer.headers));
    await reply.send(answer);
  }

  onApplicationShutdown(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  private async call(door: Door, request: FastifyRequest): Promise<IncomingMessage> {
    const url = new URL(request.url, this.services[door.service]);
    if (!url.pathname.startsWith(door.path))
      // dots in the path would lead out of the door
      throw new Problem(404, 'NOT_FOUND', `There is no ${request.method} ${request.url.split('?')[0]}.`);
    const options = {
      method: request.method,
      headers: { ...passedOn(request.headers), 'x-request-id': request.id },
      agent: this.agents[url.protocol as 'http:' | 'https:'],
    };
    return new Promise((resolve, reject) => {
      const upstream = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
      upstream.once('response', resolve);
      upstream.once('error', (error) => reject(error instanceof Problem ? error : unavailable(door.service)));
      request.raw.once('close', () => request.raw.readableAborted && upstream.destroy());
      if (!request.body) return void upstream.end();
      pipeline(request.body as Readable, atMost(door.limit), upstream, (error) => error && reject(told(error, door)));
    });
  }
}

const told = (error: Error, door: Door) => (error instanceof Problem ? error : unavailable(door.service));
const unavailable = (service: string) =>
  new Problem(503, 'UNAVAILABLE', `The ${service} service cannot be reached at the moment. Try again shortly.`, {
    'retry-after': '2',
  });

/** What concerns only one hop stays behind, and so does what a client could forge to seem someone else. */
const passedOn = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name) && !forgeable.test(name)));
