import { loadConfig, serviceSettings } from '@tandem/platform';
import { z } from 'zod';

/** Every setting of this service. The same table stands in docs/configuration.md, made from this file. */
export const Config = z.object(serviceSettings);

export const config = (env = process.env) => loadConfig(Config, env);
