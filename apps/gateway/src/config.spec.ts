import { describe, expect, it } from '@jest/globals';
import { config } from './config';

const given = {
  TANDEM_ISSUER: 'https://login.example.com',
  TANDEM_EXERCISES_URL: 'http://exercises:3000',
  TANDEM_EXPERIMENTS_URL: 'http://experiments:3000',
  TANDEM_METRICS_URL: 'http://metrics:3000',
  TANDEM_NOTIFICATIONS_URL: 'http://notifications:3000',
};

describe('The settings of the gateway', () => {
  it('need an issuer and the services, and fill in the rest', () =>
    expect(config(given)).toMatchObject({ PORT: 4000, TANDEM_ENV: 'production', TANDEM_AUDIENCE: 'tandem' }));

  it('name every mistake at once, and show no values', () => {
    const load = () =>
      config({ ...given, TANDEM_ISSUER: 'secret', TANDEM_METRICS_URL: 'ftp://secret', TANDEM_METRIC_URL: 'secret' });
    expect(load).toThrow(/TANDEM_ISSUER[\s\S]*TANDEM_METRICS_URL[\s\S]*TANDEM_METRIC_URL: no setting/);
    expect(load).not.toThrow(/secret/);
  });

  it.each(['http://login.example.com', 'https://127.0.0.1/x', 'https://localhost', 'https://[::1]'])(
    'take no issuer like %s outside development',
    (TANDEM_ISSUER) => {
      expect(() => config({ ...given, TANDEM_ISSUER })).toThrow('TANDEM_ISSUER');
      expect(config({ ...given, TANDEM_ISSUER, TANDEM_ENV: 'development' })).toMatchObject({ TANDEM_ISSUER });
    },
  );
});
