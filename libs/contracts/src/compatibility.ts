import { z } from 'zod';
import type { Contract } from './contract';

/** What a contract promised when it was published, as JSON: committed, and compared with what it promises now. */
export interface Published {
  readonly type: string;
  readonly topic: string;
  readonly schema: Schema;
}

/** The part of JSON Schema 2020-12 that contracts use. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/** The promise of a contract, in the form in which it is committed. */
export function publishedForm({ type, topic, schema }: Contract): Published {
  return { type, topic, schema: z.toJSONSchema(schema, { io: 'input' }) as Schema };
}

/** Says, a sentence each, what a change would break for those who send or read the event today. None: it may pass. */
export function breaks(before: Published, after: Published): string[] {
  return [
    ...(before.topic === after.topic ? [] : [`moved from topic ${before.topic} to ${after.topic}`]),
    ...schemaBreaks(before.schema, after.schema, ''),
  ];
}

function schemaBreaks(before: Schema, after: Schema, path: string): string[] {
  const at = path || 'the body';
  const required = (schema: Schema, name: string) => schema.required?.includes(name) ?? false;
  const fields = Object.entries(before.properties ?? {}).flatMap(([name, old]) => {
    const field = path ? `${path}.${name}` : name;
    const now = after.properties?.[name];
    if (!now) return [`${field} is gone: removed or renamed`];
    if (required(before, name) && !required(after, name)) return [`${field} is no longer always there`];
    if (!required(before, name) && required(after, name)) return [`${field} is now required, older events lack it`];
    return schemaBreaks(old, now, field);
  });
  const added = Object.keys(after.properties ?? {})
    .filter((name) => !before.properties?.[name] && required(after, name))
    .map((name) => `${path ? `${path}.` : ''}${name} is new and required, older events lack it: make it optional`);
  const items = before.items && after.items ? schemaBreaks(before.items, after.items, `${at}[]`) : [];
  return [...fields, ...added, ...items, ...keywordBreaks(before, after, at)];
}

const told = new Set(['description', 'title', 'examples', '$schema']);
const walked = new Set(['properties', 'required']);

function keywordBreaks(before: Schema, after: Schema, at: string): string[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keywords]
    .filter((keyword) => !told.has(keyword) && !walked.has(keyword))
    .filter((keyword) => !(keyword === 'items' && before.items && after.items))
    .filter((keyword) => JSON.stringify(before[keyword]) !== JSON.stringify(after[keyword]))
    .map((keyword) => `${at}: ${keyword} changed from ${show(before[keyword])} to ${show(after[keyword])}`);
}

const show = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
