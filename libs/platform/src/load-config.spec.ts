import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { loadConfig, serviceSettings } from './load-config';

const Config = z.object(serviceSettings);
const good = { DATABASE_URL: 'postgres://db/x', TANDEM_ISSUER: 'https://login.example.com' };

describe('Settings', () => {
  it('name every bad one at once, and show no values', () => {
    const load = () =>
      loadConfig(Config, { ...good, DATABASE_URL: 'mysql://root:secret@db/x', LOG_LEVEL: 'loud', PORT: '99999' });

    expect(load).toThrow(/DATABASE_URL[\s\S]*LOG_LEVEL/);
    expect(load).toThrow(/PORT/);
    expect(load).not.toThrow(/secret|loud|99999/);
  });

  it('end a process with 78', () => {
    expect(() => loadConfig(Config, {})).toThrow(expect.objectContaining({ exitCode: 78 }));
  });

  it('fill in what may be left out', () => {
    expect(loadConfig(Config, good)).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 0,
      TANDEM_ENV: 'production',
      TANDEM_AUDIENCE: 'tandem',
    });
  });

  it('take an empty one as left out', () => {
    expect(loadConfig(Config, { ...good, PORT: '' }).PORT).toBe(0);
  });

  it('refuse a TANDEM_ name that nobody knows: it is a typing mistake', () => {
    expect(() => loadConfig(Config, { ...good, TANDEM_ISUER: 'https://login.example.com' })).toThrow('TANDEM_ISUER');
  });

  it.each(['abc', '1e3x', '-1', '80.5', '"5432"'])('refuse the port %s', (PORT) => {
    expect(() => loadConfig(Config, { ...good, PORT })).toThrow('PORT');
  });

  it.each(['login.example.com', 'ftp://login.example.com'])('refuse the issuer %s', (TANDEM_ISSUER) => {
    expect(() => loadConfig(Config, { ...good, TANDEM_ISSUER })).toThrow('TANDEM_ISSUER');
  });

  it('leave names of others alone', () => {
    expect(() => loadConfig(Config, { ...good, HOME: '/root', TANDEM_REFERENCE_DATA: '../shared/data' })).not.toThrow();
  });
});
