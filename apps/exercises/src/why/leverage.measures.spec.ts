import { describe, expect, it } from '@jest/globals';
import { type Identified, leverages } from './leverage.measures';
import type { Root } from './why.measures';

const root = (causeId: string, ...same: (readonly [string, string])[]): Root => ({
  causeId,
  sameAs: same.map(([whyId, id]) => ({ whyId, causeId: id })),
  cycleIds: [],
});
const analysis = (id: string, severity: number, roots: Root[], more: Partial<Identified> = {}): Identified => ({
  id,
  severity,
  symptomId: `S${severity}`,
  status: 'roots_agreed',
  roots,
  causes: Object.fromEntries(
    roots.map(({ causeId }, order) => [
      causeId,
      {
        id: causeId,
        order,
        leadsTo: [],
        text: `text of ${causeId}`,
        control: 'org',
        status: 'supported',
        evidence: [],
      },
    ]),
  ),
  ...more,
});

describe('The leverage of roots', () => {
  it('adds the severities of all analyses that reach a root, over a chain of links', () =>
    expect(
      leverages([
        analysis('w1', 2, [root('x')]),
        analysis('w2', 5, [root('y', ['w1', 'x'])]),
        analysis('w3', 3, [root('z', ['w2', 'y']), root('alone')]),
      ]),
    ).toMatchObject([
      {
        leverage: 10,
        n: 3,
        symptomIds: ['S2', 'S3', 'S5'],
        roots: [{ whyId: 'w1' }, { whyId: 'w2' }, { whyId: 'w3', causeId: 'z' }],
      },
      { leverage: 3, n: 1, roots: [{ causeId: 'alone', text: 'text of alone' }], control: 'org' },
    ]));

  it('counts an analysis once that reaches the same root twice', () =>
    expect(leverages([analysis('w1', 4, [root('x'), root('y', ['w1', 'x'])])])).toMatchObject([{ leverage: 4, n: 1 }]));

  it('leaves out what is verified', () =>
    expect(leverages([analysis('w1', 4, [root('x')], { status: 'verified' })])).toEqual([]));
});
