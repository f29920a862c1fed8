import { z } from 'zod';

/** The event's public type and version, and the topic (one a stream kind) that carries it. */
export interface Address {
  readonly type: `tandem.${string}.v${number}`;
  readonly topic: `tandem.${string}`;
}

/** A fact as the company hears it. Made by a contract's `of`, so its body keeps the promise. */
export interface Announcement extends Address {
  readonly body: object;
}

/** A promise to every consumer, with what checks that it is kept. */
export interface Contract<Body extends object = object> extends Address {
  /** What happened, in words: the AsyncAPI document says it. */
  readonly about: string;
  readonly schema: z.ZodType<Body>;
  /** Throws when the body breaks the promise; fields that the contract does not name are left out. */
  of(body: Body): Announcement;
}

/** What the handlers of this contract are handed: `BodyOf<typeof cycleOpened>`. */
export type BodyOf<C extends Contract> = z.output<C['schema']>;

/** Declares a contract. Fields may be added, never removed or renamed; for that, publish a v2 beside it. */
export function contract<Shape extends z.ZodRawShape>(
  { type, topic, about }: Address & { readonly about: string },
  shape: Shape,
): Contract<z.output<z.ZodObject<Shape>>> {
  const schema = z.object(shape);
  return {
    type,
    topic,
    about,
    schema: schema as z.ZodType<z.output<typeof schema>>,
    of: (body) => ({ type, topic, body: schema.parse(body) }),
  };
}
