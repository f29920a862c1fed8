import { describe, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { experiment } from './experiment.decider';
import type { Design, ExperimentEvent, Side } from './experiment.events';

const given = specOf(experiment);

function variants(...keys: string[]) {
  return keys.map((key) => ({ key, weight: 1 }));
}
function metrics(...keys: string[]) {
  return keys.map((key) => ({ key, kind: 'proportion' as const }));
}
const june1 = '2016-06-01T00:00:00.000Z';
const long = 'x'.repeat(1000);
const many = Array.from({ length: 21 }, (_, i) => `key-${i}`);
const design: Design = {
  hypothesis: 'A later gate keeps more players',
  teamIds: ['t-1'],
  variants: variants('gate_30', 'gate_40'),
  metrics: metrics('retention_7'),
  plan: { units: 90_000, days: 14, minimumEffect: 0.005, power: 0.8 },
  customerInsight: 'Players tell us that they stop at the first gate',
  feasibility: 'The gate is one setting; taking it back takes a minute',
};
const verdict = { verdict: 'stop', reason: 'Fewer players were back on day 7' } as const;
const july1 = '2016-07-01T00:00:00.000Z';

const propose = (change: Partial<Design> = {}) =>
  ({ type: 'ProposeExperiment', data: { ...design, ...change } }) as const;
const endorse = (side: Side, personId: string = side) =>
  ({ type: 'EndorseExperiment', data: { side, personId, functions: [side] } }) as const;
const start = { type: 'StartExperiment', data: { now: june1 } } as const;
const conclude = (change: { now?: string; reason?: string } = {}) =>
  ({ type: 'ConcludeExperiment', data: { ...verdict, now: july1, ...change } }) as const;

const proposed: ExperimentEvent = { type: 'ExperimentProposed', data: design };
const endorsedBy = (side: Side, personId: string = side): ExperimentEvent => ({
  type: 'ExperimentEndorsed',
  data: { side, personId, designVersion: 1 },
});
const endorsed = [proposed, endorsedBy('product'), endorsedBy('engineering')];
const started: ExperimentEvent = {
  type: 'ExperimentStarted',
  data: { teamIds: ['t-1'], startedAt: june1, designVersion: 1, signerIds: ['product', 'engineering'] },
};
const running = [...endorsed, started];
const concluded = (change: { reason?: string; concludedAt?: string } = {}): ExperimentEvent => ({
  type: 'ExperimentConcluded',
  data: { teamIds: ['t-1'], ...verdict, concludedAt: july1, ...change },
});

describe('An experiment', () => {
  it('is proposed with a design', () => given().when(propose()).then(proposed));

  it('is proposed once', () => given(proposed).when(propose()).thenRejected('already-proposed'));

  it('is endorsed by each side', () =>
    given(proposed, endorsedBy('product')).when(endorse('engineering')).then(endorsedBy('engineering')));

  it('counts a repeated endorsement once', () =>
    given(proposed, endorsedBy('product')).when(endorse('product')).thenNothing());

  it('counts the endorsement of a side once, whoever repeats it', () =>
    given(proposed, endorsedBy('product')).when(endorse('product', 'eve')).thenNothing());

  it('is not endorsed for both sides by one person', () =>
    given(proposed, endorsedBy('product', 'pia')).when(endorse('engineering', 'pia')).thenRejected('same-person'));

  it('is not endorsed before it is proposed', () => given().when(endorse('product')).thenRejected('not-open'));

  it('takes no endorsement once it runs', () =>
    given(...running)
      .when(endorse('product'))
      .thenRejected('not-open'));

  it('starts once both sides have endorsed it', () =>
    given(...endorsed)
      .when(start)
      .then(started));

  it.each([
    ['both sides are', [proposed]],
    ['engineering is', [proposed, endorsedBy('product')]],
    ['product is', [proposed, endorsedBy('engineering')]],
  ])('does not start while %s missing', (_, past) =>
    given(...past)
      .when(start)
      .thenRejected('one-side-missing'),
  );

  it('does not start before it is proposed', () => given().when(start).thenRejected('not-open'));

  it('starts once', () =>
    given(...running)
      .when(start)
      .thenRejected('not-open'));

  it('ends with a verdict', () =>
    given(...running)
      .when(conclude())
      .then(concluded()));

  it('may end at the moment it started', () =>
    given(...running)
      .when(conclude({ now: june1 }))
      .then(concluded({ concludedAt: june1 })));

  it('does not end before it started', () =>
    given(...running)
      .when(conclude({ now: '2016-05-31T23:59:59.999Z' }))
      .thenRejected('ends-before-start'));

  it('has no verdict without a reason', () =>
    given(...running)
      .when(conclude({ reason: ' \n' }))
      .thenRejected('reason-missing'));

  it('has a reason that people can read', () => {
    given(...running)
      .when(conclude({ reason: 'x'.repeat(1001) }))
      .thenRejected('too-long');
    given(...running)
      .when(conclude({ reason: long }))
      .then(concluded({ reason: long }));
  });

  it('has no verdict before it runs', () =>
    given(...endorsed)
      .when(conclude())
      .thenRejected('not-running'));

  it('has one verdict', () =>
    given(...running, concluded())
      .when(conclude())
      .thenRejected('not-running'));

  it.each([
    ['what it believes', { hypothesis: ' ' }, 'hypothesis-missing'],
    ['a belief that people can read', { hypothesis: 'x'.repeat(1001) }, 'too-long'],
    ['a team', { teamIds: [] }, 'team-missing'],
    ['each team once', { teamIds: ['t-1', 't-1'] }, 'team-twice'],
    ['two versions', { variants: variants('a') }, 'nothing-to-compare'],
    ['a metric', { metrics: [] }, 'nothing-to-measure'],
    ['20 teams at most', { teamIds: many }, 'too-many'],
    ['20 versions at most', { variants: variants(...many) }, 'too-many'],
    ['20 metrics at most', { metrics: metrics(...many) }, 'too-many'],
    ['a key for each version', { variants: variants('a', '') }, 'bad-key'],
    ['keys of at most 63 characters', { variants: variants('a', 'b'.repeat(64)) }, 'bad-key'],
    ['keys without spaces', { metrics: metrics('two words') }, 'bad-key'],
    ['keys of one line', { metrics: metrics('a\n') }, 'bad-key'],
    ['keys that are not the sign for several versions', { variants: variants('a', '*') }, 'bad-key'],
    ['keys that begin with a letter or digit', { metrics: metrics('-a') }, 'bad-key'],
    ['each version once', { variants: variants('a', 'a') }, 'key-twice'],
    ['each metric once', { metrics: metrics('m', 'm') }, 'key-twice'],
    ['a share for each version', { variants: variants('a').concat({ key: 'b', weight: 0 }) }, 'bad-weight'],
    ['no vanishing share', { variants: variants('a').concat({ key: 'b', weight: 0.00009 }) }, 'bad-weight'],
    ['no share without end', { variants: variants('a').concat({ key: 'b', weight: Infinity }) }, 'bad-weight'],
    ['a share that is a number', { variants: variants('a').concat({ key: 'b', weight: NaN }) }, 'bad-weight'],
  ] satisfies [string, Partial<Design>, string][])('needs %s', (_, change, code) =>
    given().when(propose(change)).thenRejected(code),
  );

  it.each([
    ['a hypothesis of 1,000 characters', { hypothesis: long }],
    ['20 teams', { teamIds: many.slice(1) }],
    ['20 versions', { variants: variants(...many.slice(1)) }],
    ['20 metrics', { metrics: metrics(...many.slice(1)) }],
    ['keys of every sign that is allowed', { metrics: metrics('7A_b-c', 'b'.repeat(63)) }],
    ['one key for a version and a metric', { variants: variants('a', 'b'), metrics: metrics('a') }],
    [
      'shares far apart',
      {
        variants: [
          { key: 'a', weight: 1_000_000 },
          { key: 'b', weight: 0.0001 },
        ],
      },
    ],
  ] satisfies [string, Partial<Design>][])('may have %s', (_, change) =>
    given()
      .when(propose(change))
      .then({ type: 'ExperimentProposed', data: { ...design, ...change } }),
  );
});
