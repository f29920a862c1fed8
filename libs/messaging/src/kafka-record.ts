import { isUtf8 } from 'node:buffer';
import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import type { InRecord, OutRecord } from './bus';

/** A record as kafkajs sends it. */
export const toMessage = ({ key, value, headers }: OutRecord): Message => ({ key, value, headers });

/**
 * A record as kafkajs read it, whoever sent it. Bytes that are no text, or none that PostgreSQL can hold, become
 * `base64:…`: no contract takes that, so the record ends in the dead letters with all that it was. A header that is
 * there twice appears under two names that differ in case only, which a contract refuses too.
 */
export function toInRecord({ key, value, headers = {}, offset, timestamp }: KafkaMessage): InRecord {
  return {
    key: textOf(key),
    value: textOf(value),
    headers: headersOf(headers),
    offset: BigInt(offset),
    timestamp: new Date(Number(timestamp)),
  };
}

function headersOf(headers: IHeaders): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const given = headers[name];
    if (!Array.isArray(given)) {
      texts[name] = textOf(given);
      continue;
    }
    texts[name] = textOf(given[0]);
    if (given.length > 1)
      texts[name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase()] = textOf(given[1]);
  }
  return texts;
}

function textOf(bytes: Buffer | string | null | undefined): string {
  if (bytes === null || bytes === undefined) return '';
  if (typeof bytes === 'string') return bytes;
  const text = bytes.toString('utf8');
  // What is no UTF-8 became U+FFFD, which may also have been sent.
  const isText = !text.includes('\u0000') && (!text.includes('\ufffd') || isUtf8(bytes));
  return isText ? text : `base64:${bytes.toString('base64')}`;
}
