import { describe, expect, it } from '@jest/globals';
import { recorded } from '@tandem/core/testing';
import { announce } from './cycle.announce';
import type { CycleEvent } from './cycle.events';
import { after, verdict } from './cycle.fixture';

const id = (n: number) => `018f0000-0000-7000-8000-00000000000${n}`;
const parties = { symptomId: 'S3', teamIds: [id(4), id(5)], ownerProductId: id(6), ownerEngineeringId: id(7) };
const told = (event: CycleEvent) => announce(recorded(event, { streamId: id(1) }));
const at = '2026-01-05T09:00:00.000Z';

describe('What the company hears of a cycle', () => {
  it('that it began, and who owns it', () => {
    const cause = { findingId: id(2), sessionId: id(3), ...parties };
    expect(told({ type: 'CycleOpened', data: cause })).toEqual([
      {
        type: 'tandem.exercises.cycle-opened.v1',
        topic: 'tandem.exercises.cycle',
        body: { cycleId: id(1), openedAt: at, ...cause },
      },
    ]);
  });

  it('that both agreed, and nothing of the first who did', () => {
    const agreed = (complete: boolean) =>
      told({ type: 'ChangeAgreed', data: { ...parties, side: 'product', complete, iteration: 1, agreedAt: at } });
    expect(agreed(false)).toEqual([]);
    expect(agreed(true)).toEqual([
      {
        type: 'tandem.exercises.cycle-change-agreed.v1',
        topic: 'tandem.exercises.cycle',
        body: { cycleId: id(1), ...parties, iteration: 1, agreedAt: at },
      },
    ]);
  });

  it('what the numbers say, without the numbers that were measured', () => {
    const measured = (change: Partial<typeof verdict>) =>
      told({
        type: 'ChangeMeasured',
        data: { ...parties, iteration: 1, measuredAt: at, sample: after, verdict: { ...verdict, ...change } },
      })[0]!.body;
    expect(measured({})).toEqual({
      cycleId: id(1),
      ...parties,
      iteration: 1,
      measuredAt: at,
      verdict: 'improved',
      effect: 0.42,
      ciLow: 0.26,
      ciHigh: 0.69,
      level: 0.91,
      nBefore: 5,
      nAfter: 5,
      method: 'exchange-log',
      statsVersion: '1',
    });
    expect(measured({ outcome: 'insufficient_data', effect: null, interval: null })).toEqual({
      cycleId: id(1),
      ...parties,
      iteration: 1,
      measuredAt: at,
      verdict: 'insufficient-data',
      nBefore: 5,
      nAfter: 5,
      method: 'exchange-log',
      statsVersion: '1',
    });
    expect(measured({ interval: { low: 0.2, high: null, level: 0.9 } })).not.toHaveProperty('ciHigh');
  });

  it('that it was adopted, went stale or came back, and no reason that people wrote', () => {
    const watched = { adoptedAt: at, watchUntil: at };
    expect(
      told({ type: 'CycleAdopted', data: { ...parties, iterations: 2, ...watched, reason: 'secret' } })[0]!.body,
    ).toEqual({ cycleId: id(1), ...parties, iterations: 2, ...watched });
    expect(
      told({ type: 'CycleWentStale', data: { ...parties, status: 'change_agreed', silentSince: at } })[0]!.body,
    ).toEqual({ cycleId: id(1), ...parties, status: 'change-agreed', silentSince: at, wentStaleAt: at });
    expect(
      told({ type: 'CycleRecurred', data: { ...parties, adoptedAt: at, recurredAt: at, reason: 'secret' } })[0]!.body,
    ).toEqual({ cycleId: id(1), ...parties, adoptedAt: at, recurredAt: at });
  });

  it('nothing else', () => expect(told({ type: 'CycleAbandoned', data: { reason: 'secret' } })).toEqual([]));
});
