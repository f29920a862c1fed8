import nx from '@nx/eslint-plugin';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const may = (sourceTag, ...onlyDependOnLibsWithTags) => ({ sourceTag, onlyDependOnLibsWithTags });

/** The whole architecture: who may import whom. docs/architecture.md draws the same table. */
const boundaries = [
  may('type:app', 'type:platform', 'type:infra', 'type:pure'),
  may('type:platform', 'type:infra', 'type:pure'),
  { ...may('type:infra', 'type:infra', 'type:pure'), bannedExternalImports: ['@nestjs/*'] },
  {
    ...may('type:pure', 'type:pure'),
    allowedExternalImports: [
      'zod',
      '@jest/globals',
      'fast-check',
      'jstat',
      'cloudevents',
      'graphology*',
      'edmonds-blossom-fixed',
      'echarts',
    ],
  },
];

const services = ['exercises', 'experiments', 'metrics', 'notifications'];

const depConstraints = (allow = []) => [
  'error',
  { depConstraints: boundaries, enforceBuildableLibDependency: false, allow },
];

/** What no file may do. */
const never = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name: one thing has one name everywhere.' },
  {
    selector: "ExportSpecifier[exported.name='default']",
    message: 'Export by name: one thing has one name everywhere.',
  },
];

/** A test that does not run is a test that passes: mend it or delete it. */
const skippedTests = [
  'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(skip|only|todo|failing)$/]',
  'MemberExpression[object.object.name=/^(it|test|describe)$/][property.name=/^(skip|only|failing)$/]',
  'CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe|ftest)$/]',
].map((selector) => ({ selector, message: 'No skipped and no focused test: mend it or delete it.' }));

const clock = 'Take the time from the event or the command.';
const impure = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clock },
  { selector: "CallExpression[callee.name='Date']", message: clock },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: clock },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Take chance from the command.',
  },
  { selector: 'ImportExpression', message: 'The model is pure: no dynamic import.' },
  { selector: "CallExpression[callee.name='require']", message: 'The model is pure: no require.' },
];

const only = (regex, message) => ['error', { patterns: [{ regex, message }] }];

export default defineConfig(
  { ignores: ['**/dist', '**/node_modules', '**/.nx', '**/*.mjs', '**/*.cjs'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': depConstraints(),
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read settings from config.ts.' },
      ],
      'no-restricted-syntax': ['error', ...never],
    },
  },
  {
    // A slice stands alone: nothing above its folder.
    files: services.map((service) => `apps/${service}/src/*/**/*.ts`),
    rules: { 'no-restricted-imports': only('^\\.\\./', 'A slice imports its own folder and @tandem/* only.') },
  },
  {
    // A kind of a thing lies in a folder of its own inside the slice, and builds on the slice above it.
    files: services.map((service) => `apps/${service}/src/*/*/**/*.ts`),
    rules: {
      'no-restricted-imports': only(
        '^\\.\\./(?![\\w-]+\\.[a-z]+$)',
        'A kind imports its own folder, its slice and @tandem/* only.',
      ),
    },
  },
  {
    // A slice is proved inside its whole service.
    files: services.map((service) => `apps/${service}/src/*/**/*.int.spec.ts`),
    rules: {
      'no-restricted-imports': only(
        '^\\.\\./(?!app\\.module$)',
        'A spec of a slice imports its own folder, its app.module and @tandem/* only.',
      ),
    },
  },
  {
    // The one process that holds every service: it may import each app's module, and nothing else of an app.
    files: ['apps/standalone/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': depConstraints(['^(\\.\\./)+[a-z]+/src/app\\.module$']) },
  },
  {
    // The model is pure: no framework, no clock, no chance.
    files: ['events', 'decider', 'projection', 'measures', 'announce', 'template'].map((role) => `**/*.${role}.ts`),
    rules: {
      'no-restricted-imports': only(
        '^(?!(@tandem/(core|statistics)|zod|(\\.{1,2}|\\./[\\w-]+)/[\\w-]+\\.(events|measures))$)',
        'The model imports @tandem/core, @tandem/statistics and its own events and measures only.',
      ),
      'no-restricted-globals': [
        'error',
        ...['process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'crypto', 'performance'],
      ],
      'no-restricted-syntax': ['error', ...never, ...impure],
    },
  },
  {
    // The rules of one kind of a thing may build on the rules of the thing.
    files: ['**/*.decider.ts'],
    rules: {
      'no-restricted-imports': only(
        '^(?!(@tandem/(core|statistics)|zod|(\\.{1,2}|\\./[\\w-]+)/[\\w-]+\\.(events|measures|decider|template))$)',
        'A decider imports @tandem/core, @tandem/statistics and its own events, measures, templates and deciders only.',
      ),
    },
  },
  {
    files: ['**/*.announce.ts'],
    rules: {
      'no-restricted-imports': only(
        '^(?!(@tandem/(core|contracts|statistics)|(\\.{1,2}|\\./[\\w-]+)/[\\w-]+\\.(events|measures))$)',
        'What is announced is made of @tandem/contracts, @tandem/core and its own events only.',
      ),
    },
  },
  {
    files: [
      '**/config.ts',
      '**/load-config.ts',
      '**/testing.ts',
      '**/*.fixture.ts',
      '**/*.spec.ts',
      'apps/e2e/**/*.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/*.spec.ts', '**/*.fixture.ts', '**/*.contract.ts'],
    rules: { 'max-lines': 'off', 'no-restricted-syntax': ['error', ...never, ...skippedTests] },
  },
);
