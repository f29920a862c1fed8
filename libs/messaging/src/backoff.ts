import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait before try `attempt` (1, 2, …): doubling, capped, and half of it by chance so that nobody marches in step. */
export function backoff(attempt: number, { firstMs = 100, capMs = 30_000 } = {}): number {
  const ceiling = Math.min(capMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

/** Waits, or returns early when the signal is aborted. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

/** What was thrown, as an Error. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
