import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(__dirname, '../../../..', process.env['TANDEM_REFERENCE_DATA'] ?? '../shared/data');

/** Published inputs with what must come of them; null where the reference data is missing, which is said loudly. */
export function published<Vectors>(name: string): Vectors | null {
  const file = join(folder, 'experiments', `${name}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Vectors;
  process.stderr.write(`NOT COMPARED: ${file} is missing. Point TANDEM_REFERENCE_DATA to the reference data.\n`);
  return null;
}
