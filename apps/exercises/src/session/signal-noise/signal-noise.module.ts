import type { KindParts } from '../kinds.module';
import { signalNoiseBoard, type SignalNoiseRow } from './signal-noise-board.projection';
import { signalPictures } from './signal-noise.pictures';
import { SignalNoiseResolver } from './signal-noise.resolver';
import { resultOf } from './signal-suggestions.measures';
import { headline, signalTable } from './signal-table.measures';

/** All that surrounds the rules of a Signal-to-Noise session. */
export const signalNoiseKind: KindParts<SignalNoiseRow> = {
  board: signalNoiseBoard,
  result: ({ result }) => result && resultOf(result),
  table: ({ result }, nameOf) => result && signalTable(result, nameOf),
  headline: ({ result }, nameOf) => result && headline(result, nameOf),
  pictures: ({ result }, nameOf) => (result ? signalPictures(result, nameOf) : {}),
  teamsOf: ({ work }) => work.teamIds,
  resolvers: [SignalNoiseResolver],
};
