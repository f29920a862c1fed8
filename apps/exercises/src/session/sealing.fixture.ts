import { randomUUID } from 'node:crypto';
import { Database } from '@tandem/event-store';
import type { Service } from '@tandem/platform';
import { testService } from '@tandem/platform/testing';
import { Drafts } from './drafts.queries';
import { Sessions } from './session-board.queries';
import type { SessionWish } from './session.decider';
import type { Anonymity, AuthorMode, Phase } from './session.events';

/** A phase in which everybody gives dots on their own; whatever `clusterId` says is what its author wrote. */
export const voting = (id: string, mode: AuthorMode = 'detached'): Phase => ({
  id,
  accepts: [],
  collects: { form: 'ballot', mode },
  timeboxMinutes: 60,
  advance: 'facilitator',
});

export const ballotOf = (text: string, dots = 1) => ({ dots: [{ clusterId: text, dots }] });

export interface Member {
  readonly id: string;
  readonly teamId: string;
}

/** One organisation, its sessions and their drafts, on a real PostgreSQL. */
export async function openCompany(exercises: Service) {
  const service = await testService(exercises);
  const tenantId = randomUUID();
  const facilitator = { id: randomUUID(), tenantId };
  const sessions = service.app.get(Sessions, { strict: false });
  const drafts = service.app.get(Drafts, { strict: false });
  const db = service.app.get(Database, { strict: false });
  const as = (id: string) => ({ id, tenantId });
  const ask = (sessionId: string, wish: SessionWish, by: string = facilitator.id, commandId: string = randomUUID()) =>
    sessions.ask(as(by), sessionId, wish, { commandId });
  return {
    service,
    db,
    sessions,
    drafts,
    facilitator,
    as,
    ask,

    /** A session whose phases are these and then one that reveals, everybody there; not open yet. */
    async gathered(phases: readonly Phase[], sizes: readonly number[], anonymity?: Anonymity) {
      const id = randomUUID();
      const teamIds = sizes.map(() => randomUUID());
      const members = sizes.flatMap((n, i) =>
        Array.from({ length: n }, (): Member => ({ id: randomUUID(), teamId: teamIds[i]! })),
      );
      const last: Phase = { id: 'shown', accepts: [], timeboxMinutes: 10, advance: 'facilitator', reveals: true };
      const template = { kind: 'silo-spotlight', version: 1, leastTeams: 1, phases: [...phases, last] } as const;
      const draft = { title: 'Vote', template, teamIds, facilitatorIds: [facilitator.id], anonymity };
      await ask(id, { type: 'DraftSession', data: draft });
      await ask(id, { type: 'ScheduleSession', data: { startsAt: '2100-01-01T00:00:00.000Z' } });
      for (const { id: personId, teamId } of members)
        await ask(id, { type: 'JoinSession', data: { teamId } }, personId);
      return { id, members, teamIds };
    },

    async submit(sessionId: string, member: Member, text: string, dots = 1) {
      await drafts.save(as(member.id), sessionId, ballotOf(text, dots));
      await drafts.submit(as(member.id), sessionId, true);
    },

    /** Every row of every table there is, the bus's too, by `schema.table`: as whoever runs the server sees them. */
    async everything(): Promise<Record<string, Record<string, unknown>[]>> {
      const owner = db.owner();
      const client = await owner.connect();
      try {
        await client.query('set role none');
        const { rows } = await client.query<{ name: string }>(
          `select format('%I.%I', schemaname, tablename) as name from pg_tables
           where schemaname not in ('pg_catalog', 'information_schema')`,
        );
        const tables: Record<string, Record<string, unknown>[]> = {};
        for (const { name } of rows) {
          const sql = `select row_to_json(t) as row, ctid::text, xmin::text from ${name} t`;
          const found = await client.query<{ row: object }>(sql);
          tables[name] = found.rows.map(({ row, ...place }) => ({ ...row, ...place }));
        }
        return tables;
      } finally {
        client.release(true);
        await owner.end();
      }
    },
  };
}

export type Company = Awaited<ReturnType<typeof openCompany>>;
