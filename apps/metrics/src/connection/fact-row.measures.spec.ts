import { describe, expect, it } from '@jest/globals';
import { inWaves, rowOfFact } from './fact-row.measures';
import { type Fact, ToldFact } from './fact.measures';

const row = (line: object) => rowOfFact(ToldFact.parse(line), (who) => `pseudonym of ${who}`).row;
const noon = '2026-01-01T12:00:00Z';

describe('The row of a fact', () => {
  it('holds a pseudonym for everybody who did something', () => {
    for (const line of [
      { kind: 'commit', sha: 'a', parents: [], authoredAt: noon, author: 'ann' },
      { kind: 'pull-request', id: '7', createdAt: noon, author: 'ann' },
      { kind: 'comment', id: 'c', pullRequest: '7', at: noon, author: 'ann' },
    ])
      expect(row(line)).toMatchObject({ author: 'pseudonym of ann' });
  });

  it('takes two parents for a merge, unless the tool says otherwise', () => {
    const commit = { kind: 'commit', sha: 'a', parents: ['b', 'c'], authoredAt: noon };

    expect(row(commit)).toMatchObject({ merge: true, inferred: false });
    expect(row({ ...commit, merge: false })).toMatchObject({ merge: false });
    expect(row({ ...commit, parents: ['b'] })).toMatchObject({ merge: false });
  });

  it.each([
    ['production', undefined, true],
    ['PROD', undefined, true],
    ['live', undefined, true],
    ['staging', undefined, false],
    ['pre-production', undefined, false],
    ['eu-west-1', true, true],
    ['production', false, false],
  ])('of a deployment to %s, called production: %s, is one to production: %s', (environment, production, is) =>
    expect(
      row({ kind: 'deployment', id: '1', sha: 'a', environment, production, outcome: 'success', finishedAt: noon }),
    ).toMatchObject({ source: 'deployment', production: is }),
  );

  it('of a tag or a release is a finished deployment, and of a pre-release is none to production', () => {
    const done = { outcome: 'success', finished_at: new Date(noon) };

    expect(row({ kind: 'tag', name: 'v1', sha: 'a', at: noon })).toMatchObject({
      ...done,
      source: 'tag',
      id: 'v1',
      production: true,
    });
    expect(row({ kind: 'release', tag: 'v1', at: noon })).toMatchObject({
      ...done,
      source: 'release',
      sha: null,
      production: true,
    });
    expect(row({ kind: 'release', tag: 'v1', at: noon, prerelease: true })).toMatchObject({ production: false });
  });

  it('of a change or an incident was so when it was told, or else at its end', () => {
    const pull = { kind: 'pull-request', id: '7', createdAt: '2026-01-01T00:00:00Z' };

    expect(row(pull)).toMatchObject({ told_at: new Date('2026-01-01T00:00:00Z'), closed_at: null });
    expect(row({ ...pull, mergedAt: noon })).toMatchObject({ told_at: new Date(noon), closed_at: new Date(noon) });
    expect(row({ ...pull, updatedAt: noon })).toMatchObject({ told_at: new Date(noon) });
    expect(row({ kind: 'incident', id: 'i', openedAt: noon })).toMatchObject({
      told_at: new Date(noon),
      resolved_at: null,
    });
  });

  it('of a difference may begin at nothing', () =>
    expect(row({ kind: 'diff', from: null, to: 'b', commits: ['a'] })).toEqual({
      from_sha: '',
      to_sha: 'b',
      commits: ['a'],
    }));
});

describe('Rows that are told together', () => {
  it('are split so that no key comes twice in one part, in their order', () => {
    const told = (sha: string, author: string): Fact =>
      ToldFact.parse({ kind: 'commit', sha, parents: [], authoredAt: noon, author });
    const rows = [told('a', '1'), told('b', '1'), told('a', '2')].map((fact) => rowOfFact(fact, (who) => who));
    const waves = inWaves(rows).map((wave) => wave.get('commits')?.map((it) => `${it['sha']}${it['author']}`));

    expect(waves).toEqual([['a1', 'b1'], ['a2']]);
  });
});
