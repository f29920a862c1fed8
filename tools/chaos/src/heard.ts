import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaBus } from '@tandem/messaging';
import type { Company } from './company';
import type { Sql } from './sql';
import type { Findings } from './verdict';

const told = ['TeamFormed', 'FindingLinked', 'CycleOpened', 'ExperimentStarted'];
const topics = ['tandem.exercises.team', 'tandem.exercises.session', 'tandem.exercises.cycle'];

interface Heard {
  readonly messages: number;
  /** Published again after a kill, which consumers pass over. */
  readonly repeated: number;
  readonly keys: number;
  readonly findings: Findings;
}

/** Reads what lies on Kafka as a consumer would: every public event there, and each key in the order of its stream. */
export async function heardOnKafka(sql: Sql, brokers: string, { tenantId }: Company): Promise<Heard> {
  const rows = await sql<{ id: string; stream: string; version: number }>(
    `select event_id as id, stream_id as stream, version from exercises.events
     where tenant_id = $1 and type = any ($2) order by stream_id, version`,
    [tenantId, told],
  );
  const published = new Map(rows.map(({ id, ...place }) => [`${id}.0`, place]));
  const seen = new Set<string>();
  const last = new Map<string, number>();
  const reordered: string[] = [];
  const strange: string[] = [];
  let messages = 0;
  const bus = new KafkaBus({ brokers: [brokers] });
  await bus.consume({
    ...{ group: `chaos-${randomUUID()}`, topics, startAt: async () => 0n },
    async handler({ records }) {
      for (const { key, headers } of records) {
        if (headers['ce_tenantid'] !== tenantId) continue;
        messages++;
        const id = headers['ce_id']!;
        if (seen.has(id)) continue;
        seen.add(id);
        const place = published.get(id);
        if (!place) strange.push(`${id} was published and is not in the log`);
        else if ((last.get(key) ?? 0) > place.version) reordered.push(`key ${key}: version ${place.version} came late`);
        if (place) last.set(key, place.version);
      }
    },
  });
  for (let before = -1, n = 0; n < 60 && (before !== messages || seen.size < published.size); n++) {
    before = messages;
    await sleep(500);
  }
  await bus.close();
  const findings: Findings = {};
  const missing = [...published].filter(([id]) => !seen.has(id));
  const name = (kind: string, cases: string[]) => void (cases.length > 0 && (findings[kind] = cases));
  name('lost', missing.map(([id, { stream }]) => `public event ${id} of stream ${stream} is not on Kafka`)); // prettier-ignore
  name('reordered', reordered);
  name('doubled', strange);
  return { messages, repeated: messages - seen.size, keys: last.size, findings };
}
