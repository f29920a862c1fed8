import { describe, expect, it } from '@jest/globals';
import { isTame } from './pattern.measures';

describe('A pattern is tame', () => {
  it.each([
    '-12-25$',
    '(mobile|tablet)',
    '^[^@]+@example\\.(com|org)$',
    '\\d{4}-\\d{2}',
    '[+*]{2}',
    'a?b?c?',
    '.*x.*',
    '(ab){3}',
  ])('when it is %s', (pattern) => expect(isTame(pattern)).toBe(true));

  it.each([
    ['that is none', '('],
    ['that is too long', 'x'.repeat(201)],
    ['that is no text', 5],
    ['that repeats what repeats', '(a+)+$'],
    ['that repeats what repeats deeper inside', '((a+)b)*'],
    ['that repeats a choice', '(a|a)*'],
    ['that repeats what may repeat without end', '(a{2,})+'],
    ['that repeats what repeats often', '(a{50}b*){20}'],
    ['that looks back', '(a*)\\1'],
    ['that looks back by name', '(?<x>a*)\\k<x>'],
    ['in which much repeats', 'a*b*c*'],
  ])('but not one %s', (_, pattern) => expect(isTame(pattern)).toBe(false));

  it('and then answers at once, whatever the text', () => {
    const text = `${'a'.repeat(500)}!`;
    for (const pattern of ['a*a*b', '^(a?){10}$', '.*.*x']) {
      expect(isTame(pattern)).toBe(true);
      expect(new RegExp(pattern).test(text)).toBe(false);
    }
  });
});
