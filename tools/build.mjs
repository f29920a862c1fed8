// Compiles projects into dist, file by file: `node tools/build.mjs [projectRoot...]`, all of them without arguments.
import fs from 'node:fs';
import path from 'node:path';
import { transformFile } from '@swc/core';
import { root } from './setup.mjs';

process.chdir(root);
const swcrc = JSON.parse(fs.readFileSync('.swcrc', 'utf8'));
const { paths } = JSON.parse(fs.readFileSync('tsconfig.base.json', 'utf8')).compilerOptions;
// An absolute baseUrl makes SWC write @tandem/* as relative requires: the output needs no path hook.
const options = { ...swcrc, swcrc: false, jsc: { ...swcrc.jsc, baseUrl: root, paths } };

const projects = process.argv.length > 2 ? process.argv.slice(2) : ['libs', 'apps'].flatMap(projectsIn);
await Promise.all(projects.map(build));

async function build(project) {
  const files = ['src', 'sample']
    .map((folder) => path.join(project, folder))
    .filter(fs.existsSync)
    .flatMap(filesIn);
  const written = await Promise.all(files.filter((file) => !/\.(spec|fixture)\.ts$/.test(file)).map(emit));
  const output = path.join('dist', project);
  const kept = new Set(written.flat());
  // Last and one by one, so that a program that runs from dist meanwhile misses nothing.
  for (const file of fs.existsSync(output) ? filesIn(output) : [])
    if (!kept.has(file)) fs.rmSync(file, { force: true });
}

/** Writes what becomes of a source file; answers the files written. */
async function emit(file) {
  const target = path.join('dist', file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  if (!file.endsWith('.ts')) {
    fs.copyFileSync(file, target); // *.graphql, *.json and the sample's data
    return [target];
  }
  const output = target.replace(/\.ts$/, '.js');
  const { code, map } = await transformFile(file, {
    ...options,
    sourceFileName: path.relative(path.dirname(output), file),
  });
  fs.writeFileSync(output, `${code}\n//# sourceMappingURL=${path.basename(output)}.map\n`);
  fs.writeFileSync(`${output}.map`, map);
  return [output, `${output}.map`];
}

function projectsIn(folder) {
  return fs
    .readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((project) => fs.existsSync(path.join(project, 'project.json')));
}

function filesIn(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}
