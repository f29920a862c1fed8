import { Injectable } from '@nestjs/common';
import { demand } from '@tandem/core';
import { Board, Database, EventStore, type PageRequest, type Tenant } from '@tandem/event-store';
import { person } from './person.decider';

/** What somebody does in the company. */
export type PersonFunction =
  'product' | 'engineering' | 'design' | 'data' | 'site-reliability' | 'analytics' | 'business';

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly function: PersonFunction;
  readonly timeZone: string;
}

/** Who the people behind the ids are: the one place that knows, and it can forget. */
@Injectable()
export class People {
  private readonly rows: Board<PersonRow>;

  constructor(
    private readonly db: Database,
    private readonly events: EventStore,
  ) {
    this.rows = new Board<PersonRow>(db, 'people', true);
  }

  one(who: Tenant, personId: string) {
    return this.rows.one(who, personId);
  }

  /** In the order of the ids, null where nobody is known. */
  many(who: Tenant, personIds: readonly string[]) {
    return this.rows.many(who, personIds);
  }

  page(who: Tenant, page: PageRequest, search = '') {
    const where = `strpos(lower(row->>'name'), lower($1)) > 0 or strpos(lower(row->>'email'), lower($1)) > 0`;
    return this.rows.page(who, page, { where, params: [search], orderBy: `row->>'name'` });
  }

  /** Writes down what is known of somebody now. Throws `person-forgotten` and `email-taken`. */
  async write(who: Tenant, row: PersonRow): Promise<PersonRow> {
    const { state } = await this.events.load(person, row.id, who);
    demand(state.status === 'known', 'person-forgotten', 'This person was forgotten. Who comes back gets a new id.');
    const { tenantId } = who;
    const sql = `
      insert into people (tenant_id, key, row)
      select $1, $2, $3 where not exists (
        select from people where tenant_id = $1 and key <> $2 and lower(row->>'email') = lower($4))
      on conflict (tenant_id, key) do update set row = excluded.row returning key`;
    const written = await this.db.read(who, sql, [tenantId, row.id, row, row.email]);
    demand(written.length === 1, 'email-taken', `Somebody else has the \`email\` ${row.email}.`);
    return row;
  }

  /** Deletes the row and stores that it is gone, both or neither. */
  async forget(who: Tenant & { readonly id: string }, personId: string, commandId: string): Promise<void> {
    await this.events.transaction(who, async (tx) => {
      await tx.query('delete from people where tenant_id = $1 and key = $2', [who.tenantId, personId]);
      const command = { type: 'ForgetPerson', data: {} } as const;
      await this.events.handle(person, personId, command, { viewer: who, commandId, tx });
    });
  }
}
