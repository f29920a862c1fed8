import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf, specOf } from '@tandem/core/testing';
import { announce } from './capacity.announce';
import { capacityBoard } from './capacity-board.projection';
import { capacity } from './capacity.decider';
import type { CapacityEvent, CapacityKind, ClosedWindow, Policy, Use } from './capacity.events';

const given = specOf(capacity);
const now = '2026-01-20T12:00:00.000Z';

const monthly: Policy = {
  pct: 20,
  window: 'month',
  since: '2026-01-10',
  hours: 100,
  kinds: ['experiment', 'tool_trial'],
};
const sprints: Policy = { ...monthly, window: 'sprint', sprintDays: 14, since: '2026-01-05' };
const set = (policy = monthly): CapacityEvent => ({ type: 'CapacityPolicySet', data: policy });
const use: Use = { useId: 'u-1', kind: 'experiment', hours: 12, usedOn: '2026-01-19', ref: null };
const used = (change: Partial<Use> = {}): CapacityEvent => ({ type: 'CapacityUsed', data: { ...use, ...change } });
const closed = (change: Partial<ClosedWindow>): CapacityEvent => ({
  type: 'CapacityWindowClosed',
  data: {
    ...{ startsAt: '2026-01-01T00:00:00.000Z', endsAt: '2026-02-01T00:00:00.000Z' },
    ...{ setPct: 20, usedPct: 0, usedHours: 0, streak: 1, ...change },
  },
});
const record = (change: Partial<Use> = {}, at = now) =>
  ({ type: 'RecordCapacityUse', data: { ...use, ...change, now: at } }) as const;
const close = (at: string) => ({ type: 'CloseWindows', data: { now: at } }) as const;
const february = { startsAt: '2026-02-01T00:00:00.000Z', endsAt: '2026-03-01T00:00:00.000Z' };
const shortfall = (streak: number, windowEndedAt: string, usedPct = 0): CapacityEvent => ({
  type: 'CapacityShortfallDetected',
  data: { setPct: 20, usedPct, streak, windowEndedAt },
});

describe('What a team sets aside', () => {
  it('is a policy, and may change', () => {
    given()
      .when({ type: 'SetCapacityPolicy', data: { ...monthly, now } })
      .then(set());
    given(set())
      .when({ type: 'SetCapacityPolicy', data: { ...sprints, now } })
      .then(set(sprints));
  });

  it.each<[string, Partial<Policy>, string]>([
    ['a share', { pct: 0 }, 'bad-share'],
    ['a share of at most all', { pct: 101 }, 'bad-share'],
    ['a day that exists', { since: '2026-02-30' }, 'bad-day'],
    ['a day without a time', { since: '2026-01-05T00:00' }, 'bad-day'],
    ['hours', { hours: 0 }, 'bad-hours'],
    ['no sprint in a month', { sprintDays: 14 }, 'bad-sprint'],
    ['days of a sprint', { window: 'sprint' }, 'bad-sprint'],
    ['whole days of a sprint', { window: 'sprint', sprintDays: 0.5 }, 'bad-sprint'],
    ['something to try', { kinds: [] }, 'bad-kinds'],
    ['each kind once', { kinds: ['experiment', 'experiment'] }, 'bad-kinds'],
  ])('needs %s', (_, change, code) =>
    given()
      .when({ type: 'SetCapacityPolicy', data: { ...monthly, ...change, now } })
      .thenRejected(code),
  );
});

describe('What a team uses', () => {
  it('counts once, in the window that is open', () => {
    given(set()).when(record()).then(used());
    given(set(), used()).when(record()).thenNothing();
  });

  it.each<[string, Partial<Use>, string]>([
    ['no time', { hours: 0 }, 'bad-hours'],
    ['no day', { usedOn: 'monday' }, 'bad-day'],
    ['tomorrow', { usedOn: '2026-01-21' }, 'in-the-future'],
    ['last year', { usedOn: '2025-12-31' }, 'window-closed'],
    ['something else', { kind: 'prototype' as CapacityKind }, 'other-kind'],
  ])('is not %s', (_, change, code) => given(set()).when(record(change)).thenRejected(code));

  it('is compared with nothing before a policy is set', () => {
    given().when(record()).thenRejected('no-policy');
    given().when(close(now)).thenRejected('no-policy');
  });
});

