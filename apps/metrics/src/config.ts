import { loadConfig, serviceSettings } from '@tandem/platform';
import { z } from 'zod';

/** Every setting of this service. The same table stands in docs/configuration.md, made from this file. */
export const Config = z.object({
  ...serviceSettings,
  TANDEM_SECRETS_KEY: z
    .string({ error: 'must be 32 random bytes in base64, such as `openssl rand -base64 32` prints' })
    .refine((text) => /^[A-Za-z0-9+/]+=*$/.test(text) && Buffer.from(text, 'base64').length === 32, {
      error: 'must be 32 random bytes in base64, such as `openssl rand -base64 32` prints',
    })
    .describe(
      'Key of webhook secrets, kept deliveries and pseudonyms: 32 bytes in base64. Lost, none can be read again',
    ),
});

export const config = (env = process.env) => loadConfig(Config, env);
