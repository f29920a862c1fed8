import type { KindParts } from '../kinds.module';
import { siloSpotlightBoard, type SiloSpotlightRow } from './silo-spotlight-board.projection';
import { siloPictures } from './silo-spotlight.pictures';
import { SiloSpotlightResolver } from './silo-spotlight.resolver';
import { resultOf } from './silo-suggestions.measures';
import { headline, siloTable } from './silo-table.measures';

/** All that surrounds the rules of a Silo Spotlight. */
export const siloSpotlightKind: KindParts<SiloSpotlightRow> = {
  board: siloSpotlightBoard,
  result: ({ result }) => result && resultOf(result),
  table: ({ result }, nameOf) => result && siloTable(result, nameOf),
  headline: ({ result }, nameOf) => result && headline(result, nameOf),
  pictures: siloPictures,
  teamsOf: ({ work }) => work.teamIds,
  resolvers: [SiloSpotlightResolver],
};
