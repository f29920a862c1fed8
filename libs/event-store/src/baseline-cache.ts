import type { Tenant } from './database';
import type { Baseline, StreamType } from './stream-type';

const mostStreams = 5_000;

/**
 * The streams that were written last, as they stood then. Only ever a start: what was stored since is read before a
 * refusal, and a write on a stale one is a conflict.
 */
export class BaselineCache {
  private readonly baselines = new Map<string, Baseline>();

  get(who: Tenant, stream: StreamType, streamId: string): Baseline | undefined {
    return this.baselines.get(keyOf(who, stream, streamId));
  }

  set(who: Tenant, stream: StreamType, streamId: string, baseline: Baseline): void {
    const key = keyOf(who, stream, streamId);
    if ((this.baselines.get(key)?.version ?? 0) > baseline.version) return;
    this.baselines.delete(key);
    this.baselines.set(key, baseline);
    if (this.baselines.size > mostStreams) this.baselines.delete(this.baselines.keys().next().value!);
  }
}

const keyOf = ({ tenantId }: Tenant, { name }: StreamType, streamId: string) => `${tenantId}/${name}/${streamId}`;
