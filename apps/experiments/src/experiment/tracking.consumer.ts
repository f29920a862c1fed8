import { Controller } from '@nestjs/common';
import { type Received, type TrackedFacts, trackedFacts } from '@tandem/contracts';
import { Rejection } from '@tandem/core';
import { type Effect, Hears } from '@tandem/platform';
import { ExperimentBoard } from './experiment-board.queries';
import { Batch, clockSkewMs, type Fact, misfitsOf, told } from './tracking.measures';
import { Tracking } from './tracking.queries';

/**
 * Takes what pipelines tell on the topic of tracking, as the door for trackers does: all facts of a message or none.
 * A message that fits no experiment is a dead letter, to be replayed once it does.
 */
@Controller()
export class TrackingConsumer {
  constructor(
    private readonly tracking: Tracking,
    private readonly board: ExperimentBoard,
  ) {}

  @Hears(trackedFacts)
  async told(batch: Received<TrackedFacts>[], { tx }: Effect): Promise<void> {
    const tenants = [...new Set(batch.map(({ tenantId }) => tenantId))].sort();
    for (const tenantId of tenants) {
      const facts = batch.filter((one) => one.tenantId === tenantId).flatMap(({ body }) => factsIn(body));
      const ids = [...new Set(facts.map(({ experimentId }) => experimentId))];
      const rows = await this.board.many({ tenantId }, ids);
      const misfits = misfitsOf(facts, new Map(ids.map((id, i) => [id, rows[i] ?? null])), Date.now() + clockSkewMs);
      if (misfits.length > 0) throw new Rejection('facts-do-not-fit', told(misfits));
      await this.tracking.recordIn(tx, { tenantId }, facts);
    }
  }
}

function factsIn(body: TrackedFacts): readonly Fact[] {
  const { success, data, error } = Batch.safeParse(body);
  if (success) return data.facts;
  throw new Rejection(
    'facts-malformed',
    told(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)),
  );
}
