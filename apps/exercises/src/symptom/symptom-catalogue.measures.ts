import { z } from 'zod';

const text = z.string().trim().min(1);

/** A figure of the tools that speaks for a symptom. */
const Signal = z
  .strictObject({
    signal: z.string().regex(/^[a-z][a-z0-9-]*$/),
    says: text,
    unit: z.enum(['share', 'work-days', 'hours', 'count', 'tau']),
    suspectAt: z.number(),
    certainAt: z.number(),
    weight: z.number().positive().max(1),
  })
  .refine(({ suspectAt, certainAt }) => certainAt > suspectAt, 'certainAt must be more than suspectAt');

const Symptom = z.strictObject({
  id: z.string().regex(/^S([1-9]|1[0-8])$/),
  title: text,
  stage: z.enum(['discovery', 'build', 'post-launch', 'any']),
  sees: text,
  signals: z.array(Signal).min(1),
});

export type Signal = z.infer<typeof Signal>;

/** What tells that product and engineering drift apart, in words and in figures. */
export type CatalogueEntry = z.infer<typeof Symptom>;

/** Reads the catalogue as it is written. Throws where it breaks a rule. */
export const readCatalogue = (written: unknown): readonly CatalogueEntry[] => z.array(Symptom).parse(written);

/** From where on a figure counts for this organisation. */
export interface Threshold {
  readonly signal: string;
  readonly suspectAt: number;
  readonly certainAt: number;
}

/** The symptoms that a figure speaks of, with the thresholds of the organisation in place of the catalogue's. */
export const signalled = (catalogue: readonly CatalogueEntry[], name: string, thresholds: readonly Threshold[]) =>
  catalogue.flatMap(({ id, signals }) =>
    signals
      .filter(({ signal }) => signal === name)
      .map((signal) => ({ symptomId: id, ...signal, ...thresholds.find((each) => each.signal === name) })),
  );
