import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Bank, type Process, accounts, ann, deposit, eve, notes, open, openBank } from './bank.fixture';
import { followerOf } from './board-builder';
import type { Board, Page } from './board';
import { uuidv7 } from './uuid';

describe('A list', () => {
  let bank: Bank;
  let process: Process;
  let board: Board<{ sum: number }>;

  beforeAll(async () => {
    bank = await openBank();
    process = await bank.start([{ ...accounts, projections: [notes] }]);
    board = process.db.board(notes);
    const id = uuidv7();
    await open(process.store, id);
    for (const [n, note] of ['a', 'b', 'c', 'd', 'e'].entries()) await deposit(process.store, id, n % 2, {}, note);
    for (const note of ['a', 'b', 'c', 'd', 'e']) await deposit(process.store, id, 1, {}, note);
    await process.log.caughtUp(followerOf(notes));
  });
  afterAll(() => bank.close());

  const bySum = { orderBy: `row->>'sum'` };
  const sums = ({ rows }: Page<{ sum: number }>) => rows.map(({ row: { sum } }) => sum);

  it.each([
    ['up', { ...bySum }, [1, 1, 1, 2, 2]],
    ['down', { ...bySum, descending: true }, [2, 2, 1, 1, 1]],
    ['up by key', {}, [1, 2, 1, 2, 1]],
    ['of those that fit', { where: `(row->>'sum')::int = $1`, params: [2] }, [2, 2]],
  ])('is read page by page, %s, without a gap or a repetition', async (_, selection, expected) => {
    const seen: number[] = [];
    const cursors = new Set<string>();
    for (let after: string | undefined, more = true; more;) {
      const page = await board.page(ann, { first: 2, after }, selection);
      seen.push(...sums(page));
      page.rows.forEach(({ cursor }) => cursors.add(cursor));
      expect(page.totalCount).toBe(expected.length);
      [after, more] = [page.rows.at(-1)?.cursor, page.hasNextPage];
    }

    expect(seen).toEqual(expected);
    expect(cursors.size).toBe(expected.length);
    expect((await board.all(ann, selection)).map(({ sum }) => sum)).toEqual(expected);
  });

  it('is empty for another organisation', async () => {
    expect(await board.page(eve, { first: 5 })).toEqual({ rows: [], hasNextPage: false, totalCount: 0 });
  });

  it.each(['', 'x', 'bm9uZQ', cursor(['a']), cursor([1, 2]), cursor({}), cursor(null), cursor(['a\0', 'b'])])(
    'refuses the cursor %j unless it is left out',
    async (after) => {
      const page = board.page(ann, { first: 5, after });
      if (after === '') expect((await page).totalCount).toBe(5);
      else await expect(page).rejects.toMatchObject({ code: 'bad-cursor' });
    },
  );
});

function cursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
