import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { Problem, problem } from '@tandem/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Sends an error the way its door speaks: GraphQL errors on /graphql, application/problem+json elsewhere. */
export function refuse(request: FastifyRequest, reply: FastifyReply, error: Problem): FastifyReply {
  const { status, code, message, headers } = error;
  void reply.code(status).headers(headers);
  if (request.url.split('?')[0] !== '/graphql') {
    problem(reply, status, { code, message });
    return reply;
  }
  const accepts = request.headers.accept ?? '';
  return reply
    .type(
      accepts.includes('application/graphql-response+json') ? 'application/graphql-response+json' : 'application/json',
    )
    .send(JSON.stringify({ errors: [{ message, extensions: { code, requestId: request.id } }] }));
}

/** The last place for an error: what is not meant for the caller is logged, and only its request id is told. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly log: (error: unknown, requestId: string) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent || reply.raw.destroyed) return;
    refuse(request, reply, this.told(error, request));
  }

  private told(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof HttpException && error.getStatus() < 500)
      return new Problem(error.getStatus(), 'NOT_FOUND', `There is no ${request.method} ${request.url.split('?')[0]}.`);
    this.log(error, request.id);
    return new Problem(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong inside. It is in the log.');
  }
}
