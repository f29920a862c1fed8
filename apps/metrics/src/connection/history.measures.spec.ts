import { describe, expect, it } from '@jest/globals';
import { readHistory } from './history.measures';

const now = new Date('2026-06-01T12:00:00Z');
const read = (...lines: (object | string)[]) =>
  readHistory(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'), now);

const commit = {
  kind: 'commit',
  sha: 'b',
  parents: ['a'],
  authoredAt: '2026-05-01T10:00:00+02:00',
  author: 'ann@example.org',
};
const tag = { kind: 'tag', name: 'v1', sha: 'b', at: '2026-05-01T08:00:00Z' };
const deployment = {
  kind: 'deployment',
  id: 'd-1',
  sha: 'b',
  environment: 'production',
  startedAt: '2026-05-01T08:00:00Z',
  finishedAt: '2026-05-01T08:01:00Z',
  outcome: 'success',
};
const pull = { kind: 'pull-request', id: '7', createdAt: '2026-05-01T08:00:00Z' };
const incident = { kind: 'incident', id: 'i-1', openedAt: '2026-05-01T08:00:00Z' };
const everyKind = [
  commit,
  tag,
  { kind: 'release', tag: 'v1', at: '2026-05-01T08:00:00Z' },
  deployment,
  pull,
  { kind: 'pull-request-commit', pullRequest: '7', sha: 'b' },
  { kind: 'comment', id: 'c-1', pullRequest: '7', at: '2026-05-01T08:00:00Z' },
  { kind: 'diff', from: null, to: 'b', commits: ['a', 'b'] },
  incident,
];

describe('A history import', () => {
  it('tells one fact a line, of every kind', () => {
    const { facts, problems } = read(...everyKind);

    expect(problems).toEqual([]);
    expect(facts.map(({ kind }) => kind)).toEqual(everyKind.map(({ kind }) => kind));
    expect(facts[0]).toEqual({
      kind: 'commit',
      sha: 'b',
      parents: ['a'],
      authoredAt: new Date('2026-05-01T08:00:00Z'),
      author: 'ann@example.org',
      mainline: true,
    });
  });

  it('may end in a newline, hold empty lines, and come from Windows', () =>
    expect(readHistory(`${JSON.stringify(commit)}\r\n\n${JSON.stringify(commit)}\n`, now).facts).toHaveLength(2));

  it('is refused whole for one bad line, and every bad line is named', () =>
    expect(read(commit, 'not json', { ...commit, sha: '' }, commit)).toEqual({
      facts: [],
      problems: [
        { line: 2, message: 'is not JSON; each line is one JSON object' },
        { line: 3, message: 'sha: must be a commit id: 1 to 64 letters, digits, "_", "." or "-"' },
      ],
    }));

  it.each([
    ['30 February', { ...tag, at: '2026-02-30T00:00:00Z' }, /^at: must be a real ISO 8601 time/],
    ['a time without a zone', { ...tag, at: '2026-02-03T00:00:00' }, /^at: must be a real/],
    ['an offset of 25 hours', { ...tag, at: '2026-02-03T00:00:00+25:00' }, /^at: must be a real/],
    ['the year 275760', { ...tag, at: '+275760-01-01T00:00:00Z' }, /^at: must be a real/],
    ['the year 1969', { ...tag, at: '1969-12-31T23:59:59Z' }, /^at: must lie between/],
    ['a number', { ...tag, at: 1767600000 }, /^at: must be a real/],
    ['the day after tomorrow', { ...tag, at: '2026-06-03T12:00:00Z' }, /^at: lies in the future/],
    [
      'an end before the start',
      { ...deployment, finishedAt: '2026-05-01T07:59:59Z' },
      /^finishedAt: must not be before/,
    ],
    ['a merge before the opening', { ...pull, mergedAt: '2026-04-30T00:00:00Z' }, /^mergedAt: must not be before/],
    ['a close before the opening', { ...pull, closedAt: '2026-04-30T00:00:00Z' }, /^closedAt: must not be before/],
    ['an end before the incident', { ...incident, resolvedAt: '2026-04-30T00:00:00Z' }, /^resolvedAt: must not be/],
    ['success without an end', { ...deployment, finishedAt: undefined }, /^finishedAt: is told of a finished/],
    ['an end while it runs', { ...deployment, outcome: 'pending' }, /^finishedAt: is told of a finished/],
    ['an unknown kind', { kind: 'sprint' }, /kind/],
    ['a misspelt field', { ...commit, parent: 'a' }, /parent/],
    ['an array', [], /object/],
    ['null', null, /object/],
    ['__proto__', '{"kind":"tag","name":"v1","sha":"a","at":"2026-05-01T08:00:00Z","__proto__":{}}', /__proto__/],
    ['a NUL', { ...tag, name: 'v\u0000' }, /^name: must not hold control characters/],
    ['half a character', { ...tag, name: '\ud800' }, /^name: must not hold control characters/],
    ['an endless name', { ...tag, name: 'v'.repeat(301) }, /^name/],
    ['SQL for a commit id', { ...commit, sha: `' or 1=1 --` }, /^sha/],
  ])('refuses %s', (_, line, message) => {
    const { facts, problems } = read(commit, line as object | string);

    expect(facts).toEqual([]);
    expect(problems).toEqual([{ line: 2, message: expect.stringMatching(message) }]);
  });

  it('takes the clock of an author as it is', () =>
    expect(read({ ...commit, authoredAt: '2031-01-01T00:00:00Z' }).problems).toEqual([]));

  it('of nothing tells nothing', () => expect(readHistory('', now)).toEqual({ facts: [], problems: [] }));
});
