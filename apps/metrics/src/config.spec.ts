import { expect, it } from '@jest/globals';
import { config } from './config';

const good = {
  DATABASE_URL: 'postgres://db/x',
  TANDEM_ISSUER: 'https://login.example.com',
  TANDEM_SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
};

it('takes a key of 32 bytes', () =>
  expect(config(good)).toMatchObject({ TANDEM_SECRETS_KEY: good.TANDEM_SECRETS_KEY }));

it.each([undefined, '', 'secret', Buffer.alloc(16, 1).toString('base64'), `${good.TANDEM_SECRETS_KEY}!`])(
  'refuses the key %s and does not show it',
  (key) => {
    const load = () => config({ ...good, TANDEM_SECRETS_KEY: key });

    expect(load).toThrow(/TANDEM_SECRETS_KEY: must be 32 random bytes in base64/);
    if (key) expect(load).not.toThrow(key);
  },
);
