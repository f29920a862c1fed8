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

/** The server's complaint about a zero byte, in words for whoever sent it; any other error as it is. */
export const asUnstorable = (error: unknown): unknown =>
  ['22021', '22P05'].includes((error as { code?: string } | null)?.code ?? '') ? new UnstorableText() : error;
