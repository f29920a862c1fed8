import { expect, it } from '@jest/globals';
import { asUnstorable, isStorable } from './storable';

it.each([
  ['a zero byte', 'a\0b', false],
  ['a zero byte behind a backslash', '\\\0', false],
  ['the first half of a pair', '\ud83d', false],
  ['the second half of a pair', '\ude00', false],
  ['a whole pair', '\ud83d\ude00', true],
  ['another control character', '\u0001\u001f', true],
  ['a text about a zero byte', 'a\\u0000b', true],
  ['a text about half a pair', '\\\\ud800', true],
])('PostgreSQL can or cannot hold %s', (_, text, can) => {
  expect(isStorable(JSON.stringify({ text, [text]: 1 }))).toBe(can);
});

it('an error of the server about it is told to whoever sent the text, any other stays as it is', () => {
  const other = Object.assign(new Error('no such table'), { code: '42P01' });

  expect(asUnstorable({ code: '22021' })).toMatchObject({ code: 'unstorable-text' });
  expect(asUnstorable({ code: '22P05' })).toMatchObject({ code: 'unstorable-text' });
  const halfAPair = { code: '22P02', detail: 'Unicode low surrogate must follow a high surrogate.' };
  expect(asUnstorable(halfAPair)).toMatchObject({ code: 'unstorable-text' });
  expect(asUnstorable({ code: '22P02' })).toEqual({ code: '22P02' });
  expect(asUnstorable(other)).toBe(other);
  expect(asUnstorable(undefined)).toBeUndefined();
});
