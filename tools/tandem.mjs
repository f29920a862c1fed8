#!/usr/bin/env node
// `tandem analyze FILE …`: the tools for people outside a clone's npm scripts, by name.
import { fail } from './setup.mjs';

const [command] = process.argv.splice(2, 1);
if (command !== 'analyze') fail('tandem analyze FILE --unit COLUMN --variant COLUMN --metric COLUMN', 64);
delete process.env.INIT_CWD; // here the shell's own folder counts
await import('./analyze.mjs');
