import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { idOf } from './ids';

/** A webhook as GitHub sends it: these headers, these bytes. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Examples = readonly { readonly name: string; readonly examples: readonly unknown[] }[];

/**
 * Every payload of the npm package @octokit/webhooks-examples (MIT), which GitHub's users recorded, signed with the
 * connection's secret. The delivery id is made from event and place, so that a second time is seen as the same.
 */
export async function githubDeliveries(secret: string): Promise<Delivery[]> {
  const examples: Examples = JSON.parse(await readFile(require.resolve('@octokit/webhooks-examples'), 'utf8'));
  return examples.flatMap(({ name, examples: payloads }) =>
    payloads.map((payload, index) =>
      signed(name, idOf(`github delivery ${name} ${index}`), JSON.stringify(payload), secret),
    ),
  );
}

/** GitHub's signature: HMAC-SHA256 over the very bytes (docs.github.com, "Validating webhook deliveries"). */
export const signed = (event: string, deliveryId: string, body: string, secret: string): Delivery => ({
  headers: {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/sample',
    'x-github-event': event,
    'x-github-delivery': deliveryId,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  },
  body,
});
