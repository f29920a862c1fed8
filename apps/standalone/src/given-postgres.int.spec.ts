import { describe, expect, it } from '@jest/globals';
import { testDatabase } from '@tandem/event-store/testing';
import { Client } from 'pg';
import { demandPostgres, forgetEverything } from './given-postgres';

describe('A PostgreSQL that is not ours', () => {
  it('loses our schemas when everything begins anew, and nothing else', async () => {
    const { url, close } = await testDatabase();
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('create schema metrics; create table metrics.facts (); create schema theirs');
    await demandPostgres(url);
    await forgetEverything(url, ['metrics', 'exercises']);
    const { rows } = await client.query(`select nspname from pg_namespace where nspname in ('metrics', 'theirs')`);
    expect(rows).toEqual([{ nspname: 'theirs' }]);
    await client.end();
    await close();
  });

  it('is named in one line when it does not answer, without its password', async () => {
    const refused = demandPostgres('postgres://me:secret@127.0.0.1:1/shop');
    await expect(refused).rejects.toThrow(
      /^DATABASE_URL: PostgreSQL at 127\.0\.0\.1:1\/shop cannot be used \(.*\): start it/,
    );
    await expect(refused).rejects.not.toThrow('secret');
  });
});
