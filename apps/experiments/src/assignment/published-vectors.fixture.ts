import { readFileSync } from 'node:fs';
import { referenceData } from '@tandem/core/testing';

/** Published inputs with what must come of them; null where the reference data is missing. */
export function published<Vectors>(name: string): Vectors | null {
  const file = referenceData(`experiments/${name}.json`);
  return file === null ? null : (JSON.parse(readFileSync(file, 'utf8')) as Vectors);
}
