import { randomUUID } from 'node:crypto';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** An answer as it came: what is in it is what the journeys assert. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a customer has no types of ours
export type Anything = any;

/** A word of a GraphQL enum. */
export class Word {
  constructor(readonly text: string) {}
}
export const word = (text: string) => new Word(text);

type Value = string | number | Word | readonly Value[] | { readonly [name: string]: Value };

export interface Answered<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** Somebody at the gateway. */
export interface Customer {
  readonly id: string;
  ask<Data = Anything>(query: string, variables?: object): Promise<Answered<Data>>;
  /** Gives a command with a new id, which is also the id of what it makes. Throws if it is refused. */
  command(mutation: string, args: Readonly<Record<string, Value>>, answer?: string): Promise<string>;
  post(path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<Posted>;
  /** Follows a subscription until the list is no longer wanted. */
  follow(query: string): { readonly seen: unknown[]; stop(): Promise<void> };
}

export interface Posted {
  readonly status: number;
  readonly type: string | null;
  readonly body: Anything;
}

/** Signs in as one of the sample people. */
export async function signIn(url: string, person: string): Promise<Customer> {
  const answer = await post(`${url}/dev/token`, JSON.stringify({ person }), { 'content-type': 'application/json' });
  return customerAt(url, answer.body.token);
}

/** Somebody with a token, at the gateway or at a service itself. */
export function customerAt(url: string, token: string): Customer {
  const authorization = `Bearer ${token}`;
  const id = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub;

  const ask = async (query: string, variables?: object) => {
    const { status, body } = await post(`${url}/graphql`, JSON.stringify({ query, variables }), {
      'content-type': 'application/json',
      authorization,
    });
    return { status, ...body };
  };
  return {
    id,
    ask,
    async command(mutation, args, answer = 'id') {
      const commandId = randomUUID();
      const { errors } = await ask(`mutation { ${mutation}(${fields({ ...args, commandId })}) { ${answer} } }`);
      if (errors) throw new Error(`${mutation}: ${errors[0].extensions.code}: ${errors[0].message}`);
      return commandId;
    },
    post: (path, body, headers = {}) => post(`${url}${path}`, body, { authorization, ...headers }),
    follow(query) {
      const client = createClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization },
        retryAttempts: 0,
      });
      const seen: unknown[] = [];
      client.subscribe(
        { query },
        { next: (value) => void seen.push(value.data ?? value.errors), error: (e) => void seen.push(e), complete() {} },
      );
      return { seen, stop: async () => client.dispose() };
    },
  };
}

export async function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Posted> {
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  const type = response.headers.get('content-type');
  return { status: response.status, type, body: type?.includes('json') ? JSON.parse(text) : text };
}

const fields = (named: Readonly<Record<string, Value>>): string =>
  Object.entries(named)
    .map(([name, value]) => `${name}: ${literal(value)}`)
    .join(', ');

function literal(value: Value): string {
  if (value instanceof Word) return value.text;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object') return `{ ${fields(value as Record<string, Value>)} }`;
  return JSON.stringify(value);
}
