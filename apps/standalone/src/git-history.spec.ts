import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { asRequests, parseCommits, parseTags, readGitHistory } from '../sample/git-history';

describe('A commit in the log', () => {
  it('is told with its parents, its time and its author', () =>
    expect(parseCommits('aa\0bb cc\x001700000000\0ann@example.org\n', true)).toEqual([
      {
        kind: 'commit',
        sha: 'aa',
        parents: ['bb', 'cc'],
        authoredAt: '2023-11-14T22:13:20.000Z',
        author: 'ann@example.org',
        mainline: true,
      },
    ]));

  it('may be the first, and may have no author', () =>
    expect(parseCommits('aa\0\x000\0\n', false)).toEqual([
      { kind: 'commit', sha: 'aa', parents: [], authoredAt: '1970-01-01T00:00:00.000Z', mainline: false },
    ]));
});

describe('A tag', () => {
  it('names its commit, whether annotated or not', () =>
    expect(parseTags('v1\x001700000000\0commit\0aa\0\0\nv2\x001700000001\0tag\0t2\0commit\0bb\n')).toMatchObject([
      { name: 'v1', sha: 'aa', at: '2023-11-14T22:13:20.000Z' },
      { name: 'v2', sha: 'bb', at: '2023-11-14T22:13:21.000Z' },
    ]));

  it('of a file or a tree is no deployment', () =>
    expect(parseTags('v1\x000\0blob\0aa\0\0\nv2\x000\0tag\0t\0tree\0bb\n')).toEqual([]));
});

describe('An import', () => {
  it('is cut into requests that fit through the door, in order', () => {
    const lines = [{ n: 1 }, { n: 2 }, { n: 3 }];
    expect(asRequests(lines, 16)).toEqual(['{"n":1}\n{"n":2}\n', '{"n":3}\n']);
    expect(asRequests([], 16)).toEqual([]);
  });
});

describe('A clone', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'git-history-'));
  const repository = path.join(home, 'repository');
  const git = (dir: string, ...args: string[]) =>
    execFileSync('git', ['-C', dir, '-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', ...args], {
      stdio: 'pipe',
    });
  const commit = (message: string) => git(repository, 'commit', '--allow-empty', '--no-gpg-sign', '-m', message);

  beforeAll(() => {
    fs.mkdirSync(repository);
    git(repository, 'init', '-b', 'main');
    commit('first');
    git(repository, 'checkout', '-b', 'release');
    commit('only on the release branch');
    git(repository, 'tag', '-a', '-m', 'first release', 'v1');
    git(repository, 'checkout', 'main');
    commit('second');
    git(repository, 'tag', 'v2');
    git(home, 'clone', '--depth', '1', `file://${repository}`, 'shallow');
    fs.mkdirSync(path.join(home, 'empty'));
    git(path.join(home, 'empty'), 'init');
    fs.mkdirSync(path.join(home, 'folder'));
  });
  afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

  it('is read with what only a release branch has kept off the main line', async () => {
    const lines = await readGitHistory(repository);
    const commits = lines.filter((line) => line.kind === 'commit');
    const tags = lines.filter((line) => line.kind === 'tag');

    expect(commits.map(({ mainline, parents }) => [mainline, parents.length])).toEqual([
      [true, 1],
      [true, 0],
      [false, 1],
    ]);
    expect(tags.map(({ name, sha }) => [name, sha])).toEqual([
      ['v1', commits[2]?.sha],
      ['v2', commits[0]?.sha],
    ]);
  });

  it('without tags is released by a change of its version', async () => {
    const untagged = path.join(home, 'untagged');
    fs.mkdirSync(untagged);
    git(untagged, 'init', '-b', 'main');
    for (const [version, name] of [
      ['1.0.0', 'first'],
      ['1.0.0', 'not released yet'],
      ['1.1.0', 'released with the one before'],
    ]) {
      fs.writeFileSync(path.join(untagged, 'package.json'), JSON.stringify({ name, version }, null, 2));
      git(untagged, 'add', '.');
      git(untagged, 'commit', '--no-gpg-sign', '-m', String(name));
    }
    const lines = await readGitHistory(untagged);
    const [newest, , oldest] = lines.filter((line) => line.kind === 'commit');

    expect(lines.filter((line) => line.kind === 'tag').map(({ name, sha }) => [name, sha])).toEqual([
      ['v1.1.0', newest?.sha],
      ['v1.0.0', oldest?.sha],
    ]);
  });

  it.each([
    ['shallow', /git fetch --unshallow/],
    ['empty', /no commits yet/],
    ['folder', /not a git repository/],
    ['nowhere', /does not exist/],
  ])('called "%s" is refused with what to do', (name, message) =>
    expect(readGitHistory(path.join(home, name))).rejects.toThrow(message),
  );
});
