import { describe, expect, it } from '@jest/globals';
import { isUuid, uuidv5, uuidv7 } from './uuid';

describe('A new id', () => {
  it('is a UUID of version 7 that begins with its time', () => {
    expect(uuidv7(0x017f22e279b0)).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/); // the time of RFC 9562, A.6
  });

  it('sorts by time', () => {
    const ids = Array.from({ length: 600 }, (_, n) => uuidv7(1_700_000_000_000 + n));
    expect([...ids].sort()).toEqual(ids);
  });

  it('is never the same, however many are asked for at once', () => {
    expect(new Set(Array.from({ length: 10_000 }, () => uuidv7(1_700_000_000_000))).size).toBe(10_000);
  });
});

describe('The id of a name', () => {
  const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

  it('is the one of RFC 9562, A.4', () => {
    expect(uuidv5(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('does not depend on how its namespace is written', () => {
    expect(uuidv5(dns.toUpperCase(), 'x')).toBe(uuidv5(dns, 'x'));
  });

  it('needs a UUID for its namespace', () => {
    expect(() => uuidv5(`${dns}.0`, 'x')).toThrow('The namespace of a name must be a UUID.');
  });
});

it.each([
  ['6ba7b810-9dad-11d1-80b4-00c04fd430c8', true],
  ['6BA7B810-9DAD-11D1-80B4-00C04FD430C8', true],
  ['6ba7b8109dad11d180b400c04fd430c8', false],
  ['6ba7b810-9dad-11d1-80b4-00c04fd430c8\n', false],
  ['', false],
  [undefined, false],
])('%j is a UUID: %j', (text, is) => expect(isUuid(text)).toBe(is));
