import type { Event } from '@tandem/core';
import type { Condition } from './condition.measures';

/** How units are spread over variants. `tandem` is our own; the others give what those products give. */
export type Algorithm = 'tandem' | 'growthbook' | 'growthbook-v1' | 'planout' | 'unleash' | 'eppo' | 'flagd';

/** What a program gets for a variant: any JSON. */
export type FlagValue = boolean | number | string | object;

/** An experiment's stretch of a layer, in ten-thousandths: experiments of one layer never share a unit. */
export interface Slot {
  readonly layer: string;
  readonly from: number;
  readonly to: number;
}

/** How an experiment is shown to units. Fixed once the experiment has begun, but for the share that takes part. */
export interface Flag {
  readonly key: string;
  readonly experimentId: string;
  readonly values: readonly { readonly variant: string; readonly value: FlagValue }[];
  readonly algorithm: Algorithm;
  readonly salt: string;
  /** The attribute that names a unit, such as targetingKey or team.id, and another one where it is missing. */
  readonly unit: string;
  readonly fallbackUnit?: string;
  /** Whom it is for. Left out: everybody. */
  readonly targeting?: Condition;
  readonly slots: readonly Slot[];
  /** A unit keeps the variant that it saw first, whatever changes. */
  readonly sticky: boolean;
}

export type FlagEvent =
  Event<'FlagDefined', Flag> | Event<'CoverageSet', { coverage: number }> | Event<'FlagArchived', object>;
