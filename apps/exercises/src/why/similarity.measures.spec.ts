import { expect, it } from '@jest/globals';
import { mergeSuggestions, similarity, tokensOf } from './similarity.measures';
import { type Analysis, analysisAfter } from './why.measures';
import { answered, asked, framed, members } from './why.fixture';

it('takes words without accents, endings and little words', () => {
  expect(tokensOf('The reviews are delayed')).toEqual(tokensOf('a review, delays'));
  expect(tokensOf('Die Prüfungen')).toEqual(tokensOf('prüfung'));
});

it.each([
  ['Reviews wait for one person', 'A review waits for one person', 1],
  ['Nobody owns the queue', 'The tests are slow', 0],
  ['Design sees the tickets late', 'Design never opens tickets', 1 / 2],
  ['the', 'of', 0],
])('compares %j with %j', (one, other, expected) => expect(similarity(one, other)).toBeCloseTo(expected, 12));

it('shows the facilitator pairs that say nearly the same, the most alike first', () => {
  const texts = {
    a: 'Reviews wait for one person',
    b: 'One person reviews everything',
    c: 'A review waits for one person',
    d: 'No tests',
  };
  const events = Object.entries(texts).map(([id, text]) => answered(id, 'problem', { text }));
  const { causes } = [framed, ...members, asked('q-problem'), ...events].reduce<Analysis | null>(analysisAfter, null)!;
  expect(mergeSuggestions(causes)[0]).toEqual({ causeIds: ['a', 'c'], similarity: 1 });
  expect(mergeSuggestions(causes).some(({ causeIds }) => causeIds.includes('d'))).toBe(false);
});
