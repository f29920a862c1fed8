import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { readCatalogue } from './symptom-catalogue.measures';

/** S1 to S18. */
export const catalogue = readCatalogue(parse(readFileSync(path.join(__dirname, 'symptoms.yaml'), 'utf8')));
