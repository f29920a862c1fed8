import { Client } from 'pg';

/** Asks a database as its superuser, past every proxy. */
export type Sql = <Row>(text: string, params?: readonly unknown[]) => Promise<Row[]>;

export const sqlOf =
  (url: string): Sql =>
  async <Row>(text: string, params: readonly unknown[] = []) => {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text, [...params])).rows as Row[];
    } finally {
      await client.end().catch(() => undefined);
    }
  };
