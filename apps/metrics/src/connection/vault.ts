import { createHmac, hkdfSync } from 'node:crypto';
import { seal, unseal } from '@tandem/platform';

/**
 * Keeps what must be read again but not by whoever sees the tables: webhook secrets and the bodies of deliveries
 * (AES-256-GCM), and turns people into pseudonyms (HMAC-SHA-256) that are the same each time.
 */
export class Vault {
  private readonly sealing: Buffer;
  private readonly naming: Buffer;

  /** @param key 32 bytes; without them nothing sealed can be read again, and people get other pseudonyms. */
  constructor(key: Buffer) {
    if (key.length !== 32) throw new Error('TANDEM_SECRETS_KEY must be 32 bytes in base64.');
    const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `tandem metrics ${purpose}`, 32));
    this.sealing = derive('sealing');
    this.naming = derive('naming');
  }

  /** Seals for one place: what is moved elsewhere does not open. */
  seal(place: string, plain: Buffer): Buffer {
    return seal(this.sealing, place, plain);
  }

  /** Throws when the place is another, the key is another, or a bit has changed. */
  open(place: string, sealed: Buffer): Buffer {
    return unseal(this.sealing, place, sealed);
  }

  /** Somebody's name within one organisation; nobody can tell from it who that is, or find them in another. */
  pseudonym(tenantId: string, who: string): string {
    return createHmac('sha256', this.naming)
      .update(`${tenantId}\n${who.toLowerCase()}`)
      .digest('base64url')
      .slice(0, 22);
  }
}
