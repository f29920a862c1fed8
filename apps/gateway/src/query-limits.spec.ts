import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { limits, parseWithinLimits } from './query-limits';

describe('The size of a question', () => {
  it('lets an ordinary one pass', () => expect(parseWithinLimits('{ me { id } }').definitions).toHaveLength(1));

  it('lets the explorer read the schema, however deep that is', () =>
    expect(() => parseWithinLimits(getIntrospectionQuery({ descriptions: true }))).not.toThrow());

  it('allows as deep as the limit, and no deeper', () => {
    expect(() => parseWithinLimits(nested(limits.depth))).not.toThrow();
    refused(nested(limits.depth + 1), '10 depth');
  });

  it('counts depth through fragments', () =>
    refused(`{ ...a } fragment a on T { x { ...b } } fragment b on T ${nested(limits.depth)}`, '10 depth'));

  it('allows as many aliases as the limit, and no more', () => {
    expect(() => parseWithinLimits(aliases(limits.aliases))).not.toThrow();
    refused(aliases(limits.aliases + 1), '15 aliases');
  });

  it('counts the aliases of a fragment each time it is spread', () =>
    refused(`{ x { ...f } y { ...f } } fragment f on T ${aliases(8)}`, '15 aliases'));

  it('counts directives', () => refused(`{ me ${'@a '.repeat(limits.directives + 1)} }`, '50 directives'));

  it('counts tokens before it reads on', () => refused(`{ ${'a '.repeat(limits.tokens)} }`, '1000 tokens'));

  it('is not undone by braces nested a hundred thousand deep', () => refused('{a'.repeat(100_000), '1000 tokens'));

  it('is not undone by a bomb of fragments', () => {
    const bomb = Array.from(
      { length: 30 },
      (_, i) => `fragment f${i} on T { a: x { ...f${i + 1} } b: x { ...f${i + 1} } }`,
    );
    refused(`{ ...f0 } ${bomb.join(' ')} fragment f30 on T { x }`, 'QUERY');
  });

  it('ends at a fragment that contains itself', () =>
    expect(() => parseWithinLimits('{ ...f } fragment f on T { x { ...f } }')).not.toThrow());

  it('says where the syntax breaks', () =>
    expect(() => parseWithinLimits('{ me ')).toThrow(expect.objectContaining({ status: 400, code: 'BAD_REQUEST' })));
});

const nested = (depth: number) => '{ x '.repeat(depth) + '} '.repeat(depth);
const aliases = (count: number) => `{ ${Array.from({ length: count }, (_, i) => `a${i}: x`).join(' ')} }`;
const refused = (query: string, message: string) =>
  expect(() => parseWithinLimits(query)).toThrow(
    expect.objectContaining({
      status: 400,
      code: 'QUERY_TOO_COMPLEX',
      message: message === 'QUERY' ? expect.any(String) : expect.stringContaining(message),
    }),
  );
