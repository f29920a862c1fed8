import { setTimeout as sleep } from 'node:timers/promises';
import type { TestPerson } from '@tandem/platform/testing';
import type { Chance } from './chance';
import type { Replica } from './replica';

/** What a client knows of its command in the end. */
export interface Told {
  readonly commandId: string;
  readonly service: string;
  readonly what: string;
  readonly outcome: 'acknowledged' | 'refused' | 'never answered';
  readonly attempts: number;
  readonly reason?: string;
}

/** Errors that say nothing about the command: it is sent again under the same id. */
const again = new Set(['too-busy', 'UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'INTERNAL', 'UNAUTHENTICATED']);
const patienceMs = 3_000;
const giveUpMs = 120_000;

/** Sends commands until they are answered, always under the same id, to whichever replica answers. */
export class Client {
  private readonly tokens = new Map<string, Promise<string>>();
  readonly told: Told[] = [];
  repeats = 0;

  constructor(
    private readonly replicas: Readonly<Record<string, readonly Replica[]>>,
    private readonly token: (person: TestPerson) => Promise<string>,
    private readonly chance: Chance,
    /** How often a client gives up listening while its command is under way, and sends it again. */
    private readonly impatience: number,
  ) {}

  mutate(by: TestPerson, service: string, mutation: string, commandId: string, args: object): Promise<Told> {
    const query = `mutation { ${mutation}(${literals({ commandId, ...args })}) { __typename } }`;
    return this.until(service, mutation, commandId, (replica, signal) =>
      this.post(replica, '/graphql', by, { query }, signal),
    );
  }

  /** A batch of facts; the id is only a name here, the facts carry ids of their own. */
  track(by: TestPerson, commandId: string, facts: readonly object[]): Promise<Told> {
    return this.until('experiments', 'track', commandId, (replica, signal) =>
      this.post(replica, '/v1/experiments/batch', by, { facts }, signal),
    );
  }

  async ask<Data>(by: TestPerson, service: string, query: string): Promise<Data | undefined> {
    const replica = this.chance.among(this.replicas[service]!);
    const answer = await this.post(replica, '/graphql', by, { query }, AbortSignal.timeout(patienceMs)).catch(
      () => undefined,
    );
    return answer?.data as Data | undefined;
  }

  private async until(
    service: string,
    what: string,
    commandId: string,
    send: (replica: Replica, signal: AbortSignal) => Promise<Answer>,
  ): Promise<Told> {
    const deadline = performance.now() + giveUpMs;
    const end = (outcome: Told['outcome'], attempts: number, reason?: string) => {
      const told = { commandId, service, what, outcome, attempts, ...(reason ? { reason } : {}) };
      this.told.push(told);
      return told;
    };
    let reason = '';
    for (let attempts = 1; performance.now() < deadline; attempts++) {
      const gone = this.chance.happens(this.impatience) ? this.chance.between(2, 40) : patienceMs;
      if (attempts > 1) this.repeats++;
      const answer = await send(this.chance.among(this.replicas[service]!), AbortSignal.timeout(Math.ceil(gone))).catch(
        (error: Error): Answer => ({ again: error.message }),
      );
      if (answer.refused) return end('refused', attempts, answer.refused);
      if (!answer.again) return end('acknowledged', attempts);
      reason = answer.again;
      await sleep(this.chance.between(20, 200));
    }
    return end('never answered', Infinity, reason);
  }

  private async post(replica: Replica, at: string, by: TestPerson, body: object, signal: AbortSignal): Promise<Answer> {
    const response = await fetch(`${replica.url}${at}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await this.tokenOf(by)}` },
      body: JSON.stringify(body),
      signal,
    });
    const text = await response.text();
    if (response.status >= 500) return { again: text };
    const { errors, data, code, message } = JSON.parse(text) as Reply;
    const fault = errors?.[0] ? { code: errors[0].extensions?.code, message: errors[0].message } : { code, message };
    if (response.ok && !errors) return { data };
    const words = `${fault.code}: ${fault.message}`;
    return again.has(fault.code ?? '') ? { again: words } : { refused: words };
  }

  private tokenOf(person: TestPerson): Promise<string> {
    const known = this.tokens.get(person.id) ?? this.token(person);
    this.tokens.set(person.id, known);
    return known;
  }
}

interface Answer {
  readonly data?: unknown;
  readonly again?: string;
  readonly refused?: string;
}

interface Reply {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  readonly code?: string;
  readonly message?: string;
}

/** GraphQL writes these without quotes. */
const words = new Set(['function', 'kind', 'source', 'channel', 'terminal', 'side']);

const literals = (args: object): string =>
  Object.entries(args)
    .map(([name, value]) => `${name}: ${literal(name, value)}`)
    .join(', ');

function literal(name: string, value: unknown): string {
  if (words.has(name)) return String(value);
  if (Array.isArray(value)) return `[${value.map((each) => literal('', each)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{ ${literals(value)} }`;
  return JSON.stringify(value);
}