describe('A window', () => {
  it('is closed three days after its end, not before', () => {
    given(set()).when(close('2026-02-03T23:59:59.999Z')).thenNothing();
    given(set(), used({ hours: 12 }))
      .when(close('2026-02-04T00:00:00.000Z'))
      .then(closed({ usedPct: 12, usedHours: 12, streak: 0 }));
  });

  it('falls short with less than half, not with half', () => {
    given(set(), used({ hours: 9.9 }))
      .when(close('2026-02-05T00:00:00.000Z'))
      .then(closed({ usedPct: 9.9, usedHours: 9.9, streak: 1 }));
    given(set(), used({ hours: 10 }))
      .when(close('2026-02-05T00:00:00.000Z'))
      .then(closed({ usedPct: 10, usedHours: 10, streak: 0 }));
  });

  it('raises the alarm when it is the second in a row that falls short, and again with each that follows', () =>
    given(set())
      .when(close('2026-04-05T00:00:00.000Z'))
      .then(
        closed({ streak: 1 }),
        closed({ ...february, streak: 2 }),
        shortfall(2, february.endsAt),
        closed({ startsAt: '2026-03-01T00:00:00.000Z', endsAt: '2026-04-01T00:00:00.000Z', streak: 3 }),
        shortfall(3, '2026-04-01T00:00:00.000Z'),
      ));

  it('names in the alarm who set it aside', () => {
    const policySet: CapacityEvent = { type: 'CapacityPolicySet', data: { ...monthly, setById: 'pia' } };
    const alarm = shortfall(2, february.endsAt);
    given(policySet)
      .when(close('2026-03-05T00:00:00.000Z'))
      .then(closed({ streak: 1 }), closed({ ...february, streak: 2 }), {
        ...alarm,
        data: { ...alarm.data, setById: 'pia' },
      } as CapacityEvent);
  });

  it('ends the row when enough was used', () =>
    given(set(), closed({ streak: 1 }), used({ hours: 15, usedOn: '2026-02-03' }))
      .when(close('2026-03-05T00:00:00.000Z'))
      .then(closed({ ...february, usedPct: 15, usedHours: 15, streak: 0 })));

  it('leaves what came after its end to the next', () => {
    const late = used({ useId: 'u-2', hours: 30, usedOn: '2026-02-02' });
    given(set(), used(), late)
      .when(close('2026-02-04T00:00:00.000Z'))
      .then(closed({ usedPct: 12, usedHours: 12, streak: 0 }));
    given(set(), used(), late, closed({}))
      .when(close('2026-03-04T00:00:00.000Z'))
      .then(closed({ ...february, usedPct: 30, usedHours: 30, streak: 0 }));
  });

  it('is a sprint of so many days from its first day on', () =>
    given(set(sprints), used({ usedOn: '2026-01-18' }))
      .when(close('2026-01-22T00:00:00.000Z'))
      .then(
        closed({
          ...{ startsAt: '2026-01-05T00:00:00.000Z', endsAt: '2026-01-19T00:00:00.000Z' },
          ...{ usedPct: 12, usedHours: 12, streak: 0 },
        }),
      ));
});

describe('The board of a team\u2019s capacity', () => {
  const row = (...events: CapacityEvent[]) => rowOf(capacityBoard, ...events.map((event) => recorded(event)));

  it('shows what is used of the window that is open', () =>
    expect(row(set(), used(), used({ useId: 'u-2', hours: 3 }))).toMatchObject({
      ...{ teamId: 's-1', usedHours: 15, usedPct: 15, startsAt: '2026-01-01T00:00:00.000Z', closed: [] },
      uses: [{ useId: 'u-1' }, { useId: 'u-2' }],
    }));

  it('shows the windows before, the latest first, and begins anew', () =>
    expect(row(set(), used(), closed({ usedPct: 12, streak: 0 }), closed({ ...february, streak: 1 }))).toMatchObject({
      ...{ usedHours: 0, usedPct: 0, uses: [], streak: 1, startsAt: february.endsAt },
      closed: [{ startsAt: february.startsAt }, { usedPct: 12 }],
    }));

  it('keeps what was used when the policy changes', () =>
    expect(row(set(), used(), set({ ...monthly, hours: 50 }))).toMatchObject({ usedHours: 12, usedPct: 24 }));
});

it('tells the company that time for trying things goes unused, twice in a row', () => {
  const teamId = '00000000-0000-4000-8000-0000000000aa';
  const heard = (event: CapacityEvent) => announce(recorded(event, { streamId: teamId }));

  expect(heard(shortfall(2, february.endsAt, 4))).toMatchObject([
    {
      type: 'tandem.experiments.capacity-shortfall.v1',
      body: { teamId, setPct: 20, usedPct: 4, streak: 2, windowEndedAt: february.endsAt },
    },
  ]);
  expect(heard(closed({}))).toEqual([]);
});
