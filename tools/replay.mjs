// `npm run replay -- <service> [--stream kind]`: publishes what a service has ever told others once more, from its log,
// under the same ids. The settings are the service's own: DATABASE_URL, KAFKA_BROKERS and so on.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, checkNode, fail, install, root } from './setup.mjs';

const usage = 'npm run replay -- <service> [--stream kind]';
const services = fs.readdirSync(path.join(root, 'apps')).filter((app) => speaks(app));
let given;
try {
  given = parseArgs({ allowPositionals: true, options: { stream: { type: 'string' } } });
} catch (error) {
  fail(`${error.message}\n${usage}`, 64);
}
const [service, ...others] = given.positionals;
if (!services.includes(service) || others.length > 0) fail(`${usage}; services: ${services.join(', ')}`, 64);

checkNode();
await install();
await build();
const { stream } = given.values;
const command = stream === undefined ? ['publish-again'] : ['publish-stream-again', stream];
const main = path.join(root, 'dist/apps', service, 'src/main.js');
const { status } = spawnSync(process.execPath, ['-r', 'reflect-metadata', main, ...command], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

/** A service is an app that runs as one. */
function speaks(app) {
  const file = path.join(root, 'apps', app, 'src/main.ts');
  return fs.existsSync(file) && /runService/.test(fs.readFileSync(file, 'utf8'));
}
