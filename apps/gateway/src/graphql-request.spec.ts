import { describe, expect, it } from '@jest/globals';
import { readGraphqlRequest, requireJson } from './graphql-request';

describe('A GraphQL request', () => {
  it('is a query with variables and an operation name', () =>
    expect(read('{"query":"{ me }","variables":{"a":1},"operationName":"Mine"}')).toEqual({
      query: '{ me }',
      variables: { a: 1 },
      operationName: 'Mine',
    }));

  it('needs neither variables nor a name', () =>
    expect(read('{"query":"{ me }","variables":null}')).toEqual({ query: '{ me }' }));

  it.each([
    ['broken JSON', '{"query":'],
    ['an empty body', ''],
    ['null', 'null'],
    ['a text', '"{ me }"'],
    ['a batch', '[{"query":"{ me }"}]'],
    ['a number for a query', '{"query":1}'],
    ['a blank query', '{"query":"  "}'],
    ['an array for variables', '{"query":"{ me }","variables":[]}'],
    ['a number for a name', '{"query":"{ me }","operationName":7}'],
  ])('is not %s', (_, body) =>
    expect(() => read(body)).toThrow(expect.objectContaining({ status: 400, code: 'BAD_REQUEST' })),
  );

  it('repeats no piece of a broken body', () => expect(() => read('{"secret":')).not.toThrow(/secret|position|token/i));

  it('is UTF-8', () =>
    expect(() => readGraphqlRequest(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(
      expect.objectContaining({ code: 'BAD_REQUEST' }),
    ));

  it('has variables nested no deeper than 32', () => {
    expect(() => read(`{"query":"{ me }","variables":${nested(32)}}`)).not.toThrow();
    expect(() => read(`{"query":"{ me }","variables":${nested(33)}}`)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT' }),
    );
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset=UTF-8'])(
    'may come as %s',
    (type) => expect(() => requireJson(type)).not.toThrow(),
  );

  it.each([
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/graphql',
  ])('may not come as %s', (type) =>
    expect(() => requireJson(type)).toThrow(expect.objectContaining({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })),
  );
});

const read = (body: string) => readGraphqlRequest(new TextEncoder().encode(body));
const nested = (depth: number) => '{"a":'.repeat(depth - 1) + '{}' + '}'.repeat(depth - 1);
