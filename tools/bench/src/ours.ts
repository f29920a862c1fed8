import { randomUUID } from 'node:crypto';
import type { Projection } from '@tandem/core';
import { Database, EventLog, EventLog1763600000000, provision, type Subscription, uuidv7 } from '@tandem/event-store';
import { type Append, Appender } from '../../../libs/event-store/src/appender';
import { type Ledger, type LedgerEvent, ledger, payment } from './ledger';

const schema = 'bench';
export const viewer = { id: randomUUID(), tenantId: randomUUID(), roles: [] };

/** A fresh schema with our event log. */
export const prepare = (url: string) => provision({ url, schema }, [EventLog1763600000000]);

/** Our store at work on a prepared database. */
export async function open(
  url: string,
  projections: readonly Projection<Ledger, LedgerEvent>[] = [],
  subscriptions: readonly Subscription[] = [],
) {
  const db = new Database({ url, schema, max: 10 });
  const log = new EventLog(db, (error, name) => process.stderr.write(`${name}: ${error.stack}\n`));
  log.store.register({ name: 'ledger', decider: ledger, projections });
  for (const subscription of subscriptions) log.subscribe(subscription);
  const begun = performance.now();
  await log.start();
  const startedInMs = performance.now() - begun;
  const appender = new Appender(db.app, log.wakeUps.ring);
  return {
    db,
    log,
    appender,
    startedInMs,
    async close() {
      appender.close();
      await log.stop();
      await db.close();
    },
  };
}

/** What `EventStore.handle` hands to the appender for a new stream, without deciding: rivals' appends do not decide. */
export function newStream(boards: readonly string[] = [], events = 1): Append {
  const streamId = uuidv7();
  const commandId = randomUUID();
  const at = new Date();
  const meta = { by: viewer.id, command: commandId, correlation: commandId };
  return {
    streamId,
    stream: 'ledger',
    expectedVersion: 0,
    commandId,
    commandType: 'PayIn',
    events: Array.from({ length: events }, () => ({
      type: 'MoneyPaidIn',
      schemaVersion: 1,
      id: uuidv7(),
      data: payment,
      meta,
      at,
    })),
    rows: boards.map((table) => ({ table, row: { balance: payment.amount, payments: 1 } })),
  };
}

/** Many events at once, to be read afterwards. */
export async function fill(url: string, streams: number, eventsEach: number): Promise<void> {
  const ours = await open(url);
  for (let done = 0; done < streams; done += 512)
    await Promise.all(
      Array.from({ length: Math.min(512, streams - done) }, () =>
        ours.appender.append(viewer.tenantId, newStream([], eventsEach)),
      ),
    );
  await ours.close();
}
