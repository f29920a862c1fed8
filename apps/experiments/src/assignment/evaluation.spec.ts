import { describe, expect, it } from '@jest/globals';
import { evaluate, type Served, unitOf } from './evaluation';

const flag: Served = {
  ...{ id: 'f', key: 'gate', experimentId: 'e-1', algorithm: 'tandem', salt: 'e-1', unit: 'targetingKey' },
  values: [
    { variant: 'gate_30', value: 30 },
    { variant: 'gate_40', value: 40 },
  ],
  variants: [{ key: 'gate_30' }, { key: 'gate_40' }],
  weights: [1, 1],
  ...{ slots: [], sticky: false, coverage: 1, isRunning: true, shipped: null },
};
const units = Array.from({ length: 4_000 }, (_, n) => `user-${n}`);
const see = (change: Partial<Served>, unit: string, context = {}) => evaluate({ ...flag, ...change }, context, unit);
const part = (change: Partial<Served>) => units.filter((unit) => see(change, unit).variant !== null);

describe('What a unit sees', () => {
  it('is a variant with its value while the experiment runs', () => {
    const seen = units.map((unit) => see({}, unit));
    expect(seen.every(({ reason, variant }) => reason === 'SPLIT' && variant !== null)).toBe(true);
    for (const { value, variant } of seen) expect(`gate_${String(value)}`).toBe(variant);
    expect(new Set(seen.map(({ variant }) => variant)).size).toBe(2);
  });

  it('is what the control is told while the experiment does not run', () =>
    expect(see({ isRunning: false }, 'u')).toEqual({ value: 30, variant: null, reason: 'DISABLED' }));

  it('is what was shipped once it was decided, for everybody', () =>
    expect(see({ isRunning: false, shipped: 'gate_40', targeting: { a: 1 }, coverage: 0 }, 'u')).toEqual({
      value: 40,
      variant: 'gate_40',
      reason: 'STATIC',
    }));

  it('is what the control is told for those whom the experiment is not for', () => {
    const targeting = { country: 'DE' };
    expect(see({ targeting }, 'u', { country: 'FR' })).toEqual({ value: 30, variant: null, reason: 'DEFAULT' });
    expect(see({ targeting }, 'u', { country: 'DE' }).reason).toBe('SPLIT');
  });

  it('never belongs to two experiments of one layer', () => {
    const first = part({ salt: 'e-1', slots: [{ layer: 'checkout', from: 0, to: 5_000 }] });
    const second = part({ salt: 'e-2', slots: [{ layer: 'checkout', from: 5_000, to: 9_500 }] });
    expect(first.filter((unit) => second.includes(unit))).toEqual([]);
    expect(first.length / units.length).toBeCloseTo(0.5, 1);
    expect((first.length + second.length) / units.length).toBeCloseTo(0.95, 1); // the rest is held out
  });

  it('belongs to every layer that the experiment is in', () => {
    const slots = [
      { layer: 'checkout', from: 0, to: 5_000 },
      { layer: 'search', from: 0, to: 5_000 },
    ];
    expect(part({ slots }).length / units.length).toBeCloseTo(0.25, 1);
  });

  it('stays what it saw first where the flag is sticky, as long as that variant is there', () => {
    expect(evaluate({ ...flag, coverage: 0, targeting: { a: 1 } }, {}, 'u', 'gate_40')).toMatchObject({
      variant: 'gate_40',
      value: 40,
    });
    expect(evaluate({ ...flag, coverage: 0 }, {}, 'u', 'gone').variant).toBeNull();
    expect(evaluate({ ...flag, isRunning: false }, {}, 'u', 'gate_40').variant).toBeNull();
  });
});

describe('A unit', () => {
  const named = { unit: 'team.id', fallbackUnit: 'device' };

  it('is the attribute that the flag names, a number too', () => {
    expect(unitOf(named, { team: { id: 't-1' } })).toBe('t-1');
    expect(unitOf({ unit: 'id' }, { id: 7 })).toBe('7');
  });

  it('is the other attribute where that is missing', () => expect(unitOf(named, { device: 'd' })).toBe('d'));

  it.each([{}, { team: null }, { team: { id: '' } }, { team: { id: {} } }, { id: NaN }])(
    'is nobody in %j',
    (context) => {
      expect(unitOf(named, context)).toBeNull();
      expect(unitOf({ unit: 'constructor.name' }, context)).toBeNull();
    },
  );
});
