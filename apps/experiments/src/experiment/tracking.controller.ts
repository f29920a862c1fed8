import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Rejection } from '@tandem/core';
import { May, Problem, Viewer } from '@tandem/platform';
import { z } from 'zod';
import { ExperimentBoard } from './experiment-board.queries';
import { Batch, clockSkewMs, type Fact, misfitsOf, told, unitName } from './tracking.measures';
import { Tracking } from './tracking.queries';

const Forgotten = z.object({ units: z.array(unitName).min(1).max(1_000) });

/** Takes what trackers and SDKs report, in batches: all of it or none, and the same batch again changes nothing. */
@Controller('v1/experiments')
@May('service', 'org_admin')
export class TrackingController {
  constructor(
    private readonly tracking: Tracking,
    private readonly board: ExperimentBoard,
  ) {}

  @Post('batch')
  @HttpCode(202)
  async record(@Body() body: unknown, @Viewer() viewer: Viewer): Promise<{ accepted: number }> {
    const facts = factsIn(body);
    await this.refuseMisfits(facts, viewer);
    await this.tracking.record(viewer, facts);
    return { accepted: facts.length };
  }

  /** Deletes what is kept of units, under all their names: for people who ask for it. What it added to sums is gone. */
  @Post('forget-units')
  @HttpCode(200)
  async forget(@Body() body: unknown, @Viewer() viewer: Viewer): Promise<{ forgotten: number }> {
    const { success, data } = Forgotten.safeParse(body);
    if (!success) throw new Problem(400, 'BAD_USER_INPUT', 'Send { "units": ["user-1"] }, 1 to 1,000 names.');
    return { forgotten: await this.tracking.forget(viewer, data.units) };
  }

  /** Facts that fit no running experiment, each with what is wrong. Nothing of the batch is stored then. */
  private async refuseMisfits(facts: readonly Fact[], viewer: Viewer): Promise<void> {
    const ids = [...new Set(facts.map(({ experimentId }) => experimentId))];
    const rows = await this.board.many(viewer, ids);
    const known = new Map(ids.map((id, i) => [id, rows[i] ?? null]));
    const misfits = misfitsOf(facts, known, Date.now() + clockSkewMs);
    if (misfits.length > 0) throw new Rejection('facts-do-not-fit', told(misfits));
  }
}

function factsIn(body: unknown): readonly Fact[] {
  const { success, data, error } = Batch.safeParse(body);
  if (success) return data.facts;
  const problems = error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new Problem(400, 'BAD_USER_INPUT', told(problems));
}
