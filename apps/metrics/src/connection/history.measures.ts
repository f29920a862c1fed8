import { ToldFact } from './fact.measures';

/** What is wrong with one line of an import, in words that its sender can act upon. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}

export type History =
  | { readonly facts: readonly ToldFact[]; readonly problems: readonly [] }
  | { readonly facts: readonly []; readonly problems: readonly LineProblem[] };

/** So many are told of one import; what is behind them is not read. */
export const mostProblems = 50;

/**
 * Reads an import of NDJSON: every line is a fact, or the whole import is refused with all that is wrong.
 *
 * A tool's clock may run a day ahead of ours. An author's clock is a fact of its own however wrong it is.
 */
export function readHistory(body: string, now: Date): History {
  const facts: ToldFact[] = [];
  const problems: LineProblem[] = [];
  const latest = now.getTime() + 86_400_000;

  for (const [index, text] of body.split('\n').entries()) {
    if (problems.length > mostProblems) break;
    if (text.trim() === '') continue;
    const read = readLine(text, latest);
    if ('fact' in read) facts.push(read.fact);
    else for (const message of read.problems) problems.push({ line: index + 1, message });
  }

  return problems.length > 0 ? { facts: [], problems } : { facts, problems: [] };
}

function readLine(text: string, latest: number): { fact: ToldFact } | { problems: readonly string[] } {
  const json = parse(text);
  if (json === undefined) return { problems: ['is not JSON; each line is one JSON object'] };
  const read = ToldFact.safeParse(json);
  if (!read.success)
    return {
      problems: read.error.issues.map(({ path, message }) => (path.length ? `${path.join('.')}: ${message}` : message)),
    };
  const ahead = tooLate(read.data, latest);
  return ahead ? { problems: [`${ahead}: lies in the future`] } : { fact: read.data };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tooLate(fact: ToldFact, latest: number): string | undefined {
  if (fact.kind === 'commit' || fact.kind === 'pull-request-commit') return undefined;
  return Object.entries(fact).find(([, value]) => value instanceof Date && value.getTime() > latest)?.[0];
}
