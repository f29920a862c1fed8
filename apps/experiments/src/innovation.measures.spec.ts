import { expect, it } from '@jest/globals';
import { type Course, innovationOf } from './innovation.measures';

const now = '2026-03-20T12:00:00.000Z';
const course = (
  startedAt: string | null,
  decidedAt: string | null = null,
  opportunityId: string | null = null,
): Course => ({
  ...{ startedAt, decidedAt, opportunityId },
});

it('counts what began and what was decided, month by month, months without any as 0', () => {
  const { months } = innovationOf(
    [
      course('2026-01-31T23:59:59.999Z', '2026-02-10T00:00:00.000Z'),
      course('2026-03-01T00:00:00.000Z'),
      course('2026-03-02T00:00:00.000Z'),
      course('2024-01-01T00:00:00.000Z'),
      course(null),
    ],
    [],
    now,
  );

  expect(months).toHaveLength(12);
  expect(months[0]).toEqual({ month: '2025-04', started: 0, decided: 0 });
  expect(months.slice(-3)).toEqual([
    { month: '2026-01', started: 1, decided: 0 },
    { month: '2026-02', started: 0, decided: 1 },
    { month: '2026-03', started: 2, decided: 0 },
  ]);
});

it('says how many of the ideas were tried; what was only proposed was not', () => {
  const courses = [
    course('2026-03-01T00:00:00.000Z', null, 'a'),
    course('2026-03-02T00:00:00.000Z', null, 'a'),
    course(null, null, 'b'),
  ];
  const { ciLow, ciHigh, ...figures } = innovationOf(courses, ['a', 'b', 'c', 'd'], now);

  expect(figures).toMatchObject({ ideas: 4, tried: 1, conversion: 0.25, lowSample: true, daysSinceLast: 18 });
  expect([ciLow, ciHigh]).toEqual([expect.closeTo(0.0456, 4), expect.closeTo(0.6994, 4)]);
});

it('knows nothing, which is not 0, of a team without ideas and experiments', () =>
  expect(innovationOf([], [], now)).toMatchObject({
    conversion: null,
    ciLow: null,
    ciHigh: null,
    daysSinceLast: null,
  }));
