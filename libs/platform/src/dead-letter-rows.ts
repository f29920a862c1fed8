import type { Database } from '@tandem/event-store';

/** Dead letters hold what organisations sent: row-level security shows them to their consumer alone. */
export function asConsumer<Row extends object>(
  { name, db }: { readonly name: string; readonly db: Database },
  sql: string,
  params: readonly unknown[] = [],
): Promise<Row[]> {
  return db.transaction(null, async (tx) => {
    await tx.query(`select set_config('app.consumer', $1, true)`, [name]);
    return (await tx.query<Row>(sql, [...params])).rows;
  });
}
