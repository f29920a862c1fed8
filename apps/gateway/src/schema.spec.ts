import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type GraphQLSchema, buildSchema, findBreakingChanges } from 'graphql';

const read = (file: string) => buildSchema(readFileSync(path.resolve(__dirname, '..', file), 'utf8'));
const broken = (published: GraphQLSchema, current: GraphQLSchema) =>
  findBreakingChanges(published, current).map(({ description }) => description);

/** `published.graphql` is what clients were last given; it is replaced by `schema.graphql` with each release. */
describe('The schema that clients see', () => {
  it('keeps every promise that was published', () =>
    expect(broken(read('published.graphql'), read('schema.graphql'))).toEqual([]));

  it('would not pass without a field that was published', () =>
    expect(broken(buildSchema('type Query { a: Int b: Int }'), buildSchema('type Query { a: Int }'))).toEqual([
      'Query.b was removed.',
    ]));

  it('takes the id of its command for every mutation', () => {
    const mutations = Object.values(read('schema.graphql').getMutationType()!.getFields());
    const without = mutations.filter(
      ({ args }) => !args.some(({ name, type }) => name === 'commandId' && `${type}` === 'ID!'),
    );
    expect(mutations.length).toBeGreaterThan(0);
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('shows nothing of how it is composed', () =>
    expect(readFileSync(path.resolve(__dirname, '../schema.graphql'), 'utf8')).not.toMatch(
      /(?<!\w)_service|_entities|join__|@key/,
    ));
});
