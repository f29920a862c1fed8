import { z } from 'zod';
import type { Link } from './identity.measures';
import { type Exposure, misfitOf, moment, most, type Observation, type Tracked, unitName } from './tracking.measures';

const some = unitName.nullish();

/** A message of the Segment HTTP API, as far as it matters here. */
const Message = z.object({
  type: z.enum(['track', 'page', 'screen', 'identify', 'alias', 'group'], {
    error: '`type` must be track, page, screen, identify, alias or group',
  }),
  messageId: unitName,
  timestamp: moment,
  userId: some,
  anonymousId: some,
  previousId: some,
  event: some,
  name: some,
  properties: z.record(z.string(), z.unknown()).nullish(),
});

type Message = z.output<typeof Message>;

/** What an SDK sends at once. */
export const SegmentBatch = z.object(
  { batch: z.array(z.unknown()).min(1).max(10_000), writeKey: z.string().optional() },
  { error: 'must be { "batch": [...] }' },
);

/** An experiment that takes what is told of it. */
export type Told = Tracked & { readonly id: string };

/** Why a message was not taken. */
export interface Ignored {
  readonly messageId: string | null;
  readonly reason: string;
}

/** What messages say of experiments. */
export interface Telling {
  readonly exposures: readonly Exposure[];
  readonly observations: readonly Observation[];
  readonly links: readonly Link[];
  readonly ignored: readonly Ignored[];
}

/**
 * What messages of the Segment HTTP API say of experiments. Of each message: `Experiment Viewed` and `$exposure` expose
 * its unit, by the experiment's id or a flag's key; any other event is an observation in every experiment that ran at
 * that moment and has a metric of its name ("Order Completed" is `order_completed`); one that names both an anonymous and a known id, and
 * `alias`, tells that they are one unit. The unit is the known id, else the anonymous one.
 */
export function tellingOf(
  messages: readonly unknown[],
  experiments: readonly Told[],
  experimentOfFlag: ReadonlyMap<string, string>,
  latest: number,
): Telling {
  const byId = new Map(experiments.map((experiment) => [experiment.id, experiment]));
  const counting = new Map<string, { readonly experiment: Told; readonly metric: string }[]>();
  for (const experiment of experiments)
    for (const { key: metric } of experiment.metrics) {
      const those = counting.get(keyOf(metric)) ?? [];
      counting.set(keyOf(metric), [...those, { experiment, metric }]);
    }
  const telling = { exposures: [], observations: [], links: [], ignored: [] } as {
    exposures: Exposure[];
    observations: Observation[];
    links: Link[];
    ignored: Ignored[];
  };
  for (const given of messages) {
    const { success, data, error } = Message.safeParse(given);
    const reason = success ? add(data) : error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)[0]!;
    if (reason !== undefined) telling.ignored.push({ messageId: idOf(given), reason });
  }
  return telling;

  /** Adds what a message says; answers why it is not taken. */
  function add(message: Message): string | undefined {
    const { type, userId, anonymousId, previousId } = message;
    const unit = userId ?? anonymousId;
    if (!unit) return '`userId` or `anonymousId` must say whose it is';
    if (Date.parse(message.timestamp) > latest) return '`timestamp` is in the future';
    if (type === 'alias' && !(previousId && userId)) return 'an alias needs `previousId` and `userId`';
    for (const other of [anonymousId, previousId]) if (other && other !== unit) telling.links.push([other, unit]);
    const event = eventOf(message);
    if (event === null) return undefined;
    return exposing.has(event) ? addExposure(message, unit) : addObservations(message, unit, event);
  }

  function addExposure({ properties, timestamp: at }: Message, unit: string): string | undefined {
    const named = propertyOf(properties, experimentNames);
    const variant = propertyOf(properties, variantNames);
    if (named === undefined) return '`properties.experiment_id` must be the id of an experiment or the key of a flag';
    if (variant === undefined) return '`properties.variation_id` must be the key of a variant';
    const experimentId = experimentOfFlag.get(named) ?? named.toLowerCase();
    const exposure: Exposure = { type: 'exposure', experimentId, unit, variant, at };
    const misfit = misfitOf(exposure, byId.get(experimentId) ?? null, latest);
    if (misfit === undefined) telling.exposures.push(exposure);
    return misfit;
  }

  function addObservations({ messageId: id, properties, timestamp: at }: Message, unit: string, event: string) {
    const value = properties?.['value'] ?? properties?.['revenue'] ?? 1;
    const those = counting.get(keyOf(event)) ?? [];
    if (those.length > 0 && !(typeof value === 'number' && Math.abs(value) <= most))
      return `\`properties.value\` must be a number between -${most} and ${most}`;
    for (const { experiment, metric } of those) {
      const experimentId = experiment.id;
      const observation = { type: 'observation', id, experimentId, unit, metric, value: value as number, at } as const;
      if (misfitOf(observation, experiment, latest) === undefined) telling.observations.push(observation);
    }
    return undefined;
  }
}

/** Names of events have capitals and spaces, keys of metrics have not. */
const keyOf = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_');

const exposing = new Set(['Experiment Viewed', '$exposure']);
const experimentNames = ['experiment_id', 'experimentId', 'experiment', 'flag_key', 'flagKey', 'flag'];
const variantNames = ['variation_id', 'variationId', 'variant', 'variation'];

/** The event that a message stands for: a page is named as destinations of Segment do, "Viewed Home Page". */
function eventOf({ type, event, name }: Message): string | null {
  if (type === 'track') return event ?? null;
  if (type !== 'page' && type !== 'screen') return null;
  const what = type === 'page' ? 'Page' : 'Screen';
  return name ? `Viewed ${name} ${what}` : `Viewed ${what}`;
}

function propertyOf(properties: Message['properties'], names: readonly string[]): string | undefined {
  const value = names.map((name) => properties?.[name]).find((found) => found != null);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

const idOf = (given: unknown) => {
  const id = typeof given === 'object' && given !== null && 'messageId' in given ? given.messageId : null;
  return typeof id === 'string' ? id : null;
};
