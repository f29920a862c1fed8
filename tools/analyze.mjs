// `npm run -s analyze -- FILE --unit COLUMN --variant COLUMN --metric COLUMN`: tests a file of results, as a tracked experiment is.
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, checkNode, install, root } from './setup.mjs';

checkNode();
await install();
await build();
const { analyze } = createRequire(import.meta.url)(path.join(root, 'dist/apps/experiments/src/analyze.js'));
process.exitCode = await analyze(process.argv.slice(2), {
  folder: process.env.INIT_CWD ?? process.cwd(), // npm itself goes to the root first
  input: process.stdin,
  output: process.stdout,
  messages: process.stderr,
});
