// Rules of the repository that no compiler sees: `node tools/checks.mjs`, run by `npm test`.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { builtinModules } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { configurationPage } from './configuration.mjs';
import { root, say } from './setup.mjs';

const git = (...args) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }).split('\n').filter(Boolean);
const exists = (file) => fs.existsSync(path.join(root, file));
const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');

// What is committed or about to be: the same answer in a clone and in a working copy.
const files = git('ls-files', '--cached', '--others', '--exclude-standard').filter(exists);
const texts = files.filter(
  (file) => /\.(ts|mjs|cjs|js|json|md|yaml|yml|sh|graphql)$|^\.ci\//.test(file) && file !== 'package-lock.json',
);
const code = files.filter((file) => /^(apps|libs)\/.*\.ts$/.test(file));

/** Every line that matches, as `file:line what`. */
const lines = (among, pattern, what) =>
  among.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((text, index) => (pattern.test(text) ? [`${file}:${index + 1} ${what}`] : [])),
  );

const checks = {
  'README.md has at most 500 words'() {
    if (!exists('README.md')) return ['README.md is missing'];
    const words = read('README.md').split(/\s+/).filter(Boolean).length;
    return words > 500 ? [`README.md has ${words} words`] : [];
  },

  'no path of a machine'() {
    const here = path.dirname(root).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const somebodys = '(?<![\\w./-])/(home|Users)/\\w+/|(?<![\\w./-])/[r]oot/';
    return lines(
      texts,
      new RegExp(!['/', os.tmpdir()].includes(path.dirname(root)) ? `(?<![\\w./-])${here}/|${somebodys}` : somebodys),
      'names a path of one machine',
    );
  },

  'a silenced lint rule says why'() {
    return lines(
      code,
      /eslint-disable(?!.* -- )/,
      'silences a rule without a reason: eslint-disable-next-line RULE -- why',
    );
  },

  'files are named by what they are'() {
    const roles =
      'events|decider|projection|queries|graphql|resolver|announce|module|workflow|consumer|client|measures|pictures|controller|migration|template|fixture';
    const slice = new RegExp(
      `^apps/[a-z]+/src/([a-z0-9-]+/){1,2}[a-z0-9-]+(\\.(${roles}))?(\\.int|\\.e2e)?(\\.spec)?\\.ts$`,
    );
    const services = /^apps\/(exercises|experiments|metrics|notifications)\/src\/(?!migrations\/)[^/]+\//;
    const vague = /(^|[/.-])(utils?|helpers?|common|shared|misc|base|manager|impl|dto)([/.-]|$)/;
    return [
      ...code
        .filter((file) => services.test(file) && !slice.test(file) && !/\.spec\.ts$/.test(file))
        .map((file) => `${file}: its role is not one of ${roles.replaceAll('|', ', ')}`),
      ...code.filter((file) => vague.test(file)).map((file) => `${file}: name it by what it is`),
      ...code.filter((file) => /^apps\/.*\/index\.ts$/.test(file)).map((file) => `${file}: no barrels in apps`),
      ...code.filter((file) => /[A-Z]/.test(file)).map((file) => `${file}: kebab-case`),
    ];
  },

  'every dependency is pinned'() {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'));
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([, version]) => !/^(npm:\w+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${name} is ${version}: name one version`);
  },

  'every dependency has its line in docs/dependencies.md'() {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'));
    const wanted = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
    const found = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    return [
      ...wanted.filter((name) => !found.includes(name)).map((name) => `${name} has no line`),
      ...found.filter((name) => !wanted.includes(name)).map((name) => `${name} has a line but is no dependency`),
    ];
  },

  'each ADR has a number of its own'() {
    const numbers = files.flatMap((file) => /^docs\/adr\/(\d{4})-/.exec(file)?.[1] ?? []);
    return numbers
      .filter((number, index) => numbers.indexOf(number) !== index)
      .map((number) => `two decisions are called ${number}: give the later one the next free number`);
  },

  'what a service loads is installed where it runs'() {
    const { dependencies, optionalDependencies } = JSON.parse(read('package.json'));
    const there = new Set([...Object.keys({ ...dependencies, ...optionalDependencies }), ...builtinModules]);
    const runs = code.filter(
      (file) =>
        !/\.(spec|fixture|contract)\.ts$|(^|\/)testing(\/|\.ts$)|spec-database|reference-(data|samples)|^apps\/e2e\//.test(
          file,
        ),
    );
    return runs.flatMap((file) =>
      [...read(file).matchAll(/^(?:import|export) (?!type )[^;]*? from '([^'.][^']*)'|^import '([^'.][^']*)'/gms)]
        .map(([, from, bare]) => from ?? bare)
        .map((from) =>
          from
            .split('/')
            .slice(0, from.startsWith('@') ? 2 : 1)
            .join('/'),
        )
        .filter((name) => !/^(@tandem\/|node:)/.test(name) && !there.has(name))
        .map((name) => `${file}: ${name} is no run-time dependency`),
    );
  },

  'docs/traceability.yaml names real tests'() {
    const rows = read('docs/traceability.yaml')
      .split(/^- /m)
      .slice(1)
      .map((row) =>
        Object.fromEntries(
          [...row.matchAll(/^ *(\w+): (.*)$/gm)].map(([, key, value]) => [key, value.replace(/^'(.*)'$/, '$1')]),
        ),
      );
    const tested = rows.filter(({ test }) => test);
    say(
      `   traceability: ${rows.length} rows, ${rows.filter(({ features }) => features).length} name a feature, ${tested.length} a test`,
    );
    return [
      ...(rows.length === 196 && rows.every(({ id }, index) => Number(id) === index + 1)
        ? []
        : [`${rows.length} rows, not 1 to 196 in order`]),
      ...rows
        .filter(({ article, quote, features }) => !/^[AB]$/.test(article ?? '') || !quote || !features)
        .map(({ id }) => `row ${id} lacks its article, quote or features`),
      ...rows
        .filter(({ quote = '' }) => quote.split(' ').length > 12)
        .map(({ id }) => `row ${id} quotes more than twelve words`),
      ...tested.flatMap(({ id, test }) =>
        test
          .split(', ')
          .filter((file) => !/\.spec\.ts$/.test(file) || !exists(file))
          .map((file) => `row ${id}: there is no test ${file}`),
      ),
    ];
  },

  async 'docs/configuration.md is what the settings say'() {
    const now = exists('docs/configuration.md') ? read('docs/configuration.md') : '';
    return (await configurationPage()) === now ? [] : ['it is out of date: node tools/configuration.mjs'];
  },
};

let wrong = 0;
for (const [rule, check] of Object.entries(checks)) {
  const problems = await check();
  wrong += problems.length;
  if (problems.length) say(`${rule}:\n${problems.map((problem) => `   ${problem}`).join('\n')}`);
}
say(`Rules of the repository: ${Object.keys(checks).length} checked, ${wrong} broken.`);
process.exitCode = wrong ? 1 : 0;
