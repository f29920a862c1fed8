import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf, specOf } from '@tandem/core/testing';
import { flagBoard } from './flag-board.projection';
import { flag } from './flag.decider';
import type { Flag, FlagEvent } from './flag.events';
import { layerBoard } from './layer-board.projection';
import { layer } from './layer.decider';
import type { LayerEvent } from './layer.events';

const given = specOf(flag);

describe('A flag', () => {
  it('is defined for an experiment that has not begun', () => given().when(define()).then(defined()));

  it('is defined anew until the experiment begins, and keeps its coverage', () => {
    given(defined())
      .when(define({ salt: 'other' }))
      .then(defined({ salt: 'other' }));
    expect(rowOf(flagBoard, ...[defined(), covered(0.2), defined({ salt: 'other' })].map((e) => recorded(e)))).toEqual({
      ...{ ...data, salt: 'other', id: 's-1', coverage: 0.2 },
    });
  });

  it('belongs to one experiment, until it is archived', () => {
    const other = define({ experimentId: 'e-2' });
    given(defined()).when(other).thenRejected('key-taken');
    given(defined(), archived)
      .when(other)
      .then(defined({ experimentId: 'e-2' }));
  });

  it('is settled once the experiment has begun', () =>
    given(defined())
      .when(define({}, { hasBegun: true }))
      .thenRejected('already-begun'));

  it.each([
    ['a strange key', { key: 'a b' }, 'bad-key'],
    ['no key', { key: '' }, 'bad-key'],
    ['no salt', { salt: ' ' }, 'salt-missing'],
    ['no unit', { unit: '' }, 'unit-missing'],
    ['a variant without a value', { values: [{ variant: 'a', value: 1 }] }, 'values-missing'],
    ['a value of nobody', { values: [...two(1, 2), { variant: 'c', value: 3 }] }, 'values-missing'],
    ['the same variant twice', { values: [...two(1, 2).slice(1), ...two(1, 2).slice(1)] }, 'values-missing'],
    ['values of two kinds', { values: two(1, 'two') }, 'values-differ-in-kind'],
    ['a list and an object', { values: two([], {}) }, 'values-differ-in-kind'],
    ['a pattern that may take for ever', { targeting: { a: { $regex: '(a+)+' } } }, 'bad-pattern'],
    ['too long values', { values: two('v'.repeat(10_000), '') }, 'values-too-long'],
  ])('is not defined with %s', (_, change, code) => given().when(define(change)).thenRejected(code));

  it('is shown to a share of the units', () => {
    given(defined()).when(cover(0.2)).then(covered(0.2));
    given(defined(), covered(0.2)).when(cover(0.2)).thenNothing();
    given(defined(), covered(0.2)).when(cover(0.1)).then(covered(0.1));
  });

  it('is shown to more and more units while the experiment runs, never to fewer', () => {
    given(defined(), covered(0.2)).when(cover(0.5, true)).then(covered(0.5));
    given(defined(), covered(0.5)).when(cover(0.2, true)).thenRejected('coverage-shrinks');
  });

  it.each([-0.1, 1.1, NaN])('is not shown to %d of the units', (share) =>
    given(defined()).when(cover(share)).thenRejected('coverage-out-of-range'),
  );

  it('is archived once the experiment is over', () => {
    given(defined()).when(archive(true)).thenRejected('still-running');
    given(defined()).when(archive(false)).then(archived);
    expect(rowOf(flagBoard, recorded(defined()), recorded(archived))).toBeNull();
  });

  it('is not covered or archived before it is defined, or afterwards', () => {
    given().when(cover(0.5)).thenRejected('no-such-flag');
    given(defined(), archived).when(archive(false)).thenRejected('no-such-flag');
  });
});

