import { expect, it } from '@jest/globals';
import { config } from './config';

it('names every bad setting at once, and shows no values', () => {
  const load = () => config({ DATABASE_URL: 'mysql://root:secret@db/x', LOG_LEVEL: 'loud' });

  expect(load).toThrow(/DATABASE_URL[\s\S]*LOG_LEVEL/);
  expect(load).not.toThrow(/secret/);
});
