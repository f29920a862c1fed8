import { describe, expect, it } from '@jest/globals';
import type { Design, Plan } from './design.events';
import { unitsNeeded } from './power.measures';

const plan: Plan = { units: 1, days: 14, minimumEffect: 0.02, power: 0.8, baseline: 0.1 };
const design = {
  variants: [
    { key: 'a', weight: 1 },
    { key: 'b', weight: 1 },
  ],
  metrics: [{ key: 'back', kind: 'proportion' }],
} as const;
const needed = (change: Partial<Plan> = {}, more: Partial<Design> = {}) =>
  unitsNeeded({ ...design, plan: { ...plan, ...change }, ...more });

describe('Units that a plan takes', () => {
  it('are 2 x 3,839 to see 12 % against 10 % with power .8, as the textbook has it', () =>
    expect(needed()).toBe(2 * 3_839));

  it('are 2 x 64 to see half a standard deviation, as the textbook has it', () =>
    expect(needed({ minimumEffect: 5, spread: 10, baseline: 50 }, { metrics: [{ key: 'm', kind: 'mean' }] })).toBe(
      128,
    ));

  it('are others in the other direction', () =>
    expect(needed({}, { metrics: [{ key: 'back', kind: 'proportion', direction: 'decrease' }] })).toBeLessThan(
      needed()!,
    ));

  it('grow with the looks on the way, a little', () => {
    const looks = needed({ lookDays: [2, 4, 6, 8, 10, 12, 14] })!;
    expect(looks).toBeGreaterThan(needed()! * 1.02);
    expect(looks).toBeLessThan(needed()! * 1.15);
  });

  it('grow with versions that compare, and with shares that are uneven', () => {
    const three = [...design.variants, { key: 'c', weight: 1 }];
    expect(needed({}, { variants: three })).toBeGreaterThan(needed()! * 1.5);
    expect(needed({}, { variants: [design.variants[0], { key: 'b', weight: 0.1 }] })).toBeGreaterThan(needed()! * 2);
  });

  it.each<[string, Partial<Plan>, Partial<Design>]>([
    ['the metric today', { baseline: undefined }, {}],
    ['the effect', { minimumEffect: undefined }, {}],
    ['the power', { power: undefined }, {}],
    ['the spread of a mean', {}, { metrics: [{ key: 'm', kind: 'mean' }] }],
    ['a share that there is', { minimumEffect: 0.95 }, {}],
  ])('are unknown without %s', (_, change, more) => expect(needed(change, more)).toBeNull());

  it('are not asked for where few are asked', () => expect(needed({}, { kind: 'prototype' })).toBeNull());
});
