// Writes docs/configuration.md from the settings that the apps declare (zod, config.ts): `node tools/configuration.mjs`.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './setup.mjs';

const require = createRequire(import.meta.url);

/** The page as it ought to be. Reads the compiled apps: `node tools/build.mjs` first. */
export async function configurationPage() {
  const { z } = require('zod');
  const apps = fs
    .readdirSync(path.join(root, 'dist/apps'))
    .sort()
    .map((app) => [app, path.join(root, 'dist/apps', app, 'src/config.js')])
    .filter(([, file]) => fs.existsSync(file));
  const schemas = apps.map(([app, file]) => [
    app,
    Object.values(require(file)).find((value) => value instanceof z.ZodObject),
  ]);
  const missing = schemas.filter(([, schema]) => !schema).map(([app]) => `apps/${app}/src/config.ts`);
  if (missing.length)
    throw new Error(`${missing.join(', ')}: export the zod object of the settings, so that they can be documented.`);
  const rows = new Map(schemas.map(([app, { shape }]) => [app, Object.entries(shape).map(row)]));
  const services = [...rows.values()].filter((list) => list.some((line) => line.includes('MIGRATION_DATABASE_URL')));
  const shared = services[0].filter((line) => services.every((list) => list.includes(line)));
  const sections = [...rows].flatMap(([app, list]) => {
    const own = list.filter((line) => !shared.includes(line));
    const borrowed =
      list.length < shared.length + own.length && list.filter((line) => shared.includes(line)).map(nameIn);
    const also = borrowed && `Also, as above: ${borrowed.join(', ')}.`;
    return own.length ? [`## ${app}`, ...(also ? [also] : []), table(own)] : [];
  });
  const page = [
    '# Configuration',
    'Made from the settings that each app declares; do not edit it: `node tools/configuration.mjs`. An unknown `TANDEM_` name is an error. Without a default, a setting may be left out unless it says that it must be given.',
    '## Every service',
    `exercises, experiments, metrics and notifications.`,
    table(shared),
    ...sections,
  ].join('\n\n');
  return (await import('prettier')).format(page, { parser: 'markdown' });
}

const table = (rows) => ['| setting | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
const nameIn = (line) => line.split(' ')[1];

function row([name, schema]) {
  const meaning = (schema.description ?? '').replaceAll('|', '\\|').replaceAll('<', '&lt;');
  return `| \`${name}\` | ${fallback(schema)} | ${meaning} |`;
}

function fallback(schema) {
  const parsed = schema.safeParse(undefined);
  if (!parsed.success) return '*must be given*';
  return parsed.data === undefined ? '' : `\`${parsed.data}\``;
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  fs.writeFileSync(path.join(root, 'docs/configuration.md'), await configurationPage());
