import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { fitting, readPlaybook, type Stage, stages } from './playbook.measures';

const written = (name: string) => readPlaybook(name, parse(readFileSync(path.join(__dirname, `${name}.yaml`), 'utf8')));

/** Every playbook, in the order of a product's life. */
export const playbooks = stages.map((stage) => written(stage === 'any' ? 'every-stage' : stage));

/** What fits a stage and a symptom; left out: everything. */
export const playbooksFor = (stage?: Stage, symptom?: string) => fitting(playbooks, stage, symptom);
