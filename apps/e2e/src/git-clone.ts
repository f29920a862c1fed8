import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A commit of the clone that a test makes: how many hours after the first one it was written. */
export interface Commit {
  readonly at: number;
  /** The tag on it, and how many hours after the first commit that was set. */
  readonly tag?: readonly [name: string, at: number];
}

export const firstCommitAt = new Date('2025-09-01T08:00:00Z');
const after = (hours: number) => new Date(firstCommitAt.getTime() + hours * 3_600_000).toISOString();

/** A git repository with exactly these commits, one after another on its main branch. */
export function cloneWith(commits: readonly Commit[]): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'tandem-clone-'));
  const git = (args: readonly string[], at = firstCommitAt.toISOString()) => {
    const who = {
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    };
    const env = { ...process.env, ...who, GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at, GIT_CONFIG_GLOBAL: '/dev/null' };
    execFileSync('git', ['-C', dir, ...args], { env, stdio: 'pipe' });
  };
  git(['init', '-q', '-b', 'main']);
  commits.forEach(({ at, tag }, index) => {
    writeFileSync(path.join(dir, 'file'), String(index));
    git(['add', 'file']);
    git(['commit', '-q', '-m', `Change ${index + 1}`], after(at));
    if (tag) git(['tag', '-a', tag[0], '-m', tag[0]], after(tag[1]));
  });
  return dir;
}
