// `npm test`: everything that must hold, on a machine with Node, npm and git. Ends with `N passed, N failed`.
import fs from 'node:fs';
import path from 'node:path';
import { testBroker } from './kafka-broker.mjs';
import { checkNode, fail, install, npm, root, run, say } from './setup.mjs';

checkNode();
await install();

const results = path.join(root, 'dist', 'test');
const env = {
  CI: 'true',
  NX_DAEMON: 'false',
  TANDEM_REFERENCE_DATA: process.env.TANDEM_REFERENCE_DATA ?? path.resolve(root, '..', 'shared', 'data'),
};
if (!fs.existsSync(env.TANDEM_REFERENCE_DATA))
  say(
    `!! No reference data at ${env.TANDEM_REFERENCE_DATA}: what is compared with it will not run. Set TANDEM_REFERENCE_DATA.`,
  );
fs.rmSync(results, { recursive: true, force: true });
fs.mkdirSync(results, { recursive: true });

const broker = await testBroker();
if (broker.address) env.KAFKA_BROKERS = broker.address;
else if (process.env.TEST_KAFKA === 'required') fail(`There is no Kafka, and TEST_KAFKA=required: ${broker.from}.`);

const node = (...args) => [process.execPath, args];
const nx = (...args) => node('node_modules/nx/dist/bin/nx.js', ...args);
const reportOf = (kind) => path.join(results, `${kind}.json`);
const jest = (kind, ...which) =>
  node(
    'node_modules/jest/bin/jest.js',
    ...['--projects', ...projects(), ...which],
    ...['--passWithNoTests', '--forceExit', '--json', `--outputFile=${reportOf(kind)}`],
  );
const all = (kind) => jest(kind, '--maxWorkers=2', '--testPathPatterns', `\\.${kind}\\.spec\\.ts$`);

const passed = ({ status }) => status === 0;
const steps = [
  ['lint, and that it is on', nx('run', 'tandem:lint')],
  ['format', node('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')],
  ['types', node('node_modules/typescript7/bin/tsc', '-p', 'tsconfig.all.json', '--noEmit')],
  ['lock file', npm('ci', '--dry-run', '--no-audit', '--no-fund'), ({ output }) => !/Missing:/.test(output)],
  ['build', node('tools/build.mjs')],
  ['rules of the repository', node('tools/checks.mjs')],
  ['k8s/ without a cluster', node('tools/k8s/check.mjs', ...(process.env.TEST_K8S === 'required' ? ['--all'] : []))],
  ['images', node('tools/images.mjs')],
  ['slice generator', node('tools/new-slice.mjs', '--check')],
  ['specs', nx('run-many', '-t', 'test', '--parallel=2', '--outputStyle=static')],
  ['integration specs', all('int'), passed, 'int'],
  ['journeys', all('e2e'), passed, 'e2e'],
];

const failedSteps = [];
const uncertain = [];
for (const [name, [program, args], passes = passed, kind] of steps) {
  say(`\n== ${name}`);
  const outcome = await run(program, args, { show: name !== 'lock file', env });
  const succeeded = passes(outcome) || (kind && (await alone(kind)));
  if (!succeeded) failedSteps.push(name);
  say(`== ${name}: ${succeeded ? 'passed' : 'FAILED'}, ${outcome.seconds.toFixed(1)} s`);
}

await broker.stop().catch((error) => say(`Kafka did not stop: ${error.message}`));

const counts = fs
  .readdirSync(results)
  .map((file) => JSON.parse(fs.readFileSync(path.join(results, file), 'utf8')))
  .reduce(
    (sum, report) => ({
      passed: sum.passed + report.numPassedTests,
      failed: sum.failed + report.numFailedTests + report.numRuntimeErrorTestSuites,
      unrun: sum.unrun + report.numPendingTests,
    }),
    { passed: 0, failed: 0, unrun: 0 },
  );
// A step without tests of its own, or whose tests could not even be counted, counts as one.
const uncounted = counts.failed ? failedSteps.filter((name) => !/specs|journeys/.test(name)) : failedSteps;

say('');
if (counts.unrun) say(`!! ${counts.unrun} tests did not run: their data is not here.`);
if (uncertain.length) say(`!! FAILED ONCE AND PASSED ALONE, look into it: ${uncertain.join(', ')}.`);
if (failedSteps.length) say(`Failed: ${failedSteps.join(', ')}.`);
if (!broker.address)
  say(`!! THE KAFKA SUITES DID NOT RUN: ${broker.from}. Set KAFKA_BROKERS, or install what is missing.`);
say(`PostgreSQL: ${postgres()}. Kafka: ${broker.address ? broker.from : 'none'}.`);
say(`${counts.passed} passed, ${counts.failed + uncounted.length} failed`);
process.exitCode = failedSteps.length ? 1 : 0;

/** Runs files that failed once more, one after another: a starved machine must not look like a fault. Says which. */
async function alone(kind) {
  const report = fs.existsSync(reportOf(kind)) && JSON.parse(fs.readFileSync(reportOf(kind), 'utf8'));
  const failing = report ? report.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name) : [];
  if (failing.length === 0 || failing.length > 3) return false;
  say(`\n== once more, alone: ${failing.map((file) => path.relative(root, file)).join(', ')}`);
  const [program, args] = jest(kind, '--runInBand', '--runTestsByPath', ...failing);
  if (!passed(await run(program, args, { show: true, env }))) return false;
  const second = JSON.parse(fs.readFileSync(reportOf(kind), 'utf8'));
  const passedBefore = report.testResults
    .filter(({ name }) => !failing.includes(name))
    .flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'passed'));
  uncertain.push(...failing.map((file) => path.relative(root, file)));
  fs.writeFileSync(
    reportOf(kind),
    JSON.stringify({
      numPassedTests: passedBefore.length + second.numPassedTests,
      numFailedTests: 0,
      numRuntimeErrorTestSuites: 0,
      numPendingTests: report.numPendingTests,
    }),
  );
  return true;
}

function postgres() {
  if (process.env.DATABASE_URL) return `that of DATABASE_URL (${new URL(process.env.DATABASE_URL).host})`;
  return process.env.TEST_DB === 'docker' ? 'in a container (TEST_DB=docker)' : 'embedded';
}

function projects() {
  return ['libs', 'apps'].flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder))
      .map((name) => path.join(root, folder, name, 'jest.config.cjs'))
      .filter((config) => fs.existsSync(config)),
  );
}
