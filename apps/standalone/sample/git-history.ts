import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

/** Runs git in a folder and answers what it prints. */
export type Git = (dir: string, ...args: readonly string[]) => Promise<string>;

/** A commit as a line of the history import. */
interface CommitLine {
  readonly kind: 'commit';
  readonly sha: string;
  readonly parents: readonly string[];
  readonly authoredAt: string;
  readonly author?: string;
  readonly mainline: boolean;
}

/** A tag as a line of the history import. */
interface TagLine {
  readonly kind: 'tag';
  readonly name: string;
  readonly sha: string;
  readonly at: string;
}

export type HistoryLine = CommitLine | TagLine;

const commitFormat = '--format=%H%x00%P%x00%at%x00%ae';
const tagFormat =
  '--format=%(refname:strip=2)%00%(creatordate:unix)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)';

/**
 * A clone's commits and tags, as the history import of the metrics service takes them.
 *
 * Commits that only a tag reaches, as on a release branch, are told as being off the main line; without any tag, changes
 * of the version in package.json stand for releases. Throws an error that
 * says what to do when git is missing, the folder is no clone, or the clone is cut off.
 */
export async function readGitHistory(dir: string, git: Git = runGit): Promise<HistoryLine[]> {
  if (!existsSync(dir)) throw new Error(`"${dir}" does not exist: name the folder of a git clone.`);
  if ((await git(dir, 'rev-parse', '--is-shallow-repository')).trim() === 'true')
    throw new Error(
      `"${dir}" is a shallow clone, its history is cut off: run "git fetch --unshallow" in it, then start again.`,
    );

  const log = (...refs: string[]) => git(dir, '-c', 'log.showSignature=false', 'log', commitFormat, ...refs, '--');
  const head = await git(dir, 'rev-parse', '--verify', '--quiet', 'HEAD').catch(() => '');
  if (head.trim() === '') throw new Error(`"${dir}" has no commits yet: name a clone with a history.`);
  const mainline = parseCommits(await log('HEAD'), true);
  const onMain = new Set(mainline.map(({ sha }) => sha));
  const others = parseCommits(await log('HEAD', '--tags'), false).filter(({ sha }) => !onMain.has(sha));
  const tags = parseTags(await git(dir, 'for-each-ref', tagFormat, 'refs/tags'));
  return [...mainline, ...others, ...(tags.length > 0 ? tags : await versionChanges(dir, git))];
}

/** For a clone without tags: a commit of the main line that changes the version in package.json is a release. */
async function versionChanges(dir: string, git: Git): Promise<TagLine[]> {
  const changes = ['log', '--first-parent', '--format=%H%x00%ct', '-G^  "version":', 'HEAD', '--', 'package.json'];
  const commits = records(await git(dir, ...changes));
  const releases = commits.map(async ([sha = '', at]): Promise<TagLine> => {
    const manifest = await git(dir, 'show', `${sha}:package.json`).catch(() => '');
    const [, version = sha] = /^  "version": "([^"]+)"/m.exec(manifest) ?? [];
    return { kind: 'tag', name: `v${version}`, sha, at: moment(at) };
  });
  return Promise.all(releases);
}

/** Commits out of `git log`, oldest last as git prints them. */
export const parseCommits = (log: string, mainline: boolean): CommitLine[] =>
  records(log).map(([sha = '', parents = '', authoredAt, author]) => ({
    kind: 'commit',
    sha,
    parents: parents.split(' ').filter(Boolean),
    authoredAt: moment(authoredAt),
    ...(author ? { author } : {}),
    mainline,
  }));

/** Tags of commits out of `git for-each-ref`; a tag of a tree or a file deploys nothing. */
export const parseTags = (refs: string): TagLine[] =>
  records(refs).flatMap(([name = '', at, type, sha = '', peeledType, peeledSha = '']) => {
    if (type === 'commit') return [{ kind: 'tag', name, sha, at: moment(at) }];
    return peeledType === 'commit' ? [{ kind: 'tag', name, sha: peeledSha, at: moment(at) }] : [];
  });

/** The lines as bodies of requests, none larger than the limit of the door. */
export function asRequests(lines: readonly object[], mostBytes: number): string[] {
  const bodies: string[] = [];
  let body = '';
  let size = 0;
  for (const line of lines) {
    const text = `${JSON.stringify(line)}\n`;
    const bytes = Buffer.byteLength(text);
    if (size > 0 && size + bytes > mostBytes) {
      bodies.push(body);
      body = '';
      size = 0;
    }
    body += text;
    size += bytes;
  }
  return size > 0 ? [...bodies, body] : bodies;
}

const records = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\0'));

const moment = (seconds: string | undefined) => new Date(Number(seconds) * 1000).toISOString();

const execute = promisify(execFile);

async function runGit(dir: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await execute('git', ['-C', dir, ...args], { maxBuffer: 1024 ** 3, encoding: 'utf8' });
    return stdout;
  } catch (error) {
    const { code, stderr = '' } = error as { code?: string | number; stderr?: string };
    if (code === 'ENOENT')
      throw new Error('git is not installed, or not on the PATH: install it, or start without a repository.', {
        cause: error,
      });
    if (/not a git repository/i.test(stderr))
      throw new Error(`"${dir}" is not a git repository: name the folder of a git clone.`, { cause: error });
    throw new Error(`git ${args[0]} failed in "${dir}": ${stderr.trim().split('\n')[0]}`, { cause: error });
  }
}
