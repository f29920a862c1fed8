import { idOf } from './ids';

/** A word of a GraphQL enum, which stands without quotes. */
export class Word {
  constructor(readonly word: string) {}
}
export const word = (text: string): Word => new Word(text);

export type Argument = string | number | Date | Word | readonly Argument[] | undefined;

/** One command of a person, as it is sent through GraphQL. */
export interface Step {
  readonly as: string;
  readonly mutation: string;
  readonly args: Readonly<Record<string, Argument>>;
  /** What the answer is asked for; its id is enough to know that it was done. */
  readonly answer?: string;
  readonly occurredAt: Date;
}

/** The command in GraphQL. Its id follows from the script's name and its place, so that it is done once. */
export function toGraphql({ mutation, args, answer = 'id', occurredAt }: Step, script: string, index: number): string {
  const all = { ...args, commandId: idOf(`command ${script} ${index} ${mutation}`), occurredAt };
  const written = Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${literal(value)}`);
  return `mutation { ${mutation}(${written.join(', ')}) { ${answer} } }`;
}

function literal(value: Argument): string {
  if (value instanceof Word) return value.word;
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return JSON.stringify(value);
}

/** A clock for what happened in the past: each step a minute after the one before. */
export function clock(begin: string): () => Date {
  let now = Date.parse(begin) - 60_000;
  return () => new Date((now += 60_000));
}
