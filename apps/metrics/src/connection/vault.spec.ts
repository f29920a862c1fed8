import { describe, expect, it } from '@jest/globals';
import { Vault } from './vault';

const vault = new Vault(Buffer.alloc(32, 1));
const secret = Buffer.from('a webhook secret');

describe('The vault', () => {
  it('gives back what was sealed', () => expect(vault.open('here', vault.seal('here', secret))).toEqual(secret));

  it('seals nothing and much', () => {
    for (const plain of [Buffer.alloc(0), Buffer.alloc(5_000_000, 7)])
      expect(vault.open('here', vault.seal('here', plain)).equals(plain)).toBe(true);
  });

  it('never seals alike twice', () => expect(vault.seal('here', secret)).not.toEqual(vault.seal('here', secret)));

  it('does not open what was moved, changed, cut, or sealed by another key', () => {
    const sealed = vault.seal('here', secret);
    const changed = Buffer.from(sealed);
    changed[30] = changed[30]! ^ 1;

    expect(() => vault.open('there', sealed)).toThrow();
    expect(() => vault.open('here', changed)).toThrow();
    expect(() => vault.open('here', sealed.subarray(0, 20))).toThrow();
    expect(() => new Vault(Buffer.alloc(32, 2)).open('here', sealed)).toThrow();
  });

  it('calls a person the same each time, and otherwise in another organisation', () => {
    expect(vault.pseudonym('acme', 'Ann@example.org')).toBe(vault.pseudonym('acme', 'ann@example.org'));
    expect(vault.pseudonym('acme', 'ann@example.org')).toMatch(/^[\w-]{22}$/);
    expect(vault.pseudonym('acme', 'ann@example.org')).not.toBe(vault.pseudonym('other', 'ann@example.org'));
    expect(vault.pseudonym('acme', 'ann@example.org')).not.toBe(vault.pseudonym('acme', 'ben@example.org'));
    expect(vault.pseudonym('acme', 'ann')).not.toBe(new Vault(Buffer.alloc(32, 2)).pseudonym('acme', 'ann'));
  });

  it('needs a whole key', () => expect(() => new Vault(Buffer.alloc(16))).toThrow('32 bytes'));
});
