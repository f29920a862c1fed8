import { Controller, Headers, HttpStatus, Logger, Param, Post, Req, Res } from '@nestjs/common';
import { actFor, Database, isUuid, type Tenant, type Tx } from '@tandem/event-store';
import { Open, Problem } from '@tandem/platform';
import { ConnectionSecrets } from './connection-secret.queries';
import { keepFacts } from './fact.queries';
import { readGitHub, type Reading } from './github.measures';
import { type Delivery, HookDeliveries } from './hook-delivery.queries';
import type { RawRequest } from './raw-body';
import { signedBy } from './signature';
import { Vault } from './vault';

type SentHeaders = Readonly<Record<string, string | undefined>>;

interface Answer {
  readonly outcome: Reading['outcome'] | 'again';
  readonly facts: number;
}

/** Where GitHub sends what happens. Nothing is parsed or stored before its signature is proved. */
@Controller('hooks/github')
@Open()
export class GitHubController {
  private readonly logger = new Logger('github');

  constructor(
    private readonly db: Database,
    private readonly secrets: ConnectionSecrets,
    private readonly deliveries: HookDeliveries,
    private readonly vault: Vault,
  ) {}

  @Post(':connection')
  async take(
    @Param('connection') connectionId: string,
    @Headers() headers: SentHeaders,
    @Req() { rawBody: body = Buffer.alloc(0) }: RawRequest,
    @Res({ passthrough: true }) reply: { status(code: number): unknown },
  ): Promise<Answer> {
    return this.db.transaction(null, async (tx) => {
      const owner = await this.prove(tx, connectionId, headers, body);
      await actFor(tx, owner);
      const delivery = deliveryOf(headers, body);
      const answer = await this.keep(tx, owner, connectionId, delivery, readGitHub(delivery.event, jsonOf(body)));
      reply.status(answer.outcome === 'again' ? HttpStatus.OK : HttpStatus.ACCEPTED);
      return answer;
    });
  }

  /** Whose delivery this is: of the organisation whose secret signed it. */
  private async prove(tx: Tx, connectionId: string, headers: SentHeaders, body: Buffer): Promise<Tenant> {
    const keys = isUuid(connectionId) ? await this.secrets.behind(tx, connectionId) : [];
    if (keys.length === 0) throw new Problem(404, 'NOT_FOUND', 'There is no such connection.');
    const signature = headers['x-hub-signature-256'];
    const owner = signedBy(keys, body, signature);
    if (owner) return owner;
    this.logger.warn({ connectionId, signature: signature === undefined ? 'missing' : 'wrong' });
    throw new Problem(
      401,
      'UNAUTHENTICATED',
      signature === undefined
        ? 'X-Hub-Signature-256 is missing: set the secret of the connection in the webhook. SHA-1 is not taken.'
        : 'X-Hub-Signature-256 was not made from this body with a secret of this connection.',
    );
  }

  private async keep(
    tx: Tx,
    owner: Tenant,
    connectionId: string,
    delivery: Delivery,
    reading: Reading,
  ): Promise<Answer> {
    const kept = await this.deliveries.keep(tx, owner, connectionId, delivery, reading);
    if (kept === 'other') {
      this.logger.warn({ connectionId, deliveryId: delivery.id, reason: 'came before with another body' });
      throw new Problem(409, 'CONFLICT', 'A delivery with this X-GitHub-Delivery came before, with another body.');
    }
    if (kept === 'again') return { outcome: 'again', facts: 0 };
    if (reading.outcome !== 'mapped') return { outcome: reading.outcome, facts: 0 };
    const pseudonym = (who: string) => this.vault.pseudonym(owner.tenantId, who);
    await keepFacts(tx, owner, connectionId, reading.facts, pseudonym);
    return { outcome: 'mapped', facts: reading.facts.length };
  }
}

const word = /^[\w.-]{1,100}$/;

function deliveryOf(headers: SentHeaders, body: Buffer): Delivery {
  const read = (name: string) => {
    const value = headers[name.toLowerCase()];
    if (value !== undefined && word.test(value)) return value;
    throw new Problem(400, 'BAD_REQUEST', `${name} must be sent: 1 to 100 letters, digits, "_", "." or "-".`);
  };
  return { id: read('X-GitHub-Delivery'), event: read('X-GitHub-Event'), body };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Problem(400, 'BAD_REQUEST', 'The body must be JSON in UTF-8: let the webhook send application/json.');
  }
}
