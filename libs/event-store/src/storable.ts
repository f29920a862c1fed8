import { Rejection } from '@tandem/core';

/** A text that PostgreSQL cannot hold, whoever sent it. */
export class UnstorableText extends Rejection {
  constructor() {
    super('unstorable-text', 'A text holds the character U+0000 or half a surrogate pair. Leave it out.');
  }
}

/** JSON escapes these two, and an escape of theirs is not preceded by an odd number of backslashes. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** Whether PostgreSQL can hold every text of a JSON document that JSON.stringify has written. */
export const isStorable = (json: string): boolean => !json.includes('\\u') || !unstorable.test(json);

/** The server's complaint about a zero byte or half a pair, in words for whoever sent it; any other error as it is. */
export const asUnstorable = (error: unknown): unknown => {
  const { code, detail = '' } = (error ?? {}) as { code?: string; detail?: string };
  const isHalfAPair = code === '22P02' && /surrogate/.test(detail);
  return code === '22021' || code === '22P05' || isHalfAPair ? new UnstorableText() : error;
};
