// `npm run chaos`: kills everything again and again under real load, then looks for what was lost, doubled or reordered.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { build, checkNode, install, root } from './setup.mjs';

checkNode();
await install();
await build();
const compiled = spawnSync(process.execPath, [path.join(root, 'tools/build.mjs'), 'tools/chaos'], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(1);

// In a mount namespace of its own the harness may fill a small disk, and the disk goes with it, however it ends.
const apart = ['unshare', ['--mount', '--propagation', 'private']];
const isApart = process.getuid?.() === 0 && spawnSync(apart[0], [...apart[1], 'true']).status === 0;
const program = [process.execPath, path.join(root, 'dist/tools/chaos/src/main.js'), ...process.argv.slice(2)];
const [command, ...args] = isApart ? [apart[0], ...apart[1], ...program] : program;
const child = spawn(command, args, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CHAOS_OWN_MOUNTS: isApart ? 'yes' : '' },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  if (signal) process.stderr.write(`The harness was ended by ${signal}.\n`);
  process.exit(code ?? 1);
});
