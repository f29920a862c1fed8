import type { DisposableExecutor, Transport } from '@graphql-mesh/transport-common';
import { type DocumentNode, type ExecutionResult, GraphQLError, print } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Caller } from './runtime';

/** How the gateway talks to a service: each call and each WebSocket in the name of one caller, nothing ever shared. */
export const serviceTransport = (timeoutMs: number, unanswered: (service: string) => void): Transport => ({
  getSubgraphExecutor({ subgraphName, transportEntry }) {
    const url = transportEntry.location!;
    const live = liveConnections(url);
    const execute = async ({ document, variables, operationType, context: caller }: ServiceRequest) => {
      if (!caller?.authorization) throw new Error('A request reached a service without its caller.');
      const question = { query: textOf(document), variables };
      try {
        if (operationType === 'subscription') return live(caller.authorization).iterate(question);
        return await call(url, question, caller, timeoutMs);
      } catch {
        unanswered(subgraphName);
        return { errors: [unavailable(subgraphName)] };
      }
    };
    return execute as DisposableExecutor;
  },
});

interface ServiceRequest {
  readonly document: DocumentNode;
  readonly variables?: Record<string, unknown>;
  readonly operationType?: string;
  readonly context: Caller;
}

async function call(url: string, question: object, caller: Caller, timeoutMs: number): Promise<ExecutionResult> {
  const { authorization, requestId, traceparent } = caller;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization,
      'x-request-id': requestId,
      ...(traceparent && { traceparent }),
    },
    body: JSON.stringify(question),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer = (await response.json()) as ExecutionResult;
  if (!answer.data && !answer.errors) throw new Error(`Neither data nor errors, status ${response.status}`);
  return answer;
}

/** One WebSocket for each token, opened when first needed and closed shortly after its last subscription ends. */
function liveConnections(url: string) {
  const clients = new Map<string, Client>();
  return (authorization: string): Client => {
    const known = clients.get(authorization);
    if (known) return known;
    const client = createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization },
      lazyCloseTimeout: 1_000,
      retryAttempts: 3,
      on: { closed: () => void clients.delete(authorization) },
    });
    clients.set(authorization, client);
    return client;
  };
}

const unavailable = (service: string) =>
  new GraphQLError(`The ${service} service cannot be reached at the moment. Try again shortly.`, {
    extensions: { code: 'UNAVAILABLE' },
  });

const texts = new WeakMap<DocumentNode, string>();
function textOf(document: DocumentNode): string {
  const known = texts.get(document);
  if (known) return known;
  const text = print(document);
  texts.set(document, text);
  return text;
}
