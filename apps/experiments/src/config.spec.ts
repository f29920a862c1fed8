import { expect, it } from '@jest/globals';
import { config } from './config';

const given = { DATABASE_URL: 'postgres://db/x', TANDEM_ISSUER: 'https://login.example.com' };

it('needs a database and an issuer, and fills in the rest', () =>
  expect(config(given)).toEqual({
    ...given,
    HOST: '127.0.0.1',
    PORT: 0,
    TANDEM_ENV: 'production',
    TANDEM_AUDIENCE: 'tandem',
    LOG_LEVEL: 'info',
  }));

it('names every bad setting at once, and shows no values', () => {
  const load = () => config({ DATABASE_URL: 'mysql://root:secret@db/x', LOG_LEVEL: 'loud', TANDEM_ISUER: 'secret' });

  expect(load).toThrow(/DATABASE_URL[\s\S]*TANDEM_ISSUER[\s\S]*LOG_LEVEL[\s\S]*TANDEM_ISUER: no setting/);
  expect(load).not.toThrow(/secret|loud/);
});
