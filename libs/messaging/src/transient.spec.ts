import { describe, expect, it } from '@jest/globals';
import { isTransient } from '@tandem/event-store';
import { backoff } from './backoff';
import { Retry } from './index';

const sqlState = (code: string) => Object.assign(new Error('from PostgreSQL'), { code });

describe('An error that will pass', () => {
  it.each(['08006', '40001', '40P01', '53100', '53300', '55P03', '57P01', '25P03', '58030'])('is SQLSTATE %s', (code) =>
    expect(isTransient(sqlState(code))).toBe(true),
  );

  it.each(['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT'])('is %s of the network', (code) =>
    expect(isTransient(sqlState(code))).toBe(true),
  );

  it.each(['Connection terminated unexpectedly', 'timeout exceeded when trying to connect', 'Query read timeout'])(
    'is the driver’s "%s"',
    (message) => expect(isTransient(new Error(message))).toBe(true),
  );

  it('is what a handler says will pass', () => expect(isTransient(new Retry('later'))).toBe(true));

  it('is one whose cause will pass', () =>
    expect(isTransient(new Error('load failed', { cause: sqlState('57P01') }))).toBe(true));
});

describe('An error that will not pass', () => {
  it.each(['23505', '22P02', '42703', '25P02', '57014', '55000'])('is SQLSTATE %s', (code) =>
    expect(isTransient(sqlState(code))).toBe(false),
  );

  it.each([new TypeError('x is not a function'), 'a text', undefined, { code: '40001' }])('is %p', (thrown) =>
    expect(isTransient(thrown)).toBe(false),
  );
});

describe('The pause between tries', () => {
  it('doubles, is capped, and half of it is chance', () => {
    for (const [attempt, most] of [
      [1, 100],
      [2, 200],
      [5, 1_600],
      [40, 30_000],
    ] as const) {
      const pauses = Array.from({ length: 50 }, () => backoff(attempt));
      expect(Math.max(...pauses)).toBeLessThanOrEqual(most);
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(most / 2);
      expect(new Set(pauses).size).toBeGreaterThan(1);
    }
  });
});
