import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { getGraphQLWSOptions } from '@graphql-hive/gateway-runtime';
import { Problem } from '@tandem/platform';
import { GraphQLError } from 'graphql';
import { CloseCode, type Context, type ServerOptions } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Graph } from './graph';
import { maxBodyBytes, requireShallow } from './graphql-request';
import type { Identify } from './token';

const maxSubscriptions = 100;

type Params = Record<string, unknown>;
type SignedIn = { authorization?: string; expiry?: NodeJS.Timeout };
type Connection = Context<Params, Extra & SignedIn>;

/**
 * GraphQL over WebSockets (graphql-transport-ws) on /graphql, by the same rules as over HTTP. The token comes in
 * `connectionParams.authorization`; the connection ends when the token does.
 */
export function serveLiveUpdates(server: Server, graph: Graph, identify: Identify) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxBodyBytes });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy()); // Node leaves an upgraded socket without a listener
    if (request.url?.split('?')[0] !== '/graphql')
      return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n', () => socket.destroy());
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request));
  });
  const options: ServerOptions<Params, Extra & SignedIn> = {
    connectionInitWaitTimeout: 5_000,
    onConnect: (connection) => signIn(connection, identify),
    onPing: ({ extra }, payload) => refuseDeepPing(extra, payload ?? {}),
    onDisconnect: ({ extra }) => clearTimeout(extra.expiry),
    onSubscribe: (connection, id, payload) => {
      if (Object.keys(connection.subscriptions).length > maxSubscriptions)
        return [
          toGraphql(new Problem(400, 'QUERY_TOO_COMPLEX', `More than ${maxSubscriptions} subscriptions at once.`)),
        ];
      try {
        requireShallow(payload.variables ?? {});
        const { admission, runtime } = graph.current;
        admission.admit({
          ...payload,
          operationName: payload.operationName ?? undefined,
          variables: payload.variables ?? undefined,
        });
        return getGraphQLWSOptions(runtime, callerOf).onSubscribe!(connection, id, payload) as never;
      } catch (error) {
        return [toGraphql(error)];
      }
    },
    execute: (args) => getGraphQLWSOptions(graph.current.runtime, callerOf).execute!(args) as never,
    subscribe: (args) => getGraphQLWSOptions(graph.current.runtime, callerOf).subscribe!(args) as never,
  };
  const live = useServer<Params, SignedIn>(options, sockets);
  return {
    /** Tells every client to go and come back elsewhere (1001). */
    close: async () => void (await live.dispose()),
  };
}

async function signIn({ connectionParams, extra }: Connection, identify: Identify): Promise<boolean> {
  const params = connectionParams ?? {};
  const authorization = params['authorization'] ?? params['Authorization'];
  try {
    const { expiresAt } = await identify(typeof authorization === 'string' ? authorization : undefined);
    extra.authorization = authorization as string;
    const left = Math.min(expiresAt * 1000 - Date.now(), 2 ** 31 - 1);
    extra.expiry = setTimeout(() => extra.socket.close(CloseCode.Unauthorized, 'The token has expired'), left);
    return true;
  } catch (error) {
    const isProblem = error instanceof Problem;
    const code = isProblem && error.status === 503 ? 1013 : CloseCode.Unauthorized;
    extra.socket.close(code, isProblem ? error.message : 'Unauthorized');
    return true;
  }
}

/** A ping is answered with what it carries: what could not be written out again is taken out, and the sender sent away. */
function refuseDeepPing({ socket }: Extra, payload: Params): void {
  try {
    requireShallow(payload);
  } catch (error) {
    for (const name of Object.keys(payload)) delete payload[name];
    socket.close(CloseCode.BadRequest, (error as Problem).message);
  }
}

const callerOf = ({ extra }: Context) => ({
  authorization: (extra as SignedIn).authorization,
  requestId: randomUUID(),
});

const toGraphql = (error: unknown) =>
  error instanceof Problem
    ? new GraphQLError(error.message, { extensions: { code: error.code } })
    : new GraphQLError('Something went wrong inside. It is in the log.', {
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      });
