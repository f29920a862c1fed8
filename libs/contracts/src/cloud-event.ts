import { contracts } from './catalogue';
import type { Announcement, Contract } from './contract';
import { type Carried, headersOf, Malformed } from './malformed';

/** What every public event says of itself, whatever it tells. Never anything about a person. */
export interface Envelope {
  /** The same on every replay. */
  readonly id: string;
  /** `/tandem/<service>` */
  readonly source: string;
  /** When it happened, not when it was sent. */
  readonly time: Date;
  readonly tenantId: string;
  /** The stream that it happened to. */
  readonly subject: string;
  readonly traceparent?: string;
}

/** A public event as its consumer gets it: checked against its contract. */
export type Received<Body extends object = object> = Envelope & { readonly type: string; readonly body: Body };

/** A record ready to be published. */
export interface Outgoing {
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
const traceContext = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Writes a public event as CloudEvents 1.0 does on Kafka, binary mode. One stream's facts share a key, hence an order. */
export function toRecord({ type, body }: Announcement, envelope: Envelope): Outgoing {
  const { id, source, time, tenantId, subject, traceparent } = envelope;
  return {
    key: `${tenantId}/${subject}`,
    headers: {
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: source,
      ce_type: type,
      ce_time: time.toISOString(),
      ce_subject: subject,
      ce_tenantid: tenantId,
      ...(traceparent ? { ce_traceparent: traceparent } : {}),
      'content-type': 'application/json',
    },
    value: JSON.stringify(body),
  };
}

/**
 * Reads a public event and checks it against its contract; fields that this build does not know are left out.
 * Throws Malformed, which says what is wrong. Codes `unknown-type` and `unknown-version` are no fault of the sender:
 * a newer build may publish what this one has not heard of.
 */
export function fromRecord<Body extends object = object>(
  record: Carried,
  known: readonly Contract[] = contracts,
): Received<Body> {
  const { header, optional } = headersOf(record);
  if (header('ce_specversion') !== '1.0')
    throw new Malformed('bad-header', `Header ce_specversion must be 1.0, not ${header('ce_specversion')}.`);
  const type = header('ce_type');
  const contract = known.find((each) => each.type === type);
  if (!contract) throw unknown(type, known);

  const [id, source, subject, tenantId] = [
    header('ce_id'),
    header('ce_source'),
    header('ce_subject'),
    header('ce_tenantid'),
  ];
  if (!uuid.test(tenantId)) throw new Malformed('bad-header', 'Header ce_tenantid must be a uuid.');
  if (record.key !== `${tenantId}/${subject}`)
    throw new Malformed(
      'foreign-key',
      'The key must be "<ce_tenantid>/<ce_subject>": key and headers name different streams.',
    );
  const time = header('ce_time');
  if (!rfc3339.test(time) || Number.isNaN(Date.parse(time)))
    throw new Malformed('bad-header', 'Header ce_time must be a moment such as 2026-01-05T09:00:00Z.');
  if (!/^application\/json\s*(;|$)/i.test(header('content-type')))
    throw new Malformed('bad-header', 'Header content-type must be application/json.');

  const traceparent = optional('ce_traceparent');
  return {
    ...{ id, source, time: new Date(time), tenantId, subject, type },
    ...(traceparent && traceContext.test(traceparent) ? { traceparent } : {}),
    body: bodyOf(contract, record.value) as Body,
  };
}

function unknown(type: string, contracts: readonly Contract[]): Malformed {
  const [, family, version] = /^(.+)\.v(\d+)$/.exec(type) ?? [];
  const known = contracts.filter((each) => each.type.startsWith(`${family}.v`)).map((each) => each.type);
  return known.length > 0
    ? new Malformed('unknown-version', `Version ${version} of ${family} is not known here, only ${known.join(', ')}.`)
    : new Malformed('unknown-type', `The type ${type} is not known here.`);
}

function bodyOf(contract: Contract, value: string | null): object {
  let json: unknown;
  try {
    json = JSON.parse(value ?? '');
  } catch {
    throw new Malformed('bad-body', `The value of ${contract.type} is not JSON.`);
  }
  const result = contract.schema.safeParse(json);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new Malformed('bad-body', `The body breaks ${contract.type}: ${wrong.join('; ')}.`);
}
