import { loadConfig, secretsKeySetting, serviceSettings } from '@tandem/platform';
import { z } from 'zod';

/** Every setting of this service. The same table stands in docs/configuration.md, made from this file. */
export const Config = z.object({
  ...serviceSettings,
  TANDEM_SECRETS_KEY: secretsKeySetting().describe(
    'Key of webhook secrets, kept deliveries and pseudonyms: 32 bytes in base64. Lost, none can be read again',
  ),
});

export const config = (env = process.env) => loadConfig(Config, env);
