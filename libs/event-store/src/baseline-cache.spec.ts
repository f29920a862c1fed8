import { describe, expect, it } from '@jest/globals';
import { ann, bareAccounts, diaries, eve } from './bank.fixture';
import { BaselineCache } from './baseline-cache';

describe('The cache of streams', () => {
  it('keeps a stream for its organisation and its kind', () => {
    const cache = new BaselineCache();
    cache.set(ann, bareAccounts, 's-1', at(1));

    expect(cache.get(ann, bareAccounts, 's-1')).toEqual(at(1));
    expect(cache.get(eve, bareAccounts, 's-1')).toBeUndefined();
    expect(cache.get(ann, diaries, 's-1')).toBeUndefined();
  });

  it('never goes back to an older version', () => {
    const cache = new BaselineCache();
    cache.set(ann, bareAccounts, 's-1', at(3));
    cache.set(ann, bareAccounts, 's-1', at(2));

    expect(cache.get(ann, bareAccounts, 's-1')).toEqual(at(3));
  });

  it('does not keep what is not there', () => {
    const cache = new BaselineCache();
    cache.set(ann, bareAccounts, 's-1', at(0));

    expect(cache.get(ann, bareAccounts, 's-1')).toBeUndefined();
  });

  it('forgets the stream that was used longest ago when there are too many', () => {
    const cache = new BaselineCache({ streams: 2, characters: 1_000 });
    for (const id of ['s-1', 's-2', 's-1', 's-3']) cache.set(ann, bareAccounts, id, at(1));

    expect(kept(cache)).toEqual(['s-1', 's-3']);
  });

  it('forgets as many streams as it takes when they weigh too much, and forgets their weight', () => {
    const cache = new BaselineCache({ streams: 9, characters: 100 });
    cache.set(ann, bareAccounts, 's-1', at(1, 40));
    cache.set(ann, bareAccounts, 's-2', at(1, 40));
    cache.set(ann, bareAccounts, 's-3', at(1, 90));
    expect(kept(cache)).toEqual(['s-3']);

    cache.set(ann, bareAccounts, 's-3', at(2, 50));
    cache.set(ann, bareAccounts, 's-1', at(1, 50));
    expect(kept(cache)).toEqual(['s-1', 's-3']);
  });
});

const at = (version: number, size = 1) => ({ version, size, state: {}, rows: [] });

const kept = (cache: BaselineCache) => ['s-1', 's-2', 's-3'].filter((id) => cache.get(ann, bareAccounts, id));
