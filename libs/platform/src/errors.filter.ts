import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { GqlContextType } from '@nestjs/graphql';
import { Rejection } from '@tandem/core';
import { isTransient } from '@tandem/event-store';
import { GraphQLError } from 'graphql';
import { Problem, type ProblemCode, problem } from './problem';

type HttpReply = Parameters<typeof problem>[0] & { readonly sent?: boolean };

/** Turns whatever stopped a request into an answer that the caller can branch on, whatever door it came through. */
@Catch()
export class ErrorsFilter implements ExceptionFilter {
  private readonly logger = new Logger('request');

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() === 'rpc') throw error; // the consumer decides: retry, park, dead letter
    const { status, code, message, headers } = this.answerTo(error);
    if (host.getType<GqlContextType>() === 'graphql') throw new GraphQLError(message, { extensions: { code } });
    const reply = host.switchToHttp().getResponse<HttpReply>();
    if (reply.sent) return;
    for (const [name, value] of Object.entries(headers)) reply.header(name, value);
    problem(reply, status, { code, message });
  }

  private answerTo(error: unknown): {
    status: number;
    code: string;
    message: string;
    headers: Readonly<Record<string, string>>;
  } {
    if (error instanceof Rejection) return { status: 422, code: error.code, message: error.message, headers: {} };
    if (error instanceof Problem) return error;
    if (error instanceof GraphQLError && typeof error.extensions['code'] === 'string')
      return { status: 400, code: error.extensions['code'], message: error.message, headers: {} };
    if (isTransient(error)) {
      this.logger.warn(error);
      return { status: 503, ...told[503]!, headers: { 'retry-after': '1' } };
    }
    const status = statusOf(error);
    if (status < 500) return { status, ...(told[status] ?? told[400]!), headers: {} };
    this.logger.error(error);
    return {
      status: 500,
      code: 'INTERNAL_SERVER_ERROR',
      message: 'Something went wrong inside. It is in the log.',
      headers: {},
    };
  }
}

/** What the framework refuses on its own, without the insides of its parser. */
const told: Readonly<Record<number, { code: ProblemCode; message: string }>> = {
  400: { code: 'BAD_REQUEST', message: 'The body must be well-formed, and JSON where JSON is asked for.' },
  401: { code: 'UNAUTHENTICATED', message: 'Send a token in the header "Authorization: Bearer ...".' },
  403: { code: 'FORBIDDEN', message: 'Your roles do not allow this.' },
  404: { code: 'NOT_FOUND', message: 'There is nothing at this address.' },
  409: { code: 'CONFLICT', message: 'Something else stands in the way.' },
  413: { code: 'PAYLOAD_TOO_LARGE', message: 'The body is larger than this door takes. Send it in parts.' },
  503: { code: 'UNAVAILABLE', message: 'Something that this rests on does not answer at the moment. Try again.' },
  415: { code: 'UNSUPPORTED_MEDIA_TYPE', message: 'This door does not take that content type.' },
};

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}
