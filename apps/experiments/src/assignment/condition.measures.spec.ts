import { describe, expect, it } from '@jest/globals';
import { type Attributes, type Condition, type Groups, isMeant, untamePatterns } from './condition.measures';
import { published } from './published-vectors.fixture';

type Case = [string, Condition, Attributes, boolean, Groups?];
const vectors = published<{ evalCondition: Case[] }>('sdk_cases_growthbook');

describe('Whom an experiment is for', () => {
  it('is whom the published cases say', () => {
    if (!vectors) return;
    for (const [name, condition, attributes, want, groups] of vectors.evalCondition)
      expect([name, isMeant(attributes, condition, groups)]).toEqual([name, want]);
    expect(vectors.evalCondition.length).toBeGreaterThan(100);
  });

  it('is nobody where the condition makes no sense', () => {
    expect(isMeant({ a: 1 }, { a: { $near: 1 } })).toBe(false);
    expect(isMeant({ a: 'x' }, { a: { $regex: '(' } })).toBe(false);
    expect(isMeant({ a: 'x' }, { a: { $regex: 'x'.repeat(201) } })).toBe(false);
    expect(isMeant({ a: 'x' }, { a: { $in: 'x' } })).toBe(false);
    for (const condition of [{ $or: 5 }, { $and: 5 }, { $nor: {} }, { $not: null }, { $not: { $and: 5 } }])
      expect([condition, isMeant({ a: 'x' }, condition)]).toEqual([condition, false]);
  });

  it('is nobody where a pattern would take the server hostage', () => {
    const text = `${'a'.repeat(26)}!`;
    expect(isMeant({ a: text }, { a: { $regex: '!' } })).toBe(true);
    expect(isMeant({ a: text }, { a: { $regex: '(a+)+$|!' } })).toBe(false);
    expect(isMeant({ a: text }, { a: { $regexi: 'A!' } })).toBe(true);
    expect(
      untamePatterns({ $or: [{ a: { $regex: '(a+)+' } }, { b: { $not: { $regexi: '(' } } }, { c: { $regex: 'x' } }] }),
    ).toEqual(['(a+)+', '(']);
  });

  it('is everybody without a condition, and looks at nothing that an object has by itself', () => {
    expect(isMeant({}, {})).toBe(true);
    expect(isMeant({}, { constructor: { $exists: true } })).toBe(false);
    expect(isMeant({}, { 'toString.name': 'toString' })).toBe(false);
  });
});
