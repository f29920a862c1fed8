import { ToldFact } from './fact.measures';

/** What is wrong with one line of an import, in words that its sender can act upon. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}

export type History =
  | { readonly facts: readonly ToldFact[]; readonly problems: readonly [] }
  | { readonly facts: readonly []; readonly problems: readonly LineProblem[] };

/**
 * Reads an import of NDJSON: every line is a fact, or the whole import is refused with all that is wrong.
 *
 * A tool's clock may run a day ahead of ours. An author's clock is a fact of its own however wrong it is.
 */
export function readHistory(body: string, now: Date): History {
  const facts: ToldFact[] = [];
  const problems: LineProblem[] = [];
  const latest = now.getTime() + 86_400_000;

  body.split('\n').forEach((text, index) => {
    if (text.trim() === '') return;
    const line = index + 1;
    const json = parse(text);
    if (json === undefined) return problems.push({ line, message: 'is not JSON; each line is one JSON object' });
    const read = ToldFact.safeParse(json);
    if (!read.success)
      return read.error.issues.forEach(({ path, message }) =>
        problems.push({ line, message: path.length ? `${path.join('.')}: ${message}` : message }),
      );
    const ahead = tooLate(read.data, latest);
    if (ahead) return problems.push({ line, message: `${ahead}: lies in the future` });
    facts.push(read.data);
  });

  return problems.length > 0 ? { facts: [], problems } : { facts, problems: [] };
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
