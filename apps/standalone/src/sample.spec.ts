import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { people, personNamed, teams, tenantId } from '../sample/company';
import { begin, players, published } from '../sample/cookie-cats';
import { githubDeliveries } from '../sample/github-deliveries';
import { own, pairs, remeasured } from '../sample/golden-figures';
import { golden, traces } from '../sample/golden-traces';

describe('The sample company', () => {
  it('has the same ids at every start, and each only once', () => {
    const ids = [tenantId, ...Object.values(teams).map(({ id }) => id), ...Object.values(people).map(({ id }) => id)];
    expect(new Set(ids).size).toBe(ids.length);
    expect(teams.Product.id).toBe('f6c9cb6d-e63d-509d-a14e-5d633a60dec9');
  });

  it('knows people by the name they sign in with, and nobody else', () => {
    expect(personNamed('pia')?.roles).toContain('product_lead');
    expect(personNamed('toString')).toBeUndefined();
  });
});

describe('Cookie Cats', () => {
  const all = [...players()];
  const count = (variant: string, back: 'installedAt' | 'day1' | 'day7') =>
    all.filter((player) => player.variant === variant && player[back]).length;

  it.each(['gate_30', 'gate_40'] as const)('has as many players as were counted at %s', (variant) =>
    expect({
      players: count(variant, 'installedAt'),
      day1: count(variant, 'day1'),
      day7: count(variant, 'day7'),
    }).toEqual(published[variant]),
  );

  it('knows every player once', () => expect(new Set(all.map(({ id }) => id)).size).toBe(90_189));

  it('lies in the past, in order', () => {
    const day = 86_400_000;
    for (const { installedAt, day1, day7 } of all.filter((_, i) => i % 97 === 0)) {
      expect(installedAt.getTime() - begin.getTime()).toBeGreaterThanOrEqual(0);
      expect(installedAt.getTime() - begin.getTime()).toBeLessThan(14 * day);
      if (day1) expect(day1.getTime() - installedAt.getTime()).toBe(day);
      if (day7) expect(day7.getTime() - installedAt.getTime()).toBe(7 * day);
    }
  });

  it('follows other counts as exactly', () => {
    const few = [...players({ gate_30: { players: 3, day1: 2, day7: 1 }, gate_40: { players: 2, day1: 0, day7: 0 } })];
    expect(few.map(({ id, day1, day7 }) => [id, !!day1, !!day7])).toEqual([
      ['gate_30-1', true, true],
      ['gate_30-2', true, false],
      ['gate_30-3', false, false],
      ['gate_40-1', false, false],
      ['gate_40-2', false, false],
    ]);
  });
});

describe('The deliveries of GitHub', () => {
  it('are signed over their very bytes, and named once each', async () => {
    const deliveries = await githubDeliveries('a secret of the sample');
    expect(deliveries.length).toBeGreaterThan(200);
    expect(new Set(deliveries.map(({ headers }) => headers['x-github-delivery'])).size).toBe(deliveries.length);
    for (const { headers, body } of deliveries)
      expect(headers['x-hub-signature-256']).toBe(
        `sha256=${createHmac('sha256', 'a secret of the sample').update(body).digest('hex')}`,
      );
  });
});

describe('The golden figures', () => {
  it('weigh as much as the page says', () => {
    const weights = pairs.map(({ severities }) => severities.reduce<number>((sum, one) => sum + one, 0));
    expect(weights).toEqual([6, 2, 3, 4, 2, 3, 5, 2]);
    expect(Object.values(own).map((severities) => severities.reduce<number>((sum, one) => sum + one, 0))).toEqual([
      4, 10, 3, 1, 9,
    ]);
  });

  it('of the hop from Design to Engineering are those of the golden traces', () =>
    expect(golden.map((line) => line[2]![0] + line[2]![1])).toEqual(remeasured.before));
});

describe('The golden traces', () => {
  it('last as long as the page says', () =>
    expect(traces().map(({ originAt, endedAt }) => (endedAt.getTime() - originAt.getTime()) / 3_600_000)).toEqual([
      89, 111, 100, 133, 87,
    ]));

  it('go from team to team without a gap', () => {
    for (const { hops } of traces()) {
      expect(hops.map(({ from, to }) => [from, to])).toEqual([
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 4],
      ]);
      for (const { sentAt, receivedAt } of hops) expect(receivedAt.getTime()).toBeGreaterThan(sentAt.getTime());
    }
  });
});
