import type { Cause } from './why.measures';
import { standing } from './why-graph.measures';

/** Words that say nothing of the matter, English and German. */
const stopWords = new Set(
  `a an and are as at be because been but by do does for from had has have in into is it its no not of on or our so than
   that the their there they this to too was we were when which who why will with without
   aber als am an auf aus bei das dass dem den der des die ein eine einem einen einer es für haben hat ihr im in ist kein
   keine man mit nach nicht noch oder sich sie sind so über um und uns unser unsere vom von war warum wegen weil wenn wir
   wird zu zum zur`.split(/\s+/),
);

/** The words of a text that carry its meaning: small letters, no accents, no inflection that English or German adds. */
export function tokensOf(text: string): ReadonlySet<string> {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
  const stops = (word: string) => stopWords.has(word);
  return new Set((plain.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !stops(word)).map(stemmed));
}

/** Cuts the commonest endings of both languages, so that `reviews`, `reviewed` and `review` are one word. */
const stemmed = (word: string) =>
  word.length > 5 ? word.replace(/(ings?|ungen|ung|edly|ed|ies|es|en|er|em|s|e|n)$/, '') : word.replace(/s$/, '');

/** How much two texts say the same, 0 to 1. Sørensen–Dice over their words; 0 where one has none. */
export function similarity(one: string, other: string): number {
  const [a, b] = [tokensOf(one), tokensOf(other)];
  if (a.size === 0 || b.size === 0) return 0;
  return (2 * [...a].filter((word) => b.has(word)).length) / (a.size + b.size);
}

/** From here on two answers are shown to the facilitator as perhaps one. */
export const nearDuplicate = 0.6;

export interface MergeSuggestion {
  readonly causeIds: readonly [string, string];
  readonly similarity: number;
}

/** Pairs of standing answers that say nearly the same, the most alike first. */
export function mergeSuggestions(causes: Readonly<Record<string, Cause>>): readonly MergeSuggestion[] {
  const stand = Object.values(standing(causes)).toSorted((a, b) => a.order - b.order);
  return stand
    .flatMap((one, i) =>
      stand.slice(i + 1).map((other) => ({
        causeIds: [one.id, other.id] as const,
        similarity: similarity(one.text, other.text),
      })),
    )
    .filter((pair) => pair.similarity >= nearDuplicate)
    .toSorted((a, b) => b.similarity - a.similarity || a.causeIds.join().localeCompare(b.causeIds.join()));
}
