import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from './options';

/** The key that seals webhook secrets: made once, kept beside the data, readable by whoever runs Tandem and no other. */
export function secretsKey(dataDir: string, fresh: boolean): string {
  const file = path.join(path.resolve(dataDir), 'secrets-key');
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    if (fresh) rmSync(file, { force: true });
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST')
      throw new UsageError(`--data-dir ${dataDir} cannot be written to (${code}): choose a directory of yours.`);
  }
  return readFileSync(file, 'utf8').trim();
}
