// What `npm start` and `npm test` need before anything else. Node's own modules only: nothing may be installed yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const at = (...parts) => path.join(root, ...parts);
const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

/** Ends with one line that names what is wrong and what to do. 78: the setting is wrong (sysexits, EX_CONFIG). */
export function fail(line, code = 1) {
  process.stderr.write(`${line}\n`);
  process.exit(code);
}

export function checkNode(version = process.versions.node) {
  const { node: range } = readJson(at('package.json')).engines;
  if (!satisfies(version, range))
    fail(
      `Node ${version} cannot run Tandem: install Node 22 or 24 (it needs ${range}), for example from nodejs.org.`,
      78,
    );
}

/** The two forms of range that package.json uses: ^a.b.c and >=a.b.c, joined by ||. */
export function satisfies(version, range) {
  const numbers = (text) => text.split('.').map((part) => parseInt(part, 10));
  const atLeast = (have, least) => {
    const i = have.findIndex((part, index) => part !== least[index]);
    return i === -1 || have[i] > least[i];
  };
  const have = numbers(version);
  return range.split('||').some((part) => {
    const least = numbers(part.trim().replace(/^(\^|>=)/, ''));
    return atLeast(have, least) && (part.trim().startsWith('>=') || have[0] === least[0]);
  });
}

/** Installs when node_modules is missing or is not what package-lock.json says. */
export async function install() {
  const wanted = readJson(at('package-lock.json')).packages;
  const file = at('node_modules', '.package-lock.json'); // npm's own record of what it installed
  const found = fs.existsSync(file) ? readJson(file).packages : {};
  const differs = ([name, { optional, version }]) => name && !optional && found[name]?.version !== version;
  if (!Object.entries(wanted).some(differs)) return;

  const count = Object.keys(wanted).length;
  say(`Installing about ${count} packages with npm, once. It takes a minute or two.`);
  const { status, output } = await run(...npm('ci', '--no-audit', '--no-fund'), { every: 'still installing' });
  if (status !== 0)
    fail(
      `${output.trim()}\nnpm could not install (above is what it said): check the network or npm's proxy and registry settings.`,
    );
}

/** Compiles apps and libs into dist, when a source differs from the last time. */
export async function build() {
  const entry = at('dist/apps/standalone/src/main.js');
  const stamp = at('dist/.sources');
  const hash = hashOfSources();
  if (fs.existsSync(entry) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === hash) return entry;
  const { status, output } = await run(process.execPath, [at('tools/build.mjs')]);
  if (status !== 0) fail(`${output.trim()}\nThe build failed, see above.`);
  if (!fs.existsSync(entry)) fail(`The build made no ${path.relative(root, entry)}: is the clone whole?`);
  fs.writeFileSync(stamp, hash);
  return entry;
}

function hashOfSources() {
  const hash = createHash('sha256');
  const add = (file) => hash.update(path.relative(root, file)).update(fs.readFileSync(file));
  for (const file of ['.swcrc', 'tsconfig.base.json', 'tools/build.mjs']) add(at(file));
  for (const folder of ['apps', 'libs'])
    for (const entry of fs.readdirSync(at(folder), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) add(path.join(entry.parentPath ?? entry.path, entry.name));
  return hash.digest('hex');
}

export function npm(...args) {
  const { npm_execpath } = process.env;
  return npm_execpath ? [process.execPath, [npm_execpath, ...args]] : ['npm', args];
}

/** Runs a program without stdin, at most `limit` seconds. Its output is kept, and shown as it comes with `show`. */
export function run(program, args, { show = false, every, env, limit = 900 } = {}) {
  const begun = process.hrtime.bigint();
  const seconds = () => Number(process.hrtime.bigint() - begun) / 1e9;
  return new Promise((resolve) => {
    // A group of its own, so that what it started ends with it.
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      detached: true,
    });
    let output = '';
    const keep = (text) => {
      output += text;
      if (show) process.stdout.write(text);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', keep);
    const kill = (why) => {
      keep(`\n${why}\n`);
      for (const pid of descendants(child.pid)) endAtOnce(pid);
      endAtOnce(-child.pid);
    };
    const interrupted = () => (kill('Interrupted.'), process.exit(130));
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const late = setTimeout(() => kill(`Stopped: it took more than ${limit} s.`), limit * 1000);
    const ticking = every && setInterval(() => say(`  ${every}, ${Math.round(seconds())} s`), 10_000);
    const done = (status) => {
      clearTimeout(late);
      clearInterval(ticking);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      resolve({ status, output, seconds: seconds() });
    };
    child.once('error', (error) => (keep(error.message), done(1)));
    child.once('close', (status) => done(status ?? 1));
  });
}

/** Nx gives its tasks sessions of their own: the group alone does not reach them. */
function descendants(pid) {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = (stdout ?? '').split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent) => pairs.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

function endAtOnce(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

export const say = (line) => void process.stdout.write(`${line}\n`);
