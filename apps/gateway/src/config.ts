import { loadConfig, serviceSettings } from '@tandem/platform';
import { z } from 'zod';
import { demandSafeIssuer } from './token';

const { HOST, PORT, TANDEM_ENV, TANDEM_ISSUER, TANDEM_JWKS_URL, TANDEM_AUDIENCE, LOG_LEVEL } = serviceSettings;
const service = (name: string) =>
  z
    .url({ protocol: /^https?$/, error: `must be a URL such as http://${name}:3000` })
    .describe(`Where the ${name} service is found`);

/** Every setting of the gateway. The same table stands in docs/configuration.md, made from this file. */
export const Config = z.object({
  HOST,
  PORT: PORT.default(4000).describe('HTTP port; 0 takes a free one'),
  TANDEM_ENV,
  TANDEM_ISSUER,
  TANDEM_JWKS_URL,
  TANDEM_AUDIENCE,
  LOG_LEVEL,
  TANDEM_EXERCISES_URL: service('exercises'),
  TANDEM_EXPERIMENTS_URL: service('experiments'),
  TANDEM_METRICS_URL: service('metrics'),
  TANDEM_NOTIFICATIONS_URL: service('notifications'),
});

export type Settings = z.output<typeof Config>;

export function config(env?: Readonly<Record<string, string | undefined>>): Settings {
  const settings = loadConfig(Config, env);
  demandSafeIssuer(settings.TANDEM_ISSUER, settings.TANDEM_ENV === 'development');
  return settings;
}
