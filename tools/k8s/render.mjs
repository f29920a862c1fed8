// Renders a kustomization with whatever can: kustomize of the cache or the path, or kubectl.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { root } from '../setup.mjs';

export const cache = path.join(root, 'node_modules', '.cache', 'k8s');

/** The program of that name from the cache or the path; nothing if there is none. */
export function program(name) {
  const cached = path.join(cache, name);
  if (fs.existsSync(cached)) return cached;
  return spawnSync(name, ['--help'], { stdio: 'ignore' }).error ? undefined : name;
}

/** How to render, or nothing. */
export function renderer() {
  const kustomize = program('kustomize');
  if (kustomize) return [kustomize, 'build'];
  const kubectl = program('kubectl');
  return kubectl && [kubectl, 'kustomize'];
}

export function render([command, ...args], folder) {
  return execFileSync(command, [...args, folder], { cwd: root, encoding: 'utf8', maxBuffer: 1e8, stdio: 'pipe' });
}

/** The documents of a rendered kustomization; a key given twice is an error. */
export function documentsOf(yaml) {
  return parseAllDocuments(yaml, { uniqueKeys: true }).map((document) => {
    if (document.errors.length) throw document.errors[0];
    return document.toJS();
  });
}
