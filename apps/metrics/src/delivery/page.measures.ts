import { Rejection } from '@tandem/core';

/** One page of a list that is already worked out, in its order; a cursor names the row after which to go on. */
export function partOf<Row>(
  items: readonly Row[],
  keyOf: (item: Row) => string,
  { first, after }: { readonly first: number; readonly after?: string | null },
) {
  const start = after ? items.findIndex((item) => cursorOf(keyOf(item)) === after) + 1 : 0;
  if (after && start === 0)
    throw new Rejection('bad-cursor', '`after` must be a cursor that an earlier page of this list returned.');
  const rows = items.slice(start, start + first).map((item) => ({ cursor: cursorOf(keyOf(item)), row: item }));
  return { rows, hasNextPage: start + first < items.length, totalCount: items.length };
}

const cursorOf = (key: string) => Buffer.from(key).toString('base64url');
