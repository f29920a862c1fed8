// k8s/ without a cluster: `node tools/k8s/check.mjs`, run by `npm test`. Every overlay renders, holds to the schemas,
// refers to nothing that is missing, keeps the policies and agrees with the code; each rule catches its canaries.
// With --all, as .ci/run calls it, kustomize, kubeconform and kube-score are installed (Go) and asked as well.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parse } from 'yaml';
import { root, say } from '../setup.mjs';
import { agreementRules } from './agreement-rules.mjs';
import { canaries } from './canaries.mjs';
import { policyRules } from './policy-rules.mjs';
import { referenceRules } from './reference-rules.mjs';
import { cache, documentsOf, program, render, renderer } from './render.mjs';
import { schemaRules } from './schema-rules.mjs';

const tools = {
  kustomize: 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1',
  kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0',
  'kube-score': 'github.com/zegl/kube-score/cmd/kube-score@v1.20.0',
};
const all = process.argv.includes('--all');
const extra = all && install();
const how = renderer();
if (!how) {
  say('!! k8s/ was not checked: neither kustomize nor kubectl is here. .ci/run installs what it needs with Go.');
  process.exit(all ? 1 : 0);
}

const require = createRequire(import.meta.url);
const at = (...parts) => path.join(root, ...parts);
const built = (file) => require(at('dist', file));
const rules = { ...schemaRules, ...referenceRules, ...policyRules, ...agreementRules };
const shared = {
  secrets: parse(fs.readFileSync(at('k8s/secrets.yaml'), 'utf8')),
  topics: built('libs/contracts/src/index.js').topics,
  settings: Object.fromEntries(
    ['gateway', 'exercises', 'experiments', 'metrics', 'notifications'].map((app) => [
      app,
      built(`apps/${app}/src/config.js`).Config.shape,
    ]),
  ),
  paths: pathsOfControllers(),
};

let wrong = 0;
const problem = (where, problems) => {
  wrong += problems.length;
  for (const each of problems) say(`   ${where}: ${each}`);
};

const overlays = fs.readdirSync(at('k8s/overlays'));
const rendered = Object.fromEntries(overlays.map((overlay) => [overlay, render(how, `k8s/overlays/${overlay}`)]));
for (const [overlay, yaml] of Object.entries(rendered)) {
  if (all && render(how, `k8s/overlays/${overlay}`) !== yaml) problem(overlay, ['renders differently the second time']);
  const documents = documentsOf(yaml);
  for (const [rule, check] of Object.entries(rules))
    problem(`${overlay}, ${rule}`, check({ documents, overlay, ...shared }));
  if (extra) problem(overlay, asked(yaml));
}
const unused = fs
  .readdirSync(at('k8s/components'))
  .filter(
    (name) =>
      !overlays.some((overlay) =>
        fs.readFileSync(at('k8s/overlays', overlay, 'kustomization.yaml'), 'utf8').includes(`components/${name}\n`),
      ),
  );
problem(
  'components',
  unused.map((name) => `${name} is in no overlay, so nothing checks it`),
);

let caught = 0;
for (const rule of Object.keys(rules)) {
  if (!canaries[rule]) problem('canaries', [`"${rule}" has none`]);
  for (const [index, spoil] of (canaries[rule] ?? []).entries()) {
    const documents = documentsOf(rendered.prod);
    spoil(documents);
    if (rules[rule]({ documents, overlay: 'prod', ...shared }).length > 0) caught++;
    else problem('canaries', [`"${rule}" does not notice number ${index + 1}`]);
  }
}
say(
  `k8s/: ${overlays.length} overlays, ${Object.keys(rules).length} rules, ${caught} canaries caught, ${wrong} problems (${path.basename(how[0])}).`,
);
process.exitCode = wrong ? 1 : 0;

/** The addresses that any controller answers, as the code declares them. */
function pathsOfControllers() {
  const files = ['apps', 'libs'].flatMap((folder) =>
    fs
      .readdirSync(at(folder), { recursive: true })
      .filter((file) => file.endsWith('.controller.ts'))
      .map((file) => at(folder, file)),
  );
  return new Set(
    files.flatMap((file) =>
      [...fs.readFileSync(file, 'utf8').matchAll(/@Get\('([^']*)'\)/g)].map(([, each]) => `/${each}`),
    ),
  );
}

/** Whether the programs of others are there by now. */
function install() {
  const missing = Object.entries(tools).filter(([name]) => !fs.existsSync(path.join(cache, name)));
  if (missing.length > 0) say(`Installing ${missing.map(([name]) => name).join(', ')} with Go, once.`);
  fs.mkdirSync(cache, { recursive: true });
  return missing.every(([, module]) => {
    const options = { env: { ...process.env, GOBIN: cache }, encoding: 'utf8' };
    const { status, stderr, error } = spawnSync('go', ['install', module], options);
    if (status !== 0) say(`!! ${module} did not run: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
    return status === 0;
  });
}

/** What the programs that others use say, with the same schemas. */
function asked(yaml) {
  const folder = path.join(cache, 'schemas');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const { definitions, schemas } = JSON.parse(fs.readFileSync(new URL('schemas.json', import.meta.url), 'utf8'));
  for (const [id, schema] of Object.entries(schemas)) {
    const [kind, version, group] = id.split('/').reverse();
    const name = [kind, ...(group ? [group.split('.')[0]] : []), version].join('-').toLowerCase();
    fs.writeFileSync(path.join(folder, `${name}.json`), JSON.stringify({ ...schema, definitions }));
  }
  const location = `${folder}/{{ .ResourceKind }}{{ .KindSuffix }}.json`;
  return [
    ...complaints(program('kubeconform'), ['-strict', '-summary', '-schema-location', location, '-'], yaml),
    ...complaints(program('kube-score'), ['score', '--output-format', 'ci', '-'], yaml, /^\[(CRITICAL|WARNING)\]/),
  ];
}

function complaints(command, args, input, pattern = / (failed|is invalid|error)/i) {
  try {
    execFileSync(command, args, { input, encoding: 'utf8', stdio: 'pipe', maxBuffer: 1e8 });
    return [];
  } catch ({ stdout = '', stderr = '', message }) {
    const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => pattern.test(line));
    return lines.length ? lines : [message];
  }
}
