import type { Tenant } from './database';
import type { Baseline, StreamType } from './stream-type';

const mostStreams = 5_000;
const mostCharacters = 16_000_000;

/**
 * The streams that were written last, as they stood then. Only ever a start: what was stored since is read before a
 * refusal, and a write on a stale one is a conflict.
 */
export class BaselineCache {
  private readonly baselines = new Map<string, Baseline>();
  private characters = 0;

  constructor(private readonly most = { streams: mostStreams, characters: mostCharacters }) {}

  get(who: Tenant, stream: StreamType, streamId: string): Baseline | undefined {
    return this.baselines.get(keyOf(who, stream, streamId));
  }

  set(who: Tenant, stream: StreamType, streamId: string, baseline: Baseline): void {
    const key = keyOf(who, stream, streamId);
    if (baseline.version === 0 || baseline.version < (this.baselines.get(key)?.version ?? 0)) return;
    this.drop(key);
    this.baselines.set(key, baseline);
    this.characters += baseline.size;
    for (const [oldest] of this.baselines) {
      if (this.baselines.size <= this.most.streams && this.characters <= this.most.characters) return;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    this.characters -= this.baselines.get(key)?.size ?? 0;
    this.baselines.delete(key);
  }
}

const keyOf = ({ tenantId }: Tenant, { name }: StreamType, streamId: string) => `${tenantId}/${name}/${streamId}`;
