import { z } from 'zod';
import type { Metric, Variant } from './experiment.events';

/** No control characters and no half of a surrogate pair: PostgreSQL stores neither. */
export const unitName = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, 'must be 1 to 200 characters, none of them a control character');
export const moment = z.iso.datetime({
  offset: true,
  error: 'must be a moment that exists, such as 2026-01-05T09:00:00Z',
});
const experimentId = z.guid({ error: 'must be a UUID' }).toLowerCase();
export const most = 1e15;
const valueRule = `must be a number between -${most} and ${most}`;

/** What trackers send. Ids are the sender's; an exposure needs none, since seeing it again says nothing new. */
const Fact = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('exposure'), experimentId, unit: unitName, variant: unitName, at: moment }),
    z.object({
      ...{ type: z.literal('observation'), id: unitName, experimentId, unit: unitName, metric: unitName, at: moment },
      value: z.number(valueRule).min(-most, valueRule).max(most, valueRule).default(1),
    }),
  ],
  { error: '`type` must be exposure or observation' },
);

export type Fact = z.output<typeof Fact>;

/** A unit (a user, an account) saw a variant. */
export type Exposure = Fact & { type: 'exposure' };

/** Something that is measured happened to a unit. The same `id` of the same unit again counts once. */
export type Observation = Fact & { type: 'observation' };

/** What the door takes at once: all of it or none. */
export const Batch = z.object({ facts: z.array(Fact).min(1).max(10_000) }, { error: 'must be { "facts": [...] }' });

/** What must be known of an experiment to take facts about it. */
export interface Tracked {
  readonly variants: readonly Variant[];
  readonly metrics: readonly Metric[];
  readonly startedAt: string | null;
  readonly concludedAt: string | null;
}

/**
 * Why a fact fits no experiment; undefined if it fits. Facts that happened while it ran are taken for ever, so that a
 * phone that was offline still counts; what happened before the start, after the end or in the future is not.
 */
export function misfitOf(fact: Fact, experiment: Tracked | null, latest: number): string | undefined {
  if (!experiment) return 'there is no such experiment';
  const { startedAt, concludedAt } = experiment;
  if (startedAt === null) return 'the experiment has not started';
  const at = Date.parse(fact.at);
  if (at > latest) return '`at` is in the future';
  if (at < Date.parse(startedAt)) return `\`at\` is before the start, ${startedAt}`;
  if (concludedAt !== null && at > Date.parse(concludedAt)) return `\`at\` is after the end, ${concludedAt}`;
  const [kind, key, known] =
    fact.type === 'exposure'
      ? (['variant', fact.variant, experiment.variants] as const)
      : (['metric', fact.metric, experiment.metrics] as const);
  return known.some((each) => each.key === key) ? undefined : `the experiment has no such ${kind}`;
}

/** Trackers' clocks may be so far ahead. */
export const clockSkewMs = 60_000;

/** Facts that fit no running experiment, each with its place and what is wrong. */
export function misfitsOf(
  facts: readonly Fact[],
  known: ReadonlyMap<string, Tracked | null>,
  latest: number,
): readonly string[] {
  return facts.flatMap((fact, i) => {
    const misfit = misfitOf(fact, known.get(fact.experimentId) ?? null, latest);
    return misfit ? [`facts.${i}: ${misfit}`] : [];
  });
}

const mostTold = 20;

/** What is wrong with a batch of which nothing was stored. */
export function told(problems: readonly string[]): string {
  const more = problems.length > mostTold ? `; and ${problems.length - mostTold} more` : '';
  return `Nothing was stored. ${problems.slice(0, mostTold).join('; ')}${more}`;
}
