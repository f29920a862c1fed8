import { Problem } from '@tandem/platform';

/** One question as it came in, its shape checked, its meaning not yet. */
export interface GraphqlRequest {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export const maxBodyBytes = 256 * 1024;
const maxVariablesDepth = 32;

/** Only JSON: a form or a text could be sent by any web page without the browser asking first. */
export function requireJson(contentType: string | undefined): void {
  const [type, ...parameters] = (contentType ?? '').toLowerCase().split(';');
  if (type?.trim() !== 'application/json')
    throw new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the query as application/json.');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  if (charset && !/^charset="?utf-?8"?$/.test(charset))
    throw new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the query in UTF-8.');
}

/** Takes a body apart. What is wrong is named; a piece of the input is never repeated. */
export function readGraphqlRequest(body: Uint8Array): GraphqlRequest {
  const json = parsedJson(body);
  if (Array.isArray(json)) throw bad('Send one query at a time: batches are not answered.');
  if (!isObject(json)) throw bad('The body is not a JSON object with a "query".');
  const { query, variables, operationName } = json;
  if (typeof query !== 'string' || query.trim() === '') throw bad('"query" is missing or not a text.');
  if (operationName != null && typeof operationName !== 'string') throw bad('"operationName" is not a text.');
  if (variables != null && !isObject(variables)) throw bad('"variables" is not an object.');
  if (variables) requireShallow(variables);
  return { query, ...(operationName != null && { operationName }), ...(variables != null && { variables }) };
}

/** What is nested deeper could exhaust the stack of whoever writes it out again; no input type needs it. */
export function requireShallow(variables: object): void {
  if (depthOf(variables) > maxVariablesDepth)
    throw new Problem(400, 'BAD_USER_INPUT', `Variables or payload are nested deeper than ${maxVariablesDepth}.`);
}

function parsedJson(body: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body);
  } catch {
    throw new Problem(400, 'BAD_REQUEST', 'The body is not UTF-8.');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw bad('The body is not valid JSON.');
  }
}

const bad = (message: string) => new Problem(400, 'BAD_REQUEST', message);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Level by level rather than by recursion, so that no nesting can exhaust the stack. */
function depthOf(value: object): number {
  let depth = 0;
  for (let level: object[] = [value]; level.length > 0; depth++) {
    if (depth > maxVariablesDepth) return depth;
    level = level.flatMap((item) => Object.values(item).filter((inner) => typeof inner === 'object' && inner !== null));
  }
  return depth;
}
