import { expect, it } from '@jest/globals';
import { Client } from 'pg';
import { testDatabase } from './testing';

it('gives each caller a database of its own, and takes it away though someone is connected', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  const client = new Client({ connectionString: one.url });
  client.on('error', () => {});
  await client.connect();
  await client.query('create table mine (x int)');
  await one.close();
  await expect(connect(one.url)).rejects.toThrow(/does not exist/);
  expect(await connect(other.url)).toEqual([{ mine: null }]);
  await other.close();
});

async function connect(url: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query(`select to_regclass('mine') as mine`)).rows;
  } finally {
    await client.end();
  }
}
