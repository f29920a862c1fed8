import type { KindParts } from '../kinds.module';
import { shadowingBoard, type ShadowingRow } from './shadowing-board.projection';
import { misalignmentTable, resultOf, shadowingPictures } from './shadowing.pictures';
import { ShadowingResolver } from './shadowing.resolver';

/** All that surrounds the rules of shadowing. */
export const shadowingKind: KindParts<ShadowingRow> = {
  board: shadowingBoard,
  result: ({ result }) => result && resultOf(result),
  table: ({ result }, nameOf) => result && misalignmentTable(result, nameOf),
  pictures: shadowingPictures,
  teamsOf: ({ work }) => work.teamIds,
  resolvers: [ShadowingResolver],
};
