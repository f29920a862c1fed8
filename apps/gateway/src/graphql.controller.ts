import { PassThrough, Readable } from 'node:stream';
import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '@tandem/platform';
import { readBody } from './body';
import { Graph } from './graph';
import { type GraphqlRequest, maxBodyBytes, readGraphqlRequest, requireJson } from './graphql-request';
import { IDENTIFY, type Identify } from './token';

const stream = 'text/event-stream';

/** The one door for questions and commands. Everything is checked here, before the graph sees it. */
@Controller('graphql')
export class GraphqlController {
  private readonly streams = new Set<() => void>();

  constructor(
    private readonly graph: Graph,
    @Inject(IDENTIFY) private readonly identify: Identify,
  ) {}

  @All()
  async answer(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (request.method !== 'POST')
      throw new Problem(405, 'BAD_REQUEST', 'Send the query with POST.', { allow: 'POST' });
    const { authorization, accept = '', 'content-type': contentType, traceparent } = request.headers;
    requireJson(contentType);
    await this.identify(authorization);
    const question = readGraphqlRequest(await readBody(request.body as Readable, maxBodyBytes));
    const { admission, runtime } = this.graph.current;
    const kind = admission.admit(question);
    if (kind === 'subscription' && !accept.includes(stream))
      throw new Problem(406, 'BAD_REQUEST', `A subscription is answered over a WebSocket or as ${stream}.`);
    const response = await runtime.fetch(asked(question, accept), {
      authorization: authorization!,
      requestId: request.id,
      ...(typeof traceparent === 'string' && { traceparent }),
    });
    void reply.code(response.status).type(response.headers.get('content-type') ?? 'application/json');
    if (!response.headers.get('content-type')?.includes(stream)) return void reply.send(await response.text());
    await this.keepOpen(reply, response.body as unknown as AsyncIterable<Uint8Array>);
  }

  /** Ends what would otherwise stay open for ever. Clients come back and find another gateway. */
  endStreams(): void {
    for (const end of this.streams) end();
  }

  private async keepOpen(reply: FastifyReply, body: AsyncIterable<Uint8Array>): Promise<void> {
    const updates = Readable.from(body, { objectMode: false });
    const open = updates.pipe(new PassThrough());
    const end = () => updates.unpipe(open) && open.end();
    this.streams.add(end);
    updates.once('error', end);
    open.once('close', () => this.streams.delete(end) && updates.destroy());
    await reply.header('cache-control', 'no-cache').header('x-accel-buffering', 'no').send(open);
  }
}

const asked = (question: GraphqlRequest, accept: string) =>
  new Request('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: accept.includes(stream) ? stream : 'application/json' },
    body: JSON.stringify(question),
  });
