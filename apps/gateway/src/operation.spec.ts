import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { Admission } from './operation';

const schema = buildSchema(
  'type Query { team(id: ID!, first: Int, share: Float): String } type Subscription { renamed: String }',
);

describe('The admission of an operation', () => {
  const admission = new Admission(schema, true);
  const closed = new Admission(schema, false);

  it('says what kind it is', () => {
    expect(admission.admit({ query: '{ team(id: 1) }' })).toBe('query');
    expect(admission.admit({ query: 'subscription { renamed }' })).toBe('subscription');
  });

  it('takes the operation that is named', () =>
    expect(admission.admit({ query: 'query a { team(id: 1) } subscription b { renamed }', operationName: 'b' })).toBe(
      'subscription',
    ));

  it('refuses a name that no operation has, and several without a name', () => {
    refused(admission, { query: '{ team(id: 1) }', operationName: 'x' }, 400, 'BAD_REQUEST');
    refused(admission, { query: 'query a { team(id: 1) } query b { team(id: 1) }' }, 400, 'BAD_REQUEST');
  });

  it('refuses a field that nobody has', () =>
    refused(admission, { query: '{ tem(id: 1) }' }, 400, 'BAD_REQUEST', 'Did you mean "team"?'));

  it('suggests nothing where the schema is not told', () =>
    expect(() => closed.admit({ query: '{ tem(id: 1) }' })).not.toThrow(/Did you mean/));

  it('refuses a variable of the wrong kind, twice the same', () => {
    const request = { query: 'query q($n: Int) { team(id: 1, first: $n) }', variables: { n: 2 ** 53 } };
    refused(admission, request, 400, 'BAD_USER_INPUT');
    refused(admission, request, 400, 'BAD_USER_INPUT');
    expect(admission.admit({ ...request, variables: { n: 1 } })).toBe('query');
  });

  it.each(['1e999', '-1e999'])('refuses %s, which no JSON can carry', (share) => {
    refused(admission, { query: `{ team(id: 1, share: ${share}) }` }, 400, 'BAD_USER_INPUT', 'too large');
    const inVariables = { query: 'query q($s: Float) { team(id: 1, share: $s) }', variables: { s: Number(share) } };
    refused(admission, inVariables, 400, 'BAD_USER_INPUT');
    expect(admission.admit({ query: '{ team(id: 1, share: 1e308) }' })).toBe('query');
  });

  it('tells the schema in development only', () => {
    const request = { query: '{ __schema { types { name } } }' };
    expect(admission.admit(request)).toBe('query');
    refused(closed, request, 403, 'FORBIDDEN');
    expect(closed.admit({ query: '{ __typename }' })).toBe('query');
  });

  it('remembers a bounded number of queries', () => {
    for (let i = 0; i < 600; i++) admission.admit({ query: `{ team(id: ${i}) }` });
    expect(admission['admitted'].size).toBe(500);
  });
});

const refused = (
  admission: Admission,
  request: Parameters<Admission['admit']>[0],
  status: number,
  code: string,
  message = '',
) =>
  expect(() => admission.admit(request)).toThrow(
    expect.objectContaining({ status, code, message: expect.stringContaining(message) }),
  );
