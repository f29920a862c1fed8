import { Client } from 'pg';

/** Deletes what the services stored in a PostgreSQL that is not ours: their schemas, and nothing else. */
export async function forgetEverything(url: string, schemas: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const schema of schemas) await client.query(`drop schema if exists ${schema} cascade`);
  } finally {
    await client.end();
  }
}
