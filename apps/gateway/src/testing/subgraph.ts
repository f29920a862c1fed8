import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GraphQLResolverMap, buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, graphql, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

/** What a throw-away service saw of one call. */
export interface Seen {
  readonly authorization?: string;
  readonly requestId?: string;
  readonly query: string;
}

/** A federated service for specs, on a loopback port of its own. */
export async function startSubgraph(name: string, typeDefs: string, resolvers: Record<string, object>) {
  const schema: GraphQLSchema = buildSubgraphSchema([
    { typeDefs: parse(typeDefs), resolvers: resolvers as GraphQLResolverMap },
  ]);
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
    const { authorization, 'x-request-id': requestId } = request.headers;
    if (!query.includes('_service')) seen.push({ authorization, requestId: String(requestId), query });
    const answer = await graphql({ schema, source: query, variableValues: variables, contextValue: { authorization } });
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  const connections: (string | undefined)[] = [];
  const live = useServer(
    {
      schema,
      onConnect: ({ connectionParams }) => void connections.push(connectionParams?.['authorization'] as string),
      context: ({ connectionParams }) => ({ authorization: connectionParams?.['authorization'] }),
    },
    sockets,
  );
  await listening(server);
  const { port } = server.address() as AddressInfo;
  return {
    name,
    url: `http://127.0.0.1:${port}/graphql`,
    seen,
    connections,
    async close() {
      if (!server.listening) return;
      await live.dispose();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const listening = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
