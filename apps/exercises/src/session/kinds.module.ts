import type { Provider } from '@nestjs/common';
import type { Projection } from '@tandem/core';
import { feedbackSpeedKind } from './feedback-speed/feedback-speed.module';
import type { Picture, PictureName } from './picture.measures';
import { roleSwapKind } from './role-swap/role-swap.module';
import type { Kind, SessionEvent } from './session.events';
import { shadowingKind } from './shadowing/shadowing.module';
import { siloSpotlightKind } from './silo-spotlight/silo-spotlight.module';
import { signalNoiseKind } from './signal-noise/signal-noise.module';
import type { Table } from './table.measures';

/** What surrounds the rules of one kind: what it shows, and the doors to it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- every kind has a row of its own
export interface KindParts<Row = any> {
  /** What was gathered, and the result once it is revealed. Its key is the session's id. */
  readonly board: Projection<Row, SessionEvent>;
  /** Further boards, if it has any. */
  readonly boards?: readonly Projection<object, SessionEvent>[];
  /** The row's result without its kind, as the GraphQL type `<Kind>Result` has it; null until it is revealed. */
  result(row: Row): object | null;
  /** The data of the picture of the result in words; null until it is revealed. */
  table(row: Row, nameOf: (teamId: string) => string): Table | null;
  /** The result in one sentence, if there is one to say. */
  headline?(row: Row, nameOf: (teamId: string) => string): string | null;
  /** The pictures of the result; the first stands for it. Asked for only once it is revealed. */
  pictures?(row: Row, nameOf: (teamId: string) => string): Readonly<Partial<Record<PictureName, Picture>>>;
  /** What is left for whoever sees aggregates only, if single entries show elsewhere; else the result and all pictures. */
  readonly aggregates?: {
    readonly pictures: readonly PictureName[];
    /** The row without what was entered one by one. */
    of(row: Row): Row;
  };
  /** The teams that the table and the pictures name. */
  teamsOf(row: Row): readonly string[];
  readonly resolvers: readonly Provider[];
}

/** Every kind with all that surrounds its rules. */
export const kinds: Readonly<Record<Kind, KindParts>> = {
  'feedback-speed': feedbackSpeedKind,
  'role-swap': roleSwapKind,
  shadowing: shadowingKind,
  'signal-noise': signalNoiseKind,
  'silo-spotlight': siloSpotlightKind,
};
