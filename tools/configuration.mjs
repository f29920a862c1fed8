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
  return [
    '# Configuration',
    'Made from the settings that each app declares; do not edit it: `node tools/configuration.mjs`. An empty default means that the setting must be given, or may be left out if its meaning says so.',
    ...schemas.map(([app, { shape }]) => [`## ${app}`, table(Object.entries(shape))].join('\n\n')),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function table(settings) {
  const rows = settings.map(
    ([name, schema]) => `| \`${name}\` | ${fallback(schema)} | ${(schema.description ?? '').replaceAll('|', '\\|')} |`,
  );
  return ['| setting | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function fallback(schema) {
  const parsed = schema.safeParse(undefined);
  if (!parsed.success) return '*must be given*';
  return parsed.data === undefined ? '' : `\`${parsed.data}\``;
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  fs.writeFileSync(path.join(root, 'docs/configuration.md'), await configurationPage());
