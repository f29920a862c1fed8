import { describe, expect, it } from '@jest/globals';
import { DateTime, idOf, pageOf, toConnection } from './graphql';

describe('A DateTime', () => {
  const { parseValue } = new DateTime();

  it.each([
    ['2026-01-05T09:00:00Z', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T09:00+02:00', '2026-01-05T07:00:00.000Z'],
    ['2024-02-29T23:59:59.999-11:00', '2024-03-01T10:59:59.999Z'],
  ])('reads %s', (text, moment) => expect(parseValue(text).toISOString()).toBe(moment));

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-05',
    '2026-01-05T09:00:00',
    '2026-01-05T25:00:00Z',
    '+275761-01-01T00:00:00Z',
    1767600000000,
    '',
    null,
  ])('refuses %s', (value) => expect(() => parseValue(value)).toThrow(/moment that exists/));
});

describe('A page', () => {
  it('is asked for by a number that makes sense', () => {
    expect(pageOf({ first: 1 })).toEqual({ first: 1, after: undefined });
    for (const first of [0, -1, 101, 1.5]) expect(() => pageOf({ first })).toThrow('`first`');
  });

  it('becomes a connection', () => {
    const page = {
      rows: [
        { cursor: 'a', row: 1 },
        { cursor: 'b', row: 2 },
      ],
      hasNextPage: true,
      totalCount: 7,
    };

    expect(toConnection(page, (row) => row * 10)).toEqual({
      edges: [
        { cursor: 'a', node: 10 },
        { cursor: 'b', node: 20 },
      ],
      pageInfo: { hasNextPage: true, endCursor: 'b' },
      totalCount: 7,
    });
  });

  it('without rows has no end', () => {
    expect(toConnection({ rows: [], hasNextPage: false, totalCount: 0 }, (row) => row).pageInfo.endCursor).toBeNull();
  });
});

describe('An id', () => {
  it('is a UUID in lower case', () => {
    expect(idOf('teamId', 'A0000000-0000-4000-8000-00000000000A')).toBe('a0000000-0000-4000-8000-00000000000a');
    expect(() => idOf('teamId', '7')).toThrow('`teamId` must be a UUID');
  });
});
