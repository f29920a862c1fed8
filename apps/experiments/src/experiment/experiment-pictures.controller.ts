import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { Rejection } from '@tandem/core';
import { everyone, type FileReply, idOf, May, pictureFile, Problem, sendPicture, Viewer } from '@tandem/platform';
import { comparisonTable } from './comparison-table.measures';
import { comparisonPicture } from './comparison.pictures';
import { hidden } from './decision.decider';
import { type BoardRow, voidedPhases } from './experiment-board.projection';
import { ExperimentBoard } from './experiment-board.queries';
import { resultOf } from './result.measures';
import { Tracking } from './tracking.queries';
import { cumulativeEffectPicture, cumulativeEffectTable, sampleRatioPicture, sampleRatioTable } from './trend.pictures';
import { Trends } from './trend.queries';

const names = ['comparison', 'cumulative_effect', 'sample_ratio'] as const;

/**
 * Pictures for portals that have no GraphQL, as /v1/experiments/<id>/comparison.svg?metric=rounds; the same address with
 * .csv or .json is the table that the picture is drawn from. Without a metric the primary one, without a variant the
 * first after the control.
 */
@Controller('v1/experiments')
@May(...everyone)
export class ExperimentPicturesController {
  constructor(
    private readonly board: ExperimentBoard,
    private readonly tracking: Tracking,
    private readonly trends: Trends,
  ) {}

  @Get(':experimentId/:file')
  async file(
    @Param('experimentId') experimentId: string,
    @Param('file') file: string,
    @Query('metric') metric: string | undefined,
    @Query('variant') variant: string | undefined,
    @Headers('if-none-match') known: string | undefined,
    @Viewer() viewer: Viewer,
    @Res() reply: FileReply,
  ): Promise<void> {
    const asked = pictureFile(file, names);
    const row = await this.board.one(viewer, idOf('experimentId', experimentId));
    if (!row) throw new Problem(404, 'NOT_FOUND', 'There is no such experiment.');
    sendPicture(reply, asked, await this.picture(viewer, row, { name: asked.name, metric, variant }), known);
  }

  private async picture(viewer: Viewer, row: BoardRow, { name, ...of }: Asked) {
    if (name === 'sample_ratio') {
      const { sampleRatio } = await this.trends.trend(viewer, row);
      return { table: sampleRatioTable(sampleRatio), svg: () => sampleRatioPicture(sampleRatio) };
    }
    const until = hidden(row, new Date());
    if (until) throw new Rejection('results-hidden', `Its team has agreed not to look before ${until}.`);
    const metric = keyed('metric', row.metrics, of.metric);
    if (name === 'comparison') {
      const moments = await this.tracking.moments(viewer, row.id, voidedPhases(row));
      const { metrics } = resultOf(row.variants, row.metrics, moments, { level: 1 - (row.plan?.alpha ?? 0.05) });
      const result = metrics.find((one) => one.metric === metric)!;
      return { table: comparisonTable(result), svg: () => comparisonPicture(result) };
    }
    const variant = keyed('variant', row.variants.slice(1), of.variant);
    const { effects } = await this.trends.trend(viewer, row);
    const effect = effects.find((one) => one.metric === metric && one.variant === variant)!;
    return { table: cumulativeEffectTable(effect), svg: () => cumulativeEffectPicture(effect) };
  }
}

interface Asked {
  readonly name: (typeof names)[number];
  readonly metric: string | undefined;
  readonly variant: string | undefined;
}

/** The key that was asked for, else the first. */
function keyed(field: string, all: readonly { readonly key: string }[], asked: string | undefined): string {
  const key = all.find((one) => asked === undefined || one.key === asked)?.key;
  const known = all.map((one) => one.key).join(', ') || 'none';
  if (key === undefined) throw new Problem(404, 'NOT_FOUND', `\`${field}\` must be one of: ${known}.`);
  return key;
}
