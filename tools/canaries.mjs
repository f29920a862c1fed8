// Bad code that lint must refuse, and good code that it must let pass. Without it the rules could be off and nobody
// would know: ESLint skips the import table in silence when Nx has no project graph (nrwl/nx#8110). The files are
// linted as if they lay at their path; nothing is written. Runs after ESLint in `nx run tandem:lint`.
import { ESLint } from 'eslint';
import { root, say } from './setup.mjs';

const decider = 'apps/experiments/src/experiment/canary.decider.ts';
const slice = 'apps/experiments/src/experiment/canary.resolver.ts';
const spec = 'apps/experiments/src/experiment/canary.decider.spec.ts';
const boundaries = '@nx/enforce-module-boundaries';

const refused = [
  [
    'an app that imports another by path',
    'apps/metrics/src/canary.ts',
    `import '../../experiments/src/app.module';`,
    boundaries,
  ],
  [
    'an app that imports the standalone',
    'apps/metrics/src/canary.ts',
    `import '../../standalone/src/main';`,
    boundaries,
  ],
  [
    'standalone that imports more of an app than its module',
    'apps/standalone/src/canary.ts',
    `import '../../metrics/src/config';`,
    boundaries,
  ],
  [
    'a library that imports an app',
    'libs/platform/src/canary.ts',
    `import '../../../apps/metrics/src/app.module';`,
    boundaries,
  ],
  ['a pure library that imports Nest', 'libs/core/src/canary.ts', `import '@nestjs/common';`, boundaries],
  [
    'a pure library that imports infrastructure',
    'libs/statistics/src/canary.ts',
    `import '@tandem/event-store';`,
    boundaries,
  ],
  ['a pure library that imports pg', 'libs/contracts/src/canary.ts', `import 'pg';`, boundaries],
  ['infrastructure that imports Nest', 'libs/event-store/src/canary.ts', `import '@nestjs/common';`, boundaries],
  [
    'infrastructure that imports the platform',
    'libs/messaging/src/canary.ts',
    `import '@tandem/platform';`,
    boundaries,
  ],
  ['a cycle', 'libs/core/src/canary.ts', `import '@tandem/event-store';`, boundaries, /Circular dependency/],
  ['a library that imports itself by name', 'libs/core/src/canary.ts', `import '@tandem/core';`, boundaries],
  ['a decider that imports node:crypto', decider, `import 'node:crypto';`, 'no-restricted-imports'],
  ['a decider that imports Nest', decider, `import '@nestjs/common';`, 'no-restricted-imports'],
  ['a decider that imports the store', decider, `import '@tandem/event-store';`, 'no-restricted-imports'],
  ['a decider that imports a query', decider, `import './experiment-board.queries';`, 'no-restricted-imports'],
  ['a decider that imports a contract', decider, `import '@tandem/contracts';`, 'no-restricted-imports'],
  ['a decider that imports another slice', decider, `import '../prototype/prototype.events';`, 'no-restricted-imports'],
  ['a decider that loads at run time', decider, `export const it = () => import('node:fs');`, 'no-restricted-syntax'],
  ['a decider that reads the clock with new Date()', decider, 'export const at = new Date();', 'no-restricted-syntax'],
  ['a decider that reads the clock with Date.now()', decider, 'export const at = Date.now();', 'no-restricted-syntax'],
  ['a decider that hands on Date.now', decider, 'export const clock = Date.now;', 'no-restricted-syntax'],
  ['a decider that draws lots', decider, 'export const lot = Math.random();', 'no-restricted-syntax'],
  ['a decider that fetches', decider, `export const answer = fetch('https://example.org');`, 'no-restricted-globals'],
  [
    'a projection that reads the clock',
    decider.replace('decider', 'projection'),
    'export const at = new Date();',
    'no-restricted-syntax',
  ],
  [
    'measures that import a query',
    decider.replace('decider', 'measures'),
    `import './experiment-board.queries';`,
    'no-restricted-imports',
  ],
  [
    'an announcement that imports the store',
    decider.replace('decider', 'announce'),
    `import '@tandem/event-store';`,
    'no-restricted-imports',
  ],
  ['a slice that imports above its folder', slice, `import '../config';`, 'no-restricted-imports'],
  ['process.env outside config.ts', slice, 'export const port = process.env.PORT;', 'no-restricted-properties'],
  ['console', slice, `console.log('hello');`, 'no-console'],
  ['a default export', slice, 'export default 1;', 'no-restricted-syntax'],
  ['any', slice, 'export const x = (y: any) => y;', '@typescript-eslint/no-explicit-any'],
  ['a silenced type error', slice, '// @ts-ignore\nexport const x = 1;', '@typescript-eslint/ban-ts-comment'],
  ['a file of 251 lines', slice, 'export const x = [\n' + '1,\n'.repeat(249) + '];', 'max-lines'],
  ['a skipped test', spec, `it.skip('x', () => {});`, 'no-restricted-syntax'],
  ['a focused test', spec, `it.only('x', () => {});`, 'no-restricted-syntax'],
  ['a focused table', spec, `it.only.each([1])('x', () => {});`, 'no-restricted-syntax'],
  ['a skipped group', spec, `xdescribe('x', () => {});`, 'no-restricted-syntax'],
  ['a test still to be written', spec, `it.todo('x');`, 'no-restricted-syntax'],
];

const allowed = [
  [
    'standalone that imports the module of an app',
    'apps/standalone/src/canary.ts',
    `import '../../metrics/src/app.module';`,
  ],
  ['a decider that imports core and its own events', decider, `import '@tandem/core';\nimport './experiment.events';`],
  ['an announcement that imports contracts', decider.replace('decider', 'announce'), `import '@tandem/contracts';`],
  ['a date made of a fact', decider, 'export const at = (text: string) => new Date(text);'],
  ['the platform that imports infrastructure', 'libs/platform/src/canary.ts', `import '@tandem/event-store';`],
  [
    'an integration spec that starts the whole service',
    'apps/experiments/src/experiment/canary.int.spec.ts',
    `import '../app.module';`,
  ],
  [
    'config.ts that reads process.env',
    'apps/metrics/src/config.ts',
    'export const config = (env = process.env) => env;',
  ],
  ['a spec of 300 lines', spec, 'export const x = [\n' + '1,\n'.repeat(299) + '];'],
];

const eslint = new ESLint({ cwd: root });
const lint = async (file, code) => (await eslint.lintText(`${code}\n`, { filePath: file }))[0]?.messages ?? [];
const problems = [];

for (const [what, file, code, rule, message = /./] of refused) {
  const found = await lint(file, code);
  if (!found.some(({ ruleId, message: said }) => ruleId === rule && message.test(said)))
    problems.push(`Lint lets pass: ${what} (${rule}); it said ${JSON.stringify(found.map(({ ruleId }) => ruleId))}`);
}
for (const [what, file, code] of allowed) {
  const found = await lint(file, code);
  if (found.length) problems.push(`Lint refuses: ${what}: ${found.map(({ message }) => message).join(' ')}`);
}

problems.forEach(say);
say(`Canaries: ${refused.length} refused, ${allowed.length} let pass, ${problems.length} wrong.`);
process.exitCode = problems.length ? 1 : 0;
