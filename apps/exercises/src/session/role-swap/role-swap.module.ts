import type { KindParts } from '../kinds.module';
import { roleSwapBoard, type RoleSwapRow } from './role-swap-board.projection';
import { teamsOfAll } from './role-swap.measures';
import { directionTable, resultOf, roleSwapPictures } from './role-swap.pictures';
import { RoleSwapResolver } from './role-swap.resolver';

/** All that surrounds the rules of role swaps. */
export const roleSwapKind: KindParts<RoleSwapRow> = {
  board: roleSwapBoard,
  result: ({ result }) => result && resultOf(result),
  table: ({ result }, nameOf) => result && directionTable(result, nameOf),
  pictures: roleSwapPictures,
  teamsOf: ({ work }) => teamsOfAll(work),
  resolvers: [RoleSwapResolver],
};