describe('A layer', () => {
  const given = specOf(layer);
  const made = (heldOut = 0): LayerEvent => ({ type: 'LayerDefined', data: { name: 'checkout', heldOut } });
  const make = (heldOutShare: number, name = 'checkout') =>
    ({ type: 'DefineLayer', data: { name, heldOutShare } }) as const;
  const take = (experimentId: string, share: number) => ({ type: 'TakeSlot', data: { experimentId, share } }) as const;
  const taken = (experimentId: string, from: number, to: number): LayerEvent => ({
    type: 'SlotTaken',
    data: { experimentId, from, to },
  });
  const free = (experimentId: string) => ({ type: 'FreeSlot', data: { experimentId } }) as const;
  const freed = (experimentId: string): LayerEvent => ({ type: 'SlotFreed', data: { experimentId } });

  it('is defined once, and may hold units out', () => {
    given().when(make(0.05)).then(made(500));
    given(made()).when(make(0)).thenRejected('already-defined');
    given().when(make(1)).thenRejected('share-out-of-range');
    given().when(make(-0.1)).thenRejected('share-out-of-range');
    given().when(make(0, 'a b')).thenRejected('bad-key');
  });

  it('gives each experiment a stretch of its own', () => {
    given(made())
      .when(take('a', 0.5))
      .then(taken('a', 0, 5_000));
    given(made(), taken('a', 0, 5_000))
      .when(take('b', 0.25))
      .then(taken('b', 5_000, 7_500));
  });

  it('gives the first gap that is wide enough', () =>
    given(made(), taken('a', 0, 1_000), taken('b', 1_000, 4_000), taken('c', 4_000, 5_000), freed('b'))
      .when(take('d', 0.3))
      .then(taken('d', 1_000, 4_000)));

  it('gives nothing that is held out, and no stretch in two pieces', () => {
    given(made(2_000)).when(take('a', 0.81)).thenRejected('layer-full');
    given(made(2_000))
      .when(take('a', 0.8))
      .then(taken('a', 0, 8_000));
    given(made(), taken('b', 4_000, 6_000))
      .when(take('a', 0.5))
      .thenRejected('layer-full');
  });

  it('gives a stretch once, and another one only after the first is given back', () => {
    given(made(), taken('a', 0, 5_000))
      .when(take('a', 0.5))
      .thenNothing();
    given(made(), taken('a', 0, 5_000))
      .when(take('a', 0.4))
      .thenRejected('slot-taken');
    given(made(), taken('a', 0, 5_000))
      .when(free('a'))
      .then(freed('a'));
    given(made()).when(free('a')).thenNothing();
  });

  it.each([0, 0.00004, 1.1, -1])('gives no stretch of %d', (share) =>
    given(made()).when(take('a', share)).thenRejected('share-out-of-range'),
  );

  it('must be there', () => given().when(take('a', 0.5)).thenRejected('no-such-layer'));

  it('shows who has what, in order', () => {
    const events = [made(100), taken('b', 5_000, 6_000), taken('a', 0, 5_000), freed('b')].map((e) => recorded(e));
    expect(rowOf(layerBoard, ...events.slice(0, 3))?.slots.map(({ experimentId }) => experimentId)).toEqual(['a', 'b']);
    expect(rowOf(layerBoard, ...events)).toEqual({
      ...{ id: 's-1', name: 'checkout', heldOut: 100 },
      slots: [{ experimentId: 'a', from: 0, to: 5_000 }],
    });
  });
});

it('still reads every event of flags and layers that was ever stored', () => {
  const folder = join(__dirname, 'stored-events');
  const flags = {
    FlagDefined: 'flag-defined',
    CoverageSet: 'coverage-set',
    FlagArchived: 'flag-archived',
  } satisfies Record<FlagEvent['type'], string>;
  const layers = { LayerDefined: 'layer-defined', SlotTaken: 'slot-taken', SlotFreed: 'slot-freed' } satisfies Record<
    LayerEvent['type'],
    string
  >;
  const read = <E>(files: Record<string, string>) =>
    Object.values(files).map((file): E => JSON.parse(readFileSync(join(folder, `${file}.v1.json`), 'utf8')));

  expect(readdirSync(folder).sort()).toEqual(
    [...Object.values(flags), ...Object.values(layers)].map((file) => `${file}.v1.json`).sort(),
  );
  expect(read<FlagEvent>(flags).map(({ type }) => type)).toEqual(Object.keys(flags));
  expect(read<FlagEvent>(flags).reduce(flag.evolve, flag.initialState())).toEqual({ status: 'archived' });
  expect(read<LayerEvent>(layers).reduce(layer.evolve, layer.initialState())).toEqual({
    ...{ status: 'defined', heldOut: 500, taken: [] },
  });
});

function two(a: Flag['values'][0]['value'], b: Flag['values'][0]['value']) {
  return [
    { variant: 'a', value: a },
    { variant: 'b', value: b },
  ];
}
const data: Flag = {
  ...{ key: 'gate', experimentId: 'e-1', values: two(30, 40), algorithm: 'tandem', salt: 'e-1' },
  ...{ unit: 'targetingKey', slots: [], sticky: false },
};
const define = (change: Partial<Flag> = {}, { hasBegun = false } = {}) =>
  ({ type: 'DefineFlag', data: { ...data, ...change, variants: ['a', 'b'], hasBegun } }) as const;
const defined = (change: Partial<Flag> = {}): FlagEvent => ({ type: 'FlagDefined', data: { ...data, ...change } });
const cover = (coverage: number, hasBegun = false) => ({ type: 'SetCoverage', data: { coverage, hasBegun } }) as const;
const covered = (coverage: number): FlagEvent => ({ type: 'CoverageSet', data: { coverage } });
const archive = (isRunning: boolean) => ({ type: 'ArchiveFlag', data: { isRunning } }) as const;
const archived: FlagEvent = { type: 'FlagArchived', data: {} };
