// `npm run topics`: makes the topics that the contracts declare on the Kafka of KAFKA_BROKERS, and grows those that are too small.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build, checkNode, install, root } from './setup.mjs';

checkNode();
await install();
await build();
const program = path.join(root, 'dist/libs/platform/src/topics.js');
process.exitCode = spawnSync(process.execPath, [program], { stdio: 'inherit' }).status ?? 1;
