import { describe, expect, it } from '@jest/globals';
import { partOf } from './page.measures';

describe('A page of what is worked out', () => {
  it('goes on after the cursor of the last', () => {
    const one = page(2);
    const two = page(2, one.rows[1]?.cursor);

    expect([one.rows.map(({ row }) => row), one.hasNextPage, one.totalCount]).toEqual([['a', 'b'], true, 3]);
    expect([two.rows.map(({ row }) => row), two.hasNextPage]).toEqual([['c'], false]);
  });

  it('is empty after the last row', () => expect(page(5, page(3).rows[2]?.cursor).rows).toEqual([]));

  it('refuses a cursor of something else', () =>
    expect(() => page(2, 'bm9wZQ')).toThrow(expect.objectContaining({ code: 'bad-cursor' })));
});

const page = (first: number, after?: string) => partOf(['a', 'b', 'c'], (it) => it, { first, after });
