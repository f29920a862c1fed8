import type { KindParts } from '../kinds.module';
import { siloSpotlightBoard, type SiloSpotlightRow } from './silo-spotlight-board.projection';
import { SiloSpotlightResolver } from './silo-spotlight.resolver';
import { resultOf } from './silo-suggestions.measures';
import { siloTable } from './silo-table.measures';

/** All that surrounds the rules of a Silo Spotlight. */
export const siloSpotlightKind: KindParts<SiloSpotlightRow> = {
  board: siloSpotlightBoard,
  result: ({ result }) => result && resultOf(result),
  table: ({ result }, nameOf) => result && siloTable(result, nameOf),
  teamsOf: ({ work }) => work.teamIds,
  resolvers: [SiloSpotlightResolver],
};
