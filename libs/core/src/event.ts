/** A fact. Named in the past tense, stored for ever, never edited. */
export type Event<Type extends string = string, Data extends object = object> = {
  readonly type: Type;
  readonly data: Readonly<Data>;
};

/** Who acts, and for which organisation. Nothing is read or stored without one. */
export interface Actor {
  readonly id: string;
  readonly tenantId: string;
}

/** A fact as it was stored: what happened, to which stream, when, and by whose hand. */
export type Recorded<E extends Event = Event> = E & {
  readonly id: string;
  readonly streamId: string;
  /** 1 for the first event of its stream, then without gaps. */
  readonly version: number;
  /** When it happened. Told by whoever reports the past, otherwise the moment it was stored. */
  readonly at: Date;
  readonly by: Actor;
};
