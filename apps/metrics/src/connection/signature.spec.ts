import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { signedBy } from './signature';

const signed = (secrets: readonly string[], bytes: Buffer, header: string | undefined) =>
  signedBy(
    secrets.map((secret) => ({ tenantId: secret, secret })),
    bytes,
    header,
  ) !== undefined;

const secret = "It's a Secret to Everybody";
const body = Buffer.from('Hello, World!');
/** Published by GitHub, docs.github.com: validating webhook deliveries. */
const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';

describe('The signature of a delivery', () => {
  it('is the one that GitHub publishes as an example', () => expect(signed([secret], body, signature)).toBe(true));

  it('may be of any secret that is still taken', () => expect(signed(['another', secret], body, signature)).toBe(true));

  it('tells whose secret it was', () =>
    expect(
      signedBy(
        [
          { tenantId: 'a', secret: 'another' },
          { tenantId: 'b', secret },
        ],
        body,
        signature,
      )?.tenantId,
    ).toBe('b'));

  it.each([
    ['none', undefined],
    ['nothing', ''],
    ['one of another body', `sha256=${createHmac('sha256', secret).update('Hello, World').digest('hex')}`],
    ['one with another secret', `sha256=${createHmac('sha256', 'another').update(body).digest('hex')}`],
    ['a SHA-1', `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`],
    ['half of it', signature.slice(0, 39)],
    ['it without its scheme', signature.slice(7)],
    ['it twice', `${signature},${signature}`],
    ['it in capitals', signature.toUpperCase()],
    ['letters that are no hex', `sha256=${'z'.repeat(64)}`],
  ])('is refused when it is %s', (_, header) => expect(signed([secret], body, header)).toBe(false));

  it('is refused where there is no secret, never taken for granted', () =>
    expect(signed([], body, signature)).toBe(false));

  it('is of the bytes, not of what they mean', () => {
    const sent = Buffer.from('{"a": 1}');
    const header = `sha256=${createHmac('sha256', secret).update(sent).digest('hex')}`;

    expect(signed([secret], sent, header)).toBe(true);
    expect(signed([secret], Buffer.from(JSON.stringify(JSON.parse(sent.toString()))), header)).toBe(false);
  });
});

const referenceData = process.env['TANDEM_REFERENCE_DATA'] ?? path.resolve(__dirname, '../../../../../shared/data');
const vectors = path.join(referenceData, 'metrics/signatures/vectors.json');

describe('The published vectors', () => {
  it(fs.existsSync(vectors) ? 'of this scheme hold' : 'ARE MISSING: set TANDEM_REFERENCE_DATA', () => {
    if (!fs.existsSync(vectors)) return;
    const all = JSON.parse(fs.readFileSync(vectors, 'utf8')) as Record<
      'header' | 'secret' | 'body' | 'value',
      string
    >[];
    const ofThisScheme = all.filter(({ header }) => header.startsWith('X-Hub-Signature'));

    expect(ofThisScheme).toHaveLength(2);
    for (const it of ofThisScheme) expect(signed([it.secret], Buffer.from(it.body), it.value)).toBe(true);
  });
});
