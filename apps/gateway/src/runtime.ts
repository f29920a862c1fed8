import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { GraphQLError } from 'graphql';
import { serviceTransport } from './service-transport';

/** What every request brings along, from the front to each service it touches. */
export interface Caller {
  readonly authorization: string;
  readonly requestId: string;
  readonly traceparent?: string;
}

/** The Hive runtime with the Rust planner. It has no policy of its own: the front has admitted whatever reaches it. */
export const createRuntime = (
  supergraphSdl: string,
  timeoutMs = 10_000,
  unanswered: (service: string) => void = () => undefined,
) =>
  createGatewayRuntime<Caller>({
    supergraph: supergraphSdl,
    unifiedGraphHandler,
    transports: { http: serviceTransport(timeoutMs, unanswered) },
    maskedErrors: { maskError },
    subgraphErrors: false,
    graphiql: false,
    landingPage: false,
    logging: false,
    requestId: false,
    cors: false,
    multipart: false,
    batching: false,
  });

export type Runtime = ReturnType<typeof createRuntime>;

/** A refusal keeps its message and code; anything else says nothing of what is inside. */
function maskError(error: unknown): Error {
  const { message, path, extensions } = error as GraphQLError;
  if (typeof extensions?.['code'] !== 'string')
    return new GraphQLError('Something went wrong inside. It is in the log.', {
      path,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
  const { stacktrace: _, ...told } = extensions;
  return new GraphQLError(message, { path, extensions: told });
}
