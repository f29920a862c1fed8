import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { seal, unseal } from '@tandem/platform';

/** All drafts are as long as this many bytes or a multiple: nobody is told by how much they wrote. */
const pageBytes = 4_096;

/** Where a draft belongs: one phase of one session of one organisation. */
export interface Desk {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly phase: string;
}

/** Keeps what people are writing, under a key for each phase that is itself sealed under the service's key. */
export class DraftVault {
  private readonly sealing: Buffer;

  /** @param key 32 bytes; without them no draft can be read again. */
  constructor(key: Buffer) {
    if (key.length !== 32) throw new Error('TANDEM_SECRETS_KEY must be 32 bytes in base64.');
    this.sealing = Buffer.from(hkdfSync('sha256', key, '', 'tandem exercises draft keys', 32));
  }

  /** A new key for what is written at a desk, sealed. Destroyed, nothing written there can be read or matched again. */
  newKey(desk: Desk): Buffer {
    return seal(this.sealing, `draft key ${placeOf(desk)}`, randomBytes(32));
  }

  /** What a desk is opened with. */
  open(desk: Desk, sealedKey: Buffer): Drawers {
    return new Drawers(desk, unseal(this.sealing, `draft key ${placeOf(desk)}`, sealedKey));
  }
}

/** The drawers of one desk: each author has one, and without the key nobody can tell whose it is. */
export class Drawers {
  constructor(
    private readonly desk: Desk,
    private readonly key: Buffer,
  ) {}

  slotOf(authorId: string): Buffer {
    return createHmac('sha256', this.key).update(`slot ${authorId}`).digest();
  }

  seal(slot: Buffer, sheet: object): Buffer {
    const text = Buffer.from(JSON.stringify(sheet));
    const padding = Buffer.alloc(Math.ceil(text.length / pageBytes) * pageBytes - text.length, ' ');
    return seal(this.key, this.placeOf(slot), Buffer.concat([text, padding]));
  }

  unseal(slot: Buffer, sealed: Buffer): object {
    return JSON.parse(unseal(this.key, this.placeOf(slot), sealed).toString());
  }

  private placeOf(slot: Buffer): string {
    return `draft ${placeOf(this.desk)}/${slot.toString('hex')}`;
  }
}

const placeOf = ({ tenantId, sessionId, phase }: Desk) => `${tenantId}/${sessionId}/${phase}`;
