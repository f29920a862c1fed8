import { idOf } from './ids';

/** A word of a GraphQL enum, which stands without quotes. */
export class Word {
  constructor(readonly word: string) {}
}
export const word = (text: string): Word => new Word(text);

export type Argument =
  string | number | Date | Word | readonly Argument[] | { readonly [name: string]: Argument } | undefined;

/** One command of a person, as it is sent through GraphQL. */
export interface Step {
  readonly as: string;
  readonly mutation: string;
  readonly args: Readonly<Record<string, Argument>>;
  /** What the answer is asked for; its id is enough to know that it was done. */
  readonly answer?: string;
  /** Left out of drafts, which keep no time. */
  readonly occurredAt?: Date;
  /** The phase in which alone it can be done; later it is passed over. */
  readonly phase?: string;
  /** The id of what it makes, which is also that of the command. */
  readonly makes?: string;
}

/** The id of the command at this place of a script. */
export const commandIdOf = (script: string, index: number): string => idOf(`command ${script} ${index}`);

/** The command in GraphQL. Its id follows from the script's name and its place, so that it is done once. */
export function toGraphql(step: Step, script: string, index: number): string {
  const { mutation, args, answer = 'id', occurredAt, makes = commandIdOf(script, index) } = step;
  const all = { ...args, commandId: makes, occurredAt };
  return `mutation { ${mutation}(${fields(all)}) { ${answer} } }`;
}

function literal(value: Argument): string {
  if (value instanceof Word) return value.word;
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object') return `{ ${fields(value as { [name: string]: Argument })} }`;
  return JSON.stringify(value);
}

const fields = (named: { readonly [name: string]: Argument }): string =>
  Object.entries(named)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${literal(value)}`)
    .join(', ');

/** A clock for what happened in the past: each step a minute after the one before. */
export function clock(begin: string): () => Date {
  let now = Date.parse(begin) - 60_000;
  return () => new Date((now += 60_000));
}
