import { describe, expect, it } from '@jest/globals';
import { effectsOf, figuresOf, leavesOf, readings, unconfirmedSteps } from './why-graph.measures';
import { type Analysis, analysisAfter, sentenceOf } from './why.measures';
import type { WhyEvent } from './why.events';
import { agreed, answered, asked, chain, confirmed, framed, members, proved } from './why.fixture';

const after = (...events: WhyEvent[]) => events.reduce<Analysis | null>(analysisAfter, null)!;

/** problem ← a ← c, problem ← b ← c: c is shared. */
const diamond = [
  framed,
  ...members,
  asked('q-problem'),
  answered('a', 'problem'),
  answered('b', 'problem', { personId: 'eli' }),
  answered('c', 'a'),
  { type: 'CauseShared', data: { causeId: 'c', parentId: 'b', personId: 'eli' } } as const,
];
const refuted = (causeId: string): WhyEvent => ({
  type: 'AnswerRefuted',
  data: { causeId, reason: 'No', personId: 'eli' },
});

describe('The graph of an analysis', () => {
  it('knows everything that a shared cause leads to', () =>
    expect([...effectsOf(after(...diamond).causes, 'c')].toSorted()).toEqual(['a', 'b', 'problem']));

  it('has one leaf below both branches, and two once it is refuted', () => {
    expect(leavesOf(after(...diamond).causes).map(({ id }) => id)).toEqual(['c']);
    expect(leavesOf(after(...diamond, refuted('c')).causes).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('drops what explains only refuted answers', () =>
    expect(leavesOf(after(...diamond, refuted('a'), refuted('b')).causes)).toEqual([]));

  it('names the steps that lack a second person, on every way', () => {
    const { causes } = after(
      ...diamond,
      ...confirmed('c', 'a', 'dora', 'eli'),
      ...confirmed('c', 'b', 'dora'),
      ...confirmed('a', 'problem', 'dora', 'eli'),
    );
    expect(unconfirmedSteps(causes, 'c')).toEqual(['c -> b', 'b -> the problem']);
  });

  it('reads a shared root backwards on every way', () =>
    expect(readings(after(...diamond, { type: 'RootAgreed', data: { causeId: 'c' } }))).toEqual([
      `c. Therefore: a. Therefore: ${sentence}.`,
      `c. Therefore: b. Therefore: ${sentence}.`,
    ]));

  it('reads five whys backwards in one text', () =>
    expect(readings(after(...chain, agreed))).toEqual([
      `cause e. Therefore: cause d. Therefore: cause c. Therefore: cause b. Therefore: cause a. Therefore: ${sentence}.`,
    ]));

  it('leaves AND out of a problem that has none', () =>
    expect(sentenceOf({ when: 'x', then: 'y', leadingTo: 'z' })).toBe('WHEN x THEN y LEADING TO z'));

  it('counts depth, breadth and coverage over what stands', () => {
    expect(figuresOf(after(...diamond, proved('c')))).toMatchObject({
      depth: 2,
      breadth: 2,
      evidenceCoverage: 1 / 3,
      n: 3,
    });
    expect(figuresOf(after(...diamond, refuted('c')))).toMatchObject({
      depth: 1,
      breadth: 2,
      evidenceCoverage: 0,
      n: 2,
    });
  });

  it('says nothing of an analysis without answers', () =>
    expect(figuresOf(after(framed))).toEqual({
      depth: 0,
      breadth: 0,
      evidenceCoverage: null,
      n: 0,
      contributorDiversity: null,
      contributions: 0,
    }));

  it('measures how evenly the teams contribute: ln 2 for two alike, 0 for one alone', () => {
    const alone = after(framed, ...members, asked('q-problem'), answered('a', 'problem'));
    expect(figuresOf(alone)).toMatchObject({ contributorDiversity: 0, contributions: 2 });
    const even = after(framed, ...members, asked('q-problem'), answered('a', 'problem', { personId: 'eli' }));
    expect(figuresOf(even).contributorDiversity).toBeCloseTo(Math.LN2, 12);
    const threeToOne = after(
      framed,
      ...members,
      asked('q-problem'),
      answered('a', 'problem'),
      answered('b', 'problem'),
      proved('a'),
    );
    expect(figuresOf(threeToOne).contributorDiversity).toBeCloseTo(0.5623351446188083, 12);
  });

  it('makes one cause of two, with the ways, the evidence and the confirmations of both', () => {
    const merged = after(
      ...diamond,
      answered('d', 'c'),
      answered('e', 'b'),
      answered('f', 'e'),
      proved('e'),
      ...confirmed('f', 'e', 'eli'),
      asked('q-e', 'e'),
      { type: 'CausesMerged', data: { keptId: 'c', mergedId: 'e' } },
    );
    expect(merged.causes).not.toHaveProperty('e');
    expect(merged.causes['c']).toMatchObject({ status: 'supported', evidence: [{ kind: 'quote' }] });
    expect(merged.causes['c']!.leadsTo.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(merged.causes['f']!.leadsTo).toEqual([{ id: 'c', confirmedBy: ['eli'] }]);
    const twice = after(...diamond, ...confirmed('a', 'problem', 'dora'), ...confirmed('b', 'problem', 'dora', 'eli'), {
      type: 'CausesMerged',
      data: { keptId: 'a', mergedId: 'b' },
    });
    expect(twice.causes['a']!.leadsTo).toEqual([{ id: 'problem', confirmedBy: ['dora', 'eli'] }]);
    expect(twice.causes['c']!.leadsTo).toEqual([{ id: 'a', confirmedBy: [] }]);
    expect(merged.questions.at(-1)).toMatchObject({ questionId: 'q-e', ofId: 'c' });
  });
});

const sentence = 'WHEN a user reports a fault AND it needs a design THEN we answer late LEADING TO lost users';
