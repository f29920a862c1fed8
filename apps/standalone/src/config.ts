import { loadConfig, serviceSettings } from '@tandem/platform';
import { z } from 'zod';

const { TANDEM_AUDIENCE, LOG_LEVEL, DATABASE_URL } = serviceSettings;

/** Every setting of the standalone edition; the rest is said on the command line. */
export const Config = z.object({
  DATABASE_URL: DATABASE_URL.optional().describe('PostgreSQL to use instead of the embedded one'),
  TANDEM_ENV: z
    .enum(['development', 'production'])
    .default('development')
    .describe('Must be development: anybody on this machine can sign in as anybody'),
  TANDEM_AUDIENCE,
  TANDEM_SECRETS_KEY: z
    .base64({ error: 'must be 32 random bytes in base64' })
    .refine((text) => Buffer.from(text, 'base64').length === 32, { error: 'must be 32 random bytes in base64' })
    .optional()
    .describe('Key of webhook secrets; left out, one is made and kept in the data directory'),
  LOG_LEVEL: LOG_LEVEL.default('error'),
  NODE_ENV: z.string().optional().describe('Must not be production'),
  KUBERNETES_SERVICE_HOST: z.string().optional().describe('Must not be set: this edition is for one machine'),
});

export type Settings = z.output<typeof Config>;

export const config = (env?: Readonly<Record<string, string | undefined>>): Settings => loadConfig(Config, env);
