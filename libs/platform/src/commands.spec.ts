import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { commandNamed, usage } from './commands';

const guide = readFileSync(path.resolve(__dirname, '../../../docs/operate.md'), 'utf8');
const inTable = [...guide.matchAll(/^\| (`.*?`) +\|/gm)].flatMap(([, cell]) => [...cell!.matchAll(/`([a-z][a-z-]+)/g)]);
const inText = [...guide.matchAll(/node main\.js ([a-z][a-z-]+)/g)];

describe("The operator's guide", () => {
  it('names commands that there are', () => {
    const named = [...new Set([...inTable, ...inText].map(([, name]) => name!))].filter(
      (name) => !['help', 'cnpg', 'strimzi', 'keda', 'prometheus', 'ingress'].includes(name),
    );

    expect(named.length).toBeGreaterThan(9);
    expect(named.filter((name) => !commandNamed(name))).toEqual([]);
  });

  it('names every command that there is', () => {
    const commands = [...usage('exercises').matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name!);

    expect(commands.filter((name) => !guide.includes(`\`${name}`))).toEqual([]);
  });
});
