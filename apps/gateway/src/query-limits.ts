import { type DocumentNode, GraphQLError, Kind, type SelectionSetNode, parse } from 'graphql';
import { Problem } from '@tandem/platform';

/** How large a question may be. The figures are those of docs/configuration.md; none of them counts what it costs. */
export const limits = { tokens: 1000, depth: 10, aliases: 15, directives: 50 } as const;

type Limit = keyof typeof limits;

/** Reads a question and refuses one that is larger than any honest client needs, before it costs anything. */
export function parseWithinLimits(query: string): DocumentNode {
  const document = parsed(query);
  const used = usageOf(document);
  for (const limit of ['depth', 'aliases', 'directives'] as const)
    if (used[limit] > limits[limit]) throw tooComplex(limit, `It has ${used[limit]}.`);
  return document;
}

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: limits.tokens });
  } catch (error) {
    if (error instanceof RangeError) throw tooComplex('depth', 'It is nested far deeper.');
    if (!(error instanceof GraphQLError)) throw error;
    if (/more tha[nt] \d+ tokens/.test(error.message)) throw tooComplex('tokens', 'Ask for less at a time.');
    throw new Problem(400, 'BAD_REQUEST', error.message);
  }
}

const tooComplex = (limit: Limit, what: string) =>
  new Problem(400, 'QUERY_TOO_COMPLEX', `The query exceeds the limit of ${limits[limit]} ${limit}. ${what}`);

interface Usage {
  depth: number;
  aliases: number;
  directives: number;
}

/** What a document uses, fragments counted wherever they are spread, each worked out once. */
function usageOf(document: DocumentNode): Usage {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
  const known = new Map<string, Usage>();

  const ofFragment = (name: string): Usage => {
    const seen = known.get(name);
    if (seen) return seen;
    known.set(name, { depth: 0, aliases: 0, directives: 0 }); // a cycle ends here; validation names it
    const found = of(fragments.get(name));
    known.set(name, found);
    return found;
  };

  const of = (set: SelectionSetNode | undefined): Usage => {
    const total = { depth: 0, aliases: 0, directives: 0 };
    for (const selection of set?.selections ?? []) {
      const isField = selection.kind === Kind.FIELD;
      if (isField && (selection.name.value === '__schema' || selection.name.value === '__type')) continue;
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD ? ofFragment(selection.name.value) : of(selection.selectionSet);
      total.depth = Math.max(total.depth, inner.depth + (isField ? 1 : 0));
      total.aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      total.directives += inner.directives + (selection.directives?.length ?? 0);
    }
    return total;
  };

  const all = { depth: 0, aliases: 0, directives: 0 };
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const used = of(definition.selectionSet);
      all.depth = Math.max(all.depth, used.depth);
      all.aliases += used.aliases;
      all.directives += used.directives + (definition.directives?.length ?? 0);
    }
  return all;
}
