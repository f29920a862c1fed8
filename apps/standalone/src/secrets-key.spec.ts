import { chmodSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { secretsKey } from './secrets-key';

describe('The key of the secrets', () => {
  const place = () => path.join(mkdtempSync(path.join(tmpdir(), 'tandem-key-')), 'data');

  it('is 32 bytes, the same at each start', () => {
    const dir = place();
    const key = secretsKey(dir, false);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(secretsKey(dir, false)).toBe(key);
    expect(secretsKey(place(), false)).not.toBe(key);
  });

  it('is for its owner only', () => {
    const dir = place();
    secretsKey(dir, false);
    expect(statSync(path.join(dir, 'secrets-key')).mode & 0o777).toBe(0o600);
  });

  it('is new when everything is', () => {
    const dir = place();
    expect(secretsKey(dir, false)).not.toBe(secretsKey(dir, true));
  });

  it('is refused in one line where it cannot be written', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'tandem-key-')), 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    expect(() => secretsKey(path.join(file, 'data'), false)).toThrow(/--data-dir .* cannot be written to \(ENOTDIR\)/);
  });
});
