// A consumer that dies at a named point: `node crash-child.cjs <settings as JSON>`. Compiles TypeScript as it loads it.
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

const { Pool } = require('pg');
const { applyBatch, KafkaBus, offsetsOf, PostgresBus } = require('../src/index.ts');

const { url, brokers, topic, group, crashAt, afterRecords } = JSON.parse(process.argv[2]);
const pool = new Pool({ connectionString: url, options: '-c role=service_app -c search_path=service' });
const bus = brokers
  ? new KafkaBus({ brokers, sessionMs: 600 })
  : new PostgresBus({ url, role: 'bus_app', leaseMs: 1_000 });
let seen = 0;

void bus.consume({
  group,
  topics: [topic],
  startAt: offsetsOf(pool, group),
  handler: (batch, { signal }) =>
    applyBatch({
      pool,
      consumer: group,
      batch,
      signal,
      run: async (records, tx) => {
        const values = records.map(({ value }) => value);
        await tx.query('INSERT INTO effects (consumer, value) SELECT $1, unnest($2::text[])', [group, values]);
        seen += records.length;
      },
      at: (point) => {
        if (point === crashAt && (seen >= afterRecords || point === 'before-effect'))
          process.kill(process.pid, 'SIGKILL');
      },
    }),
});
