import type { KindParts } from '../kinds.module';
import { feedbackSpeedBoard, type FeedbackSpeedRow } from './feedback-speed-board.projection';
import { feedbackSpeedTable } from './feedback-speed-table.measures';
import { FeedbackSpeedResolver } from './feedback-speed.resolver';

/** All that surrounds the rules of a Feedback Speed Test. */
export const feedbackSpeedKind: KindParts<FeedbackSpeedRow> = {
  board: feedbackSpeedBoard,
  result: ({ result }) => result,
  table: ({ result }, nameOf) => result && feedbackSpeedTable(result, nameOf),
  teamsOf: ({ result }) => (result?.pairs ?? []).flatMap(({ fromTeamId, toTeamId }) => [fromTeamId, toTeamId]),
  resolvers: [FeedbackSpeedResolver],
};
