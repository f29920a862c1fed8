import { describe, expect, it } from '@jest/globals';
import { Kafka, type KafkaMessage } from 'cloudevents';
import { type Carried, fromRecord, Malformed, teamFormed, toRecord } from './index';

const tenantId = '0198c0de-0000-7000-8000-00000000acce';
const subject = '0198c0de-0000-7000-8000-0000000000a1';
const other = '0198c0de-0000-7000-8000-0000000000ff';
const body = { teamId: subject, name: 'Checkout', function: 'engineering', formedAt: '2026-01-05T09:00:00.000Z' };
const envelope = {
  id: 'e-1.0',
  source: '/tandem/exercises',
  time: new Date('2026-01-05T09:00:00Z'),
  tenantId,
  subject,
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};
const record = toRecord(teamFormed.of(body), envelope);

describe('A public event on the topic', () => {
  it('comes out as it went in', () =>
    expect(fromRecord(record)).toEqual({ ...envelope, type: 'tandem.exercises.team-formed.v1', body }));

  it('is a CloudEvent to others, in binary mode', () => {
    const message = { ...record, body: record.value } as unknown as KafkaMessage<string>;
    expect(Kafka.isEvent(message)).toBe(true);

    const event = Kafka.toEvent<unknown>(message) as unknown as Record<string, unknown>;

    expect(event).toMatchObject({
      specversion: '1.0',
      id: 'e-1.0',
      source: '/tandem/exercises',
      type: teamFormed.type,
    });
    expect(event).toMatchObject({ subject, tenantid: tenantId, datacontenttype: 'application/json' });
    expect(new Date(event.time as string)).toEqual(envelope.time);
  });

  it('drops what its contract does not name', () =>
    expect(fromRecord({ ...record, value: JSON.stringify({ ...body, secret: 1 }) }).body).toEqual(body));

  it('is never made with a broken body', () =>
    expect(() => teamFormed.of({ ...body, teamId: 'seven' })).toThrow(/teamId/));

  it('passes over a trace that is none', () =>
    expect(fromRecord(withHeader('ce_traceparent', 'nonsense'))).not.toHaveProperty('traceparent'));

  it('may come from a sender who writes the charset', () =>
    expect(fromRecord(withHeader('content-type', 'application/json; charset=utf-8')).body).toEqual(body));
});

describe('A record that is no public event of ours', () => {
  it.each(['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time', 'ce_subject', 'ce_tenantid', 'content-type'])(
    'lacks %s',
    (name) => expect(faultOf(withHeader(name, undefined))).toEqual(['missing-header', `Header ${name} is missing.`]),
  );

  it.each([
    ['has a header twice', withHeader('ce_id', ['e-1.0', 'e-2.0']), 'duplicate-header', /ce_id is there 2 times/],
    ['has a header twice in two cases', withHeader('CE_ID', 'e-2.0'), 'duplicate-header', /ce_id/],
    ['is of another CloudEvents version', withHeader('ce_specversion', '0.3'), 'bad-header', /must be 1.0, not 0.3/],
    ['names no organisation', withHeader('ce_tenantid', 'acme'), 'bad-header', /ce_tenantid must be a uuid/],
    ['has no time', withHeader('ce_time', 'yesterday'), 'bad-header', /ce_time/],
    ['has an impossible time', withHeader('ce_time', '2026-02-45T09:00:00Z'), 'bad-header', /ce_time/],
    ['is not JSON by its own word', withHeader('content-type', 'text/plain'), 'bad-header', /application\/json/],
    [
      'is keyed for another organisation',
      { ...record, key: `${other}/${subject}` },
      'foreign-key',
      /different streams/,
    ],
    ['is keyed for another stream', { ...record, key: `${tenantId}/${other}` }, 'foreign-key', /different streams/],
    ['has no key', { ...record, key: null }, 'foreign-key', /key/],
    ['has no value', { ...record, value: null }, 'bad-body', /not JSON/],
    ['holds no JSON', { ...record, value: '{"a":' }, 'bad-body', /not JSON/],
    [
      'breaks its contract',
      { ...record, value: '{"teamId":7}' },
      'bad-body',
      /teamId: .*; name: .*; function: .*; formedAt: /,
    ],
    [
      'is of a type nobody knows',
      withHeader('ce_type', 'com.acme.thing'),
      'unknown-type',
      /com.acme.thing is not known/,
    ],
    [
      'is of a newer version',
      withHeader('ce_type', 'tandem.exercises.team-formed.v2'),
      'unknown-version',
      /Version 2 of tandem.exercises.team-formed is not known here, only tandem.exercises.team-formed.v1/,
    ],
  ])('%s', (_, bad: Carried, code: string, message: RegExp) =>
    expect(faultOf(bad)).toEqual([code, expect.stringMatching(message)]),
  );

  it('is refused without showing what the body holds', () =>
    expect(faultOf({ ...record, value: '{"teamId":"ann@acme.example"}' })[1]).not.toContain('ann'));
});

function withHeader(name: string, value: string | string[] | undefined): Carried {
  return { ...record, headers: { ...record.headers, [name]: value } };
}

function faultOf(bad: Carried): [string, string] {
  try {
    fromRecord(bad);
  } catch (error) {
    if (error instanceof Malformed) return [error.code, error.message];
    throw error;
  }
  throw new Error('It was taken for a public event.');
}
