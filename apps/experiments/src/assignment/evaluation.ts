import { variantOf } from './algorithms';
import { type Attributes, isMeant } from './condition.measures';
import type { FlagRow } from './flag-board.projection';
import type { FlagValue } from './flag.events';
import { fraction } from './hash';
import { parts } from './layer.decider';

/** A flag with what its experiment says of it: all that an answer rests on. */
export interface Served extends FlagRow {
  /** In the order of the design; the first is the control. */
  readonly variants: readonly { readonly key: string }[];
  /** In the same order, any positive numbers. */
  readonly weights: readonly number[];
  readonly isRunning: boolean;
  /** The variant that was shipped. */
  readonly shipped: string | null;
}

/** What a program is told. Without a variant the unit takes no part, and is told what the control is told. */
export interface Evaluation {
  readonly value: FlagValue;
  readonly variant: string | null;
  readonly reason: 'SPLIT' | 'DEFAULT' | 'DISABLED' | 'STATIC';
}

/** Which unit a context names, null where it names none. */
export function unitOf({ unit, fallbackUnit }: Pick<FlagRow, 'unit' | 'fallbackUnit'>, context: Attributes) {
  for (const name of fallbackUnit === undefined ? [unit] : [unit, fallbackUnit]) {
    const value = name.split('.').reduce<unknown>((found, part) => own(found, part), context);
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  }
  return null;
}

const own = (found: unknown, name: string) =>
  typeof found === 'object' && found !== null && Object.hasOwn(found, name)
    ? (found as Record<string, unknown>)[name]
    : undefined;

/**
 * What a unit sees: the same for the same flag and context, always. `stuck` is the variant that it saw first, where the
 * flag is sticky; it counts before everything but the end of the experiment.
 */
export function evaluate(flag: Served, context: Attributes, unit: string, stuck: string | null = null): Evaluation {
  const control = flag.variants[0]!.key;
  if (flag.shipped !== null) return told(flag, flag.shipped, 'STATIC', flag.shipped);
  if (!flag.isRunning) return told(flag, control, 'DISABLED');
  if (stuck !== null && flag.variants.some(({ key }) => key === stuck)) return told(flag, stuck, 'SPLIT', stuck);
  if (flag.targeting && !isMeant(context, flag.targeting)) return told(flag, control, 'DEFAULT');
  if (!flag.slots.every(({ layer, from, to }) => isWithin(placeIn(layer, unit), from, to)))
    return told(flag, control, 'DEFAULT');
  const variant = flag.variants[variantOf(flag, unit)]?.key;
  return variant === undefined ? told(flag, control, 'DEFAULT') : told(flag, variant, 'SPLIT', variant);
}

/** The part of a layer in which a unit lies: the same for every experiment of the layer. */
const placeIn = (layer: string, unit: string) => fraction(`layer/${layer}/`, unit) * parts;
const isWithin = (place: number, from: number, to: number) => place >= from && place < to;

function told({ values }: Served, of: string, reason: Evaluation['reason'], variant: string | null = null): Evaluation {
  return { value: values.find((each) => each.variant === of)!.value, variant, reason };
}
