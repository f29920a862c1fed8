// `npm run bench -- [line…] [--rounds=3] [--seconds=1]`: installs and compiles what is missing, then measures.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build, checkNode, install, root } from './setup.mjs';

const node = (file, ...args) => {
  const { status } = spawnSync(process.execPath, [path.join(root, file), ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
checkNode();
await install();
await build();
node('tools/build.mjs', 'tools/bench');
node('dist/tools/bench/src/main.js', ...process.argv.slice(2));
