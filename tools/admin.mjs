// `npm run admin -- <service> [command [arguments]]`: what an operator may ask of a service, beside its replicas:
// lag, dead letters, parked events, boards. The settings are the service's own. In a container: `node main.js <command>`.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, checkNode, fail, install, root } from './setup.mjs';

const services = fs.readdirSync(path.join(root, 'apps')).filter((app) => {
  const file = path.join(root, 'apps', app, 'src/main.ts');
  return fs.existsSync(file) && /runService/.test(fs.readFileSync(file, 'utf8'));
});
const [service, command = 'help', ...args] = process.argv.slice(2);
if (!services.includes(service))
  fail(`npm run admin -- <service> [command [arguments]]; services: ${services.join(', ')}`, 64);

checkNode();
await install();
await build();
const main = path.join(root, 'dist/apps', service, 'src/main.js');
const { status } = spawnSync(process.execPath, ['-r', 'reflect-metadata', main, command, ...args], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
