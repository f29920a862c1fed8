import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Rejection } from '@tandem/core';
import { May, Problem, Viewer } from '@tandem/platform';
import { z } from 'zod';
import { ExperimentBoard } from './experiment-board.queries';
import type { BoardRow } from './experiment-board.projection';
import { type Exposure, type Observation, Tracking } from './tracking.queries';

const text = z.string().min(1).max(200);
const moment = z.iso.datetime({ offset: true });

/** What trackers send. Ids are the sender's; an exposure needs none, since seeing it again says nothing new. */
const Fact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('exposure'), experimentId: z.uuid(), unit: text, variant: text, at: moment }),
  z.object({
    ...{ type: z.literal('observation'), id: text, experimentId: z.uuid(), unit: text, metric: text, at: moment },
    value: z.number().default(1),
  }),
]);

type Fact = z.output<typeof Fact>;

const Batch = z.object({ facts: z.array(Fact).min(1).max(10_000) });

const clockSkewMs = 60_000;
const mostTold = 20;

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
    const { facts } = parse(body);
    const ids = [...new Set(facts.map(({ experimentId }) => experimentId))];
    const rows = await this.board.many(viewer, ids);
    const known = new Map(ids.map((id, i) => [id, rows[i] ?? null]));
    refuseMisfits(facts, known, Date.now() + clockSkewMs);
    const exposures = facts.filter((fact): fact is Fact & { type: 'exposure' } & Exposure => fact.type === 'exposure');
    const observations = facts.filter(
      (fact): fact is Fact & { type: 'observation' } & Observation => fact.type === 'observation',
    );
    await this.tracking.record(viewer, exposures, observations);
    return { accepted: facts.length };
  }
}

function parse(body: unknown): z.output<typeof Batch> {
  const result = Batch.safeParse(body);
  if (result.success) return result.data;
  const told = result.error.issues
    .slice(0, mostTold)
    .map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new Problem(400, 'BAD_USER_INPUT', `Nothing was stored. ${told.join('; ')}`);
}

/** Facts that fit no running experiment, each with what is wrong. Nothing of the batch is stored then. */
function refuseMisfits(facts: readonly Fact[], known: ReadonlyMap<string, BoardRow | null>, latest: number): void {
  const misfits = facts.flatMap((fact, i) => {
    const misfit = misfitOf(fact, known.get(fact.experimentId) ?? null, latest);
    return misfit ? [`facts.${i}: ${misfit}`] : [];
  });
  if (misfits.length === 0) return;
  const more = misfits.length > mostTold ? `; and ${misfits.length - mostTold} more` : '';
  throw new Rejection('facts-do-not-fit', `Nothing was stored. ${misfits.slice(0, mostTold).join('; ')}${more}`);
}

function misfitOf(fact: Fact, experiment: BoardRow | null, latest: number): string | undefined {
  if (!experiment) return 'there is no such experiment';
  if (experiment.startedAt === null) return 'the experiment has not started';
  const at = Date.parse(fact.at);
  if (at > latest) return '`at` is in the future';
  if (at < Date.parse(experiment.startedAt)) return `\`at\` is before the start, ${experiment.startedAt}`;
  if (fact.type === 'exposure')
    return experiment.variants.some(({ key }) => key === fact.variant)
      ? undefined
      : 'the experiment has no such variant';
  return experiment.metrics.some(({ key }) => key === fact.metric) ? undefined : 'the experiment has no such metric';
}
