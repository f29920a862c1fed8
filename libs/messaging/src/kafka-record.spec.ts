import { describe, expect, it } from '@jest/globals';
import { fromRecord, Malformed } from '@tandem/contracts';
import type { KafkaMessage } from 'kafkajs';
import { toInRecord } from './kafka-record';

const headers = {
  ce_specversion: '1.0',
  ce_id: 'e-1.0',
  ce_source: '/tandem/exercises',
  ce_type: 'tandem.exercises.team-formed.v1',
  ce_time: '2026-01-05T09:00:00Z',
  ce_subject: 'b0000000-0000-4000-8000-00000000000b',
  ce_tenantid: 'a0000000-0000-4000-8000-00000000000a',
  'content-type': 'application/json',
};
const body = { teamId: headers.ce_subject, name: 'Zoë ☂ 漢', function: 'product', formedAt: '2026-01-05T09:00:00Z' };
const good = {
  key: Buffer.from(`${headers.ce_tenantid}/${headers.ce_subject}`),
  value: Buffer.from(JSON.stringify(body)),
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  ...{ timestamp: '1767603600000', offset: '9007199254740993', attributes: 0 },
};
const read = (other: object) => toInRecord({ ...good, ...other } as unknown as KafkaMessage);

describe('A record of Kafka', () => {
  it('is read as it was sent', () => {
    expect(read({})).toMatchObject({ offset: 9007199254740993n, timestamp: new Date(1767603600000) });
    expect(fromRecord(read({})).body).toEqual(body);
  });

  it.each<[string, object]>([
    ['without a value', { value: null }],
    ['with an empty value', { value: Buffer.alloc(0) }],
    ['without a key', { key: null }],
    ['without headers', { headers: undefined }],
    ['with a value that is no text', { value: Buffer.from([0x22, 0xff, 0xfe, 0x22]) }],
    ['with a value that was compressed twice', { value: Buffer.from([0x1f, 0x8b, 0x08, 0x00]) }],
    ['with half a value', { value: good.value.subarray(0, 30) }],
    ['with NUL in its value', { value: Buffer.concat([good.value, Buffer.from([0])]) }],
    ['with NUL in its key', { key: Buffer.concat([good.key, Buffer.from([0])]) }],
    ['with a header twice', { headers: { ...good.headers, ce_id: [Buffer.from('a'), Buffer.from('b')] } }],
    ['with a capital header twice', { headers: { ...good.headers, ce_id: undefined, CE_ID: ['a', 'b'] } }],
    ['with a header that is no text', { headers: { ...good.headers, ce_subject: Buffer.from([0xff]) } }],
    ['with a header without a value', { headers: { ...good.headers, ce_id: undefined } }],
  ])('%s is refused, and can be stored', (_, other) => {
    const record = read(other);
    expect(() => fromRecord(record)).toThrow(Malformed);
    expect(JSON.stringify({ ...record, offset: 0 })).not.toContain('\\u0000');
  });

  it('keeps bytes that are no text, whole', () => {
    const bytes = Buffer.from([0xff, 0x00, 0x80]);
    expect(Buffer.from(read({ value: bytes }).value.replace('base64:', ''), 'base64')).toEqual(bytes);
  });
});
