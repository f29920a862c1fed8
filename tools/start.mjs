// `npm start`: from a clone to the running platform. Options: see apps/standalone (--fresh, --port, --data-dir, --repo).
import Module from 'node:module';
import { build, checkNode, install } from './setup.mjs';

checkNode();
await install();
const entry = await build();

// In this process: no second Node in memory, and no signal to pass on.
process.setSourceMapsEnabled(true);
process.argv[1] = entry;
Module.runMain();
