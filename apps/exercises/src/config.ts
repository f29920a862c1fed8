import { loadConfig, secretsKeySetting, serviceSettings } from '@tandem/platform';
import { z } from 'zod';

/** Every setting of this service. The same table stands in docs/configuration.md, made from this file. */
export const Config = z.object({
  ...serviceSettings,
  TANDEM_SECRETS_KEY: secretsKeySetting().describe(
    'Key of drafts that are not sealed yet: 32 bytes in base64. Lost, what people are just writing cannot be read again',
  ),
});

export const config = (env = process.env) => loadConfig(Config, env);
