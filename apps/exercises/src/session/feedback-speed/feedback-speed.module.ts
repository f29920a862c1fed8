import type { KindParts } from '../kinds.module';
import { feedbackSpeedBoard, type FeedbackSpeedRow } from './feedback-speed-board.projection';
import { feedbackSpeedTable, headline, teamsOnTheWay } from './feedback-speed-table.measures';
import { feedbackSpeedPictures } from './feedback-speed.pictures';
import { FeedbackSpeedResolver } from './feedback-speed.resolver';

/** All that surrounds the rules of a Feedback Speed Test. */
export const feedbackSpeedKind: KindParts<FeedbackSpeedRow> = {
  board: feedbackSpeedBoard,
  result: ({ result }) => result,
  table: ({ result }, nameOf) => result && feedbackSpeedTable(result, nameOf),
  headline: ({ result }, nameOf) => result && headline(result, nameOf),
  pictures: ({ result }, nameOf) => (result ? feedbackSpeedPictures(result, nameOf) : {}),
  aggregates: {
    pictures: ['waterfall', 'matrix'],
    of: (row) => ({ ...row, traces: {}, result: row.result && { ...row.result, traces: [] } }),
  },
  teamsOf: ({ result }) => (result ? teamsOnTheWay(result) : []),
  resolvers: [FeedbackSpeedResolver],
};
