import { describe, expect, it } from '@jest/globals';
import { Batch, type Fact, misfitOf, type Tracked } from './tracking.measures';

const experimentId = 'a0000000-0000-4000-8000-00000000000e';
const at = '2016-06-10T12:00:00Z';
const exposure = { type: 'exposure', experimentId, unit: 'u-1', variant: 'gate_30', at };
const observation = { type: 'observation', id: 'o-1', experimentId, unit: 'u-1', metric: 'rounds', at };

describe('A batch', () => {
  it('holds exposures and observations; one without a value counts 1', () =>
    expect(read(exposure, observation, { ...observation, value: -0.5 })).toEqual([
      exposure,
      { ...observation, value: 1 },
      { ...observation, value: -0.5 },
    ]));

  it('takes the id of an experiment in capitals as well', () =>
    expect(read({ ...exposure, experimentId: experimentId.toUpperCase() })).toEqual([exposure]));

  it('takes up to 10,000 facts', () => {
    expect(read(...Array.from({ length: 10_000 }, () => exposure))).toHaveLength(10_000);
    expect(() => read(...Array.from({ length: 10_001 }, () => exposure))).toThrow(/10000/);
    expect(() => read()).toThrow(/facts/);
  });

  it('takes names in any script, of up to 200 characters', () => {
    const unit = '🦉'.repeat(200);
    expect(read({ ...exposure, unit })).toEqual([{ ...exposure, unit }]);
  });

  it.each([
    ['of no kind', { ...exposure, type: 'click' }],
    ['without a kind', { ...exposure, type: undefined }],
    ['without a unit', { ...exposure, unit: undefined }],
    ['of an empty unit', { ...exposure, unit: '' }],
    ['of a unit with 201 characters', { ...exposure, unit: 'x'.repeat(201) }],
    ['of a unit with a NUL', { ...exposure, unit: 'a\0b' }],
    ['of a unit with half a character', { ...exposure, unit: 'a\ud800' }],
    ['of a unit that is a number', { ...exposure, unit: 7 }],
    ['without a variant', { ...exposure, variant: undefined }],
    ['of no experiment', { ...exposure, experimentId: '7' }],
    ['without a moment', { ...exposure, at: undefined }],
    ['on a day that no calendar has', { ...exposure, at: '2016-02-30T00:00:00Z' }],
    ['at an hour that no day has', { ...exposure, at: '2016-06-10T25:00:00Z' }],
    ['at a moment without its offset', { ...exposure, at: '2016-06-10T12:00:00' }],
    ['at a moment that is a number', { ...exposure, at: 1465560000 }],
    ['without an id', { ...observation, id: undefined }],
    ['without a metric', { ...observation, metric: undefined }],
    ['whose value is a text', { ...observation, value: '1' }],
    ['whose value is null', { ...observation, value: null }],
    ['whose value is without end', { ...observation, value: Infinity }],
    ['whose value no test can hold', { ...observation, value: 1.1e15 }],
    ['whose value is as far below 0', { ...observation, value: -1.1e15 }],
  ])('holds no fact %s', (_, fact) => expect(() => read(fact)).toThrow(/facts/));

  it.each([[null], ['text'], [[exposure]], [{}], [{ facts: exposure }]])('is not %j', (body) =>
    expect(Batch.safeParse(body).success).toBe(false),
  );
});

describe('A fact', () => {
  it.each(['2016-06-01T00:00:00Z', '2016-06-01T02:00:00+02:00', '2016-07-01T00:00:00Z'])(
    'fits an experiment from its start to its end: %s',
    (at) => expect(misfit({ at })).toBeUndefined(),
  );

  it.each([
    [{ at: '2016-05-31T23:59:59.999Z' }, 'before the start, 2016-06-01T00:00:00.000Z'],
    [{ at: '2016-06-01T00:00:00+02:00' }, 'before the start'],
    [{ at: '2016-07-01T00:00:00.001Z' }, 'after the end, 2016-07-01T00:00:00.000Z'],
    [{ at: '2026-01-05T09:00:00.001Z' }, 'in the future'],
    [{ variant: 'gate_50' }, 'no such variant'],
    [{ variant: 'rounds' }, 'no such variant'],
  ])('does not fit: %j', (change, why) => expect(misfit(change)).toContain(why));

  it('fits a running experiment until now', () =>
    expect(misfit({ at: '2026-01-05T09:00:00Z' }, { ...tracked, concludedAt: null })).toBeUndefined());

  it('is of a metric that the experiment has', () => {
    expect(misfitOf(read(observation)[0]!, tracked, now)).toBeUndefined();
    expect(misfitOf(read({ ...observation, metric: 'gate_30' })[0]!, tracked, now)).toContain('no such metric');
  });

  it('does not fit an experiment that has not started, or that nobody knows', () => {
    expect(misfit({}, { ...tracked, startedAt: null })).toContain('not started');
    expect(misfit({}, null)).toContain('no such experiment');
  });
});

const tracked: Tracked = {
  variants: [{ key: 'gate_30', weight: 1 }],
  metrics: [{ key: 'rounds', kind: 'mean' }],
  startedAt: '2016-06-01T00:00:00.000Z',
  concludedAt: '2016-07-01T00:00:00.000Z',
};
const now = Date.parse('2026-01-05T09:00:00Z');

function read(...facts: object[]): readonly Fact[] {
  return Batch.parse({ facts }).facts;
}

function misfit(change: object, experiment: Tracked | null = tracked) {
  return misfitOf(read({ ...exposure, ...change })[0]!, experiment, now);
}
