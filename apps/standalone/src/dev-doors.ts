import type { IncomingMessage } from 'node:http';
import { Controller, type DynamicModule, Get, HttpCode, Inject, Module, Post, Query, Req, Res } from '@nestjs/common';
import { problem } from '@tandem/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DevIssuer, Person } from './dev-issuer';
import { explorerPage, indexPage, scriptsAllowed } from './pages';

/** What the doors for development open on: whom one can be, and what the explorer shows first. */
export interface DevDoors {
  readonly issuer: DevIssuer;
  readonly people: Readonly<Record<string, Person & { readonly about: string }>>;
  readonly firstQuery: string;
}

const DOORS = Symbol('DEV_DOORS');
const banner = { 'x-tandem-warning': 'DEV ISSUER' };

/** Signs in as anybody, shows the explorer. There is no such door where the issuer refuses to start. */
@Controller()
export class DevController {
  constructor(@Inject(DOORS) private readonly doors: DevDoors) {}

  @Get()
  index(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    if (isForeign(request)) return refuseHost(reply);
    return html(reply, indexPage(this.doors.people));
  }

  @Get('explorer')
  async explorer(@Query('as') name: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    if (isForeign(request)) return refuseHost(reply);
    const person = this.named(name);
    if (!person) return html(reply.code(404), indexPage(this.doors.people, `There is nobody called "${name ?? ''}".`));
    const token = await this.doors.issuer.tokenFor(person);
    return html(reply, await explorerPage(person, token, this.doors.firstQuery));
  }

  @Get('dev/jwks')
  jwks() {
    return this.doors.issuer.jwks;
  }

  @Post('dev/token')
  @HttpCode(200)
  async token(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    if (isForeign(request)) return refuseHost(reply);
    const { accept, 'content-type': type } = request.headers;
    const name = type?.startsWith('application/json') ? await personIn(request.body as IncomingMessage) : undefined;
    const person = this.named(name);
    if (!person) {
      const names = Object.keys(this.doors.people).join(', ');
      return problem(reply, 400, {
        code: 'BAD_REQUEST',
        message: `Send JSON like {"person": "..."} with one of: ${names}.`,
      });
    }
    const token = await this.doors.issuer.tokenFor(person);
    void reply.headers(banner);
    return accept === 'text/plain' ? reply.type('text/plain').send(token) : reply.send({ token, person: person.name });
  }

  private named(name: string | undefined) {
    return name !== undefined && Object.hasOwn(this.doors.people, name) ? this.doors.people[name] : undefined;
  }
}

@Module({ controllers: [DevController] })
export class DevModule {
  static with(doors: DevDoors): DynamicModule {
    return { module: DevModule, providers: [{ provide: DOORS, useValue: doors }] };
  }
}

/** A page elsewhere could point a name of its own at this machine: only the names of this machine are answered. */
const isForeign = ({ headers }: FastifyRequest) =>
  !/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? '');

const refuseHost = (reply: FastifyReply) =>
  problem(reply, 403, { code: 'FORBIDDEN', message: 'Only http://127.0.0.1 and http://localhost are answered here.' });

const html = (reply: FastifyReply, page: string) =>
  reply
    .headers({ ...banner, 'content-security-policy': scriptsAllowed })
    .type('text/html; charset=utf-8')
    .send(page);

async function personIn(body: AsyncIterable<Buffer>): Promise<string | undefined> {
  let text = '';
  for await (const chunk of body) if ((text += chunk).length > 1_024) return undefined;
  try {
    const { person } = JSON.parse(text) as { person?: unknown };
    return typeof person === 'string' ? person : undefined;
  } catch {
    return undefined;
  }
}
