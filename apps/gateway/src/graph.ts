import { setTimeout as sleep } from 'node:timers/promises';
import { type GraphQLSchema, buildSchema } from 'graphql';
import { Problem } from '@tandem/platform';
import { Admission } from './operation';
import { type Runtime, createRuntime } from './runtime';
import { type Subgraph, compose, sdlOf } from './supergraph';

interface Served {
  readonly schema: GraphQLSchema;
  readonly publicSdl: string;
  readonly admission: Admission;
  readonly runtime: Runtime;
}

export interface GraphOptions {
  readonly subgraphs: readonly Subgraph[];
  /** Whether clients may read the schema by asking. */
  readonly introspection: boolean;
  readonly retryMs?: number;
  readonly refreshMs?: number;
  /** Told once for each trouble that changes. */
  readonly onTrouble?: (trouble: string) => void;
}

/**
 * The graph that is served now. It waits until every service has told its part, and follows when a part changes; a
 * service that is silent for a while takes nothing away.
 */
export class Graph {
  private served?: Served;
  private parts = '';
  /** What keeps it from being served as it should, empty when nothing does. */
  trouble = '';
  /** Calls to each service that had no answer, since the process began. */
  readonly troubles = new Map<string, number>();
  private waitingFor: readonly string[];
  private readonly stopped = new AbortController();
  private readonly following: Promise<void>;

  constructor(private readonly options: GraphOptions) {
    this.waitingFor = options.subgraphs.map(({ name }) => name);
    for (const name of this.waitingFor) this.troubles.set(name, 0);
    this.following = this.follow();
  }

  /** What it still waits for: services that have not told their part, then their composition. */
  get missing(): readonly string[] {
    if (this.served) return [];
    return this.waitingFor.length > 0 ? this.waitingFor : ['the composition'];
  }

  get current(): Served {
    if (this.served) return this.served;
    const message = `The graph is not served yet, it waits for ${this.missing.join(', ')}.`;
    throw new Problem(503, 'UNAVAILABLE', message, { 'retry-after': '2' });
  }

  async close(): Promise<void> {
    this.stopped.abort();
    await this.following;
    await this.served?.runtime[Symbol.asyncDispose]();
  }

  private async follow(): Promise<void> {
    const { retryMs = 250, refreshMs = 30_000 } = this.options;
    while (!this.stopped.signal.aborted) {
      await this.refresh().catch((error: Error) => this.tell(error.message));
      await sleep(this.served ? refreshMs : retryMs, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  private async refresh(): Promise<void> {
    const { subgraphs, introspection } = this.options;
    const told = await Promise.allSettled(subgraphs.map(sdlOf));
    this.waitingFor = subgraphs.filter((_, i) => told[i]?.status === 'rejected').map(({ name }) => name);
    if (this.waitingFor.length > 0) return this.tell(`Waiting for ${this.waitingFor.join(', ')}.`);
    const parts = subgraphs.map((subgraph, i) => ({
      ...subgraph,
      sdl: (told[i] as PromiseFulfilledResult<string>).value,
    }));
    const key = JSON.stringify(parts);
    if (key === this.parts) return;
    const { supergraphSdl, publicSdl } = compose(parts);
    const schema = buildSchema(publicSdl);
    const runtime = createRuntime(supergraphSdl, undefined, (name) => this.count(name));
    await runtime.getSchema(); // the first WebSocket must not be the one to build it
    const previous = this.served;
    this.served = { schema, publicSdl, runtime, admission: new Admission(schema, introspection) };
    this.parts = key;
    this.trouble = '';
    await previous?.runtime[Symbol.asyncDispose]();
  }

  /** The composition may write a service's name in capitals. */
  private count(subgraph: string): void {
    const name = subgraph.toLowerCase();
    this.troubles.set(name, (this.troubles.get(name) ?? 0) + 1);
  }

  private tell(trouble: string): void {
    if (trouble === this.trouble) return;
    this.trouble = trouble;
    this.options.onTrouble?.(trouble);
  }
}
