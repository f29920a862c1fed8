/** Something that was seen of a person or a team in a pilot, a prototype, a fake door or a usability test. */
export interface Entry {
  readonly entryId: string;
  readonly variant: string;
  readonly metric: string;
  /** Whom it is about, under a name that is nobody's: "P7", "team north". */
  readonly subject: string;
  /** Of a pilot: before or after it began. */
  readonly period?: 'before' | 'after';
  /** How many tries it stands for; left out: 1. */
  readonly n?: number;
  /** Of a proportion how many of n did it, of a mean what was measured. */
  readonly value: number;
}
