import type { Tx } from './database';
import type { Feed, FedEvent } from './feed';
import type { Subscription } from './subscription';
import { isTransient } from './transient';

/** Puts events aside for a subscription, with the reason. They wait, in order, until they are replayed. */
export async function park(tx: Tx, subscription: string, events: readonly FedEvent[], error: Error): Promise<void> {
  await tx.query(
    `insert into parked_events (tenant_id, subscription, stream_id, version, error)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::text[]) on conflict do nothing`,
    [
      events.map(({ by }) => by.tenantId),
      events.map(() => subscription),
      events.map(({ streamId }) => streamId),
      events.map(({ version }) => version),
      events.map((_, i) => (i === 0 ? reasonOf(error) : earlier)),
    ],
  );
}

const earlier = 'An earlier event of this stream is parked.';
const reasonOf = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, 2_000);

/** The events whose stream is not parked; those of parked streams follow it aside, so that order is kept. */
export async function withoutParked(
  tx: Tx,
  subscription: string,
  events: readonly FedEvent[],
): Promise<readonly FedEvent[]> {
  const { rows } = await tx.query<{ stream: string }>({
    name: 'parked',
    text: `select distinct tenant_id || '/' || stream_id as stream from parked_events where subscription = $1`,
    values: [subscription],
  });
  if (rows.length === 0) return events;
  const parked = new Set(rows.map(({ stream }) => stream));
  const isParked = ({ by, streamId }: FedEvent) => parked.has(`${by.tenantId}/${streamId}`);
  await park(tx, subscription, events.filter(isParked), new Error(earlier));
  return events.filter((event) => !isParked(event));
}

/** Applies the parked events of a subscription, each stream in a savepoint of its own. Answers how many stay parked. */
export async function replayParked(tx: Tx, subscription: Subscription, feed: Feed): Promise<number> {
  const { name } = subscription;
  await tx.query('select from checkpoints where subscription = $1 for update', [name]);
  const { rows: streams } = await tx.query<{ tenant_id: string; stream_id: string }>(
    'select distinct tenant_id, stream_id from parked_events where subscription = $1',
    [name],
  );
  for (const { tenant_id: tenantId, stream_id: streamId } of streams) {
    const events = await feed.parked(tx, name, tenantId, streamId);
    await tx.query('savepoint stream');
    try {
      await subscription.apply(events, tx);
      await tx.query('delete from parked_events where subscription = $1 and tenant_id = $2 and stream_id = $3', [
        name,
        tenantId,
        streamId,
      ]);
    } catch (error) {
      if (isTransient(error)) throw error;
      await tx.query('rollback to savepoint stream');
      await tx.query(
        'update parked_events set error = $4 where subscription = $1 and tenant_id = $2 and stream_id = $3',
        [name, tenantId, streamId, reasonOf(error)],
      );
    }
    await tx.query('release savepoint stream');
  }
  const { rows } = await tx.query<{ left: number }>(
    'select count(*)::int as left from parked_events where subscription = $1',
    [name],
  );
  return rows[0]!.left;
}
