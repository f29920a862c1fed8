import { describe, expect, it } from '@jest/globals';
import { contracts, topics } from './index';

describe('The catalogue', () => {
  it('names every type once', () => {
    const types = contracts.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
  });

  it('declares the topic of every contract, and no topic that carries nothing', () =>
    expect(new Set(contracts.map(({ topic }) => topic))).toEqual(new Set(topics.map(({ name }) => name))));

  it.each(contracts.map(({ type, topic }) => [type, topic]))(
    '%s is named tandem.<service>.<event>.v<n>, on a topic of its service',
    (type, topic) => {
      expect(type).toMatch(/^tandem\.[a-z]+\.[a-z]+(-[a-z]+)+\.v[1-9]\d*$/);
      expect(topic.split('.').slice(0, 2)).toEqual(type.split('.').slice(0, 2));
    },
  );

  it.each(topics)('$name has partitions to share and keeps records for days', ({ partitions, retentionMs }) => {
    expect(partitions).toBeGreaterThan(1);
    expect(retentionMs).toBeGreaterThanOrEqual(24 * 60 * 60 * 1000);
  });
});
