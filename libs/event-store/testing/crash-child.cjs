// A writer that will be killed: `node crash-child.cjs <settings as JSON>`. Compiles TypeScript as it loads it.
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { transformSync } = require('@swc/core');

const root = path.join(__dirname, '../../..');
const swcrc = JSON.parse(fs.readFileSync(path.join(root, '.swcrc'), 'utf8'));
const { paths } = JSON.parse(fs.readFileSync(path.join(root, 'tsconfig.base.json'), 'utf8')).compilerOptions;
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) =>
  resolve.call(Module, paths[name] ? path.join(root, paths[name][0]) : name, ...rest);
require.extensions['.ts'] = (module, filename) =>
  module._compile(
    transformSync(fs.readFileSync(filename, 'utf8'), { ...swcrc, swcrc: false, filename }).code,
    filename,
  );

const { Database } = require('../src/database.ts');
const { EventLog } = require('../src/event-log.ts');
const { accounts, deposit } = require('../src/bank.fixture.ts');

const { url, streams, commandIds } = JSON.parse(process.argv[2]);
const log = new EventLog(new Database({ url, schema: 'bank' }));
log.store.register(accounts);

process.send('ready');
commandIds.forEach((commandId, n) =>
  deposit(log.store, streams[n % streams.length], 1, { commandId }).then(
    () => process.send(commandId),
    (error) => process.send(`error ${error.message}`),
  ),
);
