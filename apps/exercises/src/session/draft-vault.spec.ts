import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DraftVault } from './draft-vault';

const desk = { tenantId: randomUUID(), sessionId: randomUUID(), phase: 'list' };
const vault = new DraftVault(randomBytes(32));
const sealedKey = vault.newKey(desk);
const drawers = vault.open(desk, sealedKey);
const slot = drawers.slotOf('ann');

describe('A draft', () => {
  it('is read with the key of its phase', () => {
    const again = vault.open(desk, sealedKey);
    expect(again.unseal(again.slotOf('ann'), drawers.seal(slot, { text: 'Überall' }))).toEqual({ text: 'Überall' });
  });

  it('lies where nobody finds it without that key, also not by the same author elsewhere', () => {
    expect(vault.open(desk, vault.newKey(desk)).slotOf('ann')).not.toEqual(slot);
    expect(drawers.slotOf('bob')).not.toEqual(slot);
  });

  it('does not open in another drawer, under another key, or at another desk', () => {
    const sealed = drawers.seal(slot, { text: 'a' });
    expect(() => drawers.unseal(drawers.slotOf('bob'), sealed)).toThrow();
    expect(() => vault.open(desk, vault.newKey(desk)).unseal(slot, sealed)).toThrow();
    expect(() => vault.open({ ...desk, phase: 'vote' }, sealedKey)).toThrow();
    expect(() => new DraftVault(randomBytes(32)).open(desk, sealedKey)).toThrow();
  });

  it('is as long as any other that fits a page', () => {
    const lengths = ['', 'a', 'a'.repeat(4_000)].map((text) => drawers.seal(slot, { text }).length);
    expect(new Set(lengths).size).toBe(1);
    expect(drawers.seal(slot, { text: 'a'.repeat(4_100) }).length).toBe(lengths[0]! + 4_096);
  });

  it('is kept under 32 bytes of key, no fewer', () =>
    expect(() => new DraftVault(randomBytes(16))).toThrow(/32 bytes/));
});
