// `npm run bench -- [line…] [--rounds=3] [--seconds=1]`: installs and compiles what is missing, then measures.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { testBroker } from './kafka-broker.mjs';
import { build, checkNode, install, root } from './setup.mjs';

const node = (file, ...args) => {
  const { status } = spawnSync(process.execPath, [path.join(root, file), ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
checkNode();
await install();
await build();
node('tools/build.mjs', 'tools/bench');
const args = process.argv.slice(2);
const named = args.filter((arg) => !arg.startsWith('--'));
const broker = named.length === 0 || named.includes('kafka') ? await testBroker() : undefined;
const env = { ...process.env, ...(broker?.address && { KAFKA_BROKERS: broker.address }) };
const bench = spawn(process.execPath, [path.join(root, 'dist/tools/bench/src/main.js'), ...args], {
  ...{ cwd: root, env, stdio: 'inherit' },
});
bench.once('close', async (status) => {
  await broker?.stop();
  process.exitCode = status ?? 1;
});
