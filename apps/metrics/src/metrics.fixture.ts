import { uuidv7 } from '@tandem/event-store';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { createHmac } from 'node:crypto';
import { metrics } from './app.module';

const tenantId = 'a0000000-0000-4000-8000-00000000000a';

/** Who asks in the specs of this service. */
export const people = {
  tom: { id: 'a0000000-0000-4000-8000-000000000002', tenantId, roles: ['tech_lead'] },
  mia: { id: 'a0000000-0000-4000-8000-000000000003', tenantId, roles: ['member'] },
  importer: { id: 'a0000000-0000-4000-8000-000000000004', tenantId, roles: ['service'] },
  eve: {
    id: 'e0000000-0000-4000-8000-000000000001',
    tenantId: 'e0000000-0000-4000-8000-00000000000e',
    roles: ['tech_lead'],
  },
} as const satisfies Record<string, TestPerson>;

/** A delivery as GitHub sends it; what is given replaces a header, undefined leaves it out. */
export interface Hook {
  readonly connection: string;
  readonly secret: string;
  readonly event?: string;
  readonly id?: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export const signature = (secret: string, body: string | Buffer, algorithm = 'sha256') =>
  `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;

/** The metrics service over HTTP, with what its specs do again and again. */
export async function metricsService() {
  const service = await testService(metrics, { TANDEM_SECRETS_KEY: Buffer.alloc(32, 7).toString('base64') });

  async function answered(response: Response) {
    const text = await response.text();
    const type = response.headers.get('content-type')?.split(';')[0];
    return { status: response.status, type, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
  }

  return {
    ...service,
    async register(teamId: string = uuidv7(), deployedBy = 'deployment', secret?: string) {
      const { data, errors } = await service.ask<{ registerConnection: { id: string; secret: string } }>(
        people.tom,
        `mutation ($commandId: ID!, $teamId: ID!, $deployedBy: DeploymentSource!, $secret: String) {
          registerConnection(commandId: $commandId, teamId: $teamId, repository: "octo-org/shop",
            deployedBy: $deployedBy, secret: $secret) { id secret } }`,
        { commandId: uuidv7(), teamId, deployedBy, secret },
      );
      if (errors) throw new Error(JSON.stringify(errors));
      return { teamId, ...data.registerConnection };
    },
    async hook({ connection, secret, event = 'push', id = uuidv7(), body, headers = {} }: Hook) {
      const all = {
        'content-type': 'application/json',
        'x-github-event': event,
        'x-github-delivery': id,
        'x-hub-signature-256': signature(secret, body),
        ...headers,
      };
      const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<
        string,
        string
      >;
      return answered(
        await fetch(`${service.url}/hooks/github/${connection}`, {
          method: 'POST',
          headers: sent,
          body: new Uint8Array(Buffer.from(body)),
        }),
      );
    },
    async history(connection: string, body: string | Buffer | readonly object[], person: TestPerson = people.importer) {
      const text = Array.isArray(body)
        ? body.map((line) => JSON.stringify(line)).join('\n')
        : (body as string | Buffer);
      return answered(
        await fetch(`${service.url}/v1/metrics/${connection}/history`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${await service.token(person)}` },
          body: new Uint8Array(Buffer.from(text)),
        }),
      );
    },
    async delivery<Delivery>(teamId: string, selection: string, args = '', person: TestPerson = people.mia) {
      const { data, errors } = await service.ask<{ _entities: [{ delivery: Delivery }] }>(
        person,
        `{ _entities(representations: [{ __typename: "Team", id: "${teamId}" }]) { ... on Team { delivery${args} { ${selection} } } } }`,
      );
      if (errors) throw new Error(JSON.stringify(errors));
      return data._entities[0].delivery;
    },
    /** How many rows the tables of facts and deliveries hold for a connection. */
    async stored(connection: string): Promise<Record<string, number>> {
      const counts: Record<string, number> = {};
      for (const table of ['hook_deliveries', 'commits', 'deployments', 'pull_requests', 'comments', 'fact_versions']) {
        const [row] = await service.log.db.read<{ n: number }>(
          people.tom,
          `select count(*)::int as n from ${table} where connection_id = $1`,
          [connection],
        );
        counts[table] = row?.n ?? 0;
      }
      return counts;
    },
  };
}
