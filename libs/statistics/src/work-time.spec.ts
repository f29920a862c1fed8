import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { usualWorkingTime, type WorkingTime, workDaysBetween, workHoursBetween } from './index';

const berlin: WorkingTime = { ...usualWorkingTime, timeZone: 'Europe/Berlin', holidays: ['2026-04-03', '2026-04-06'] };
const hours = (start: string, end: string, time = berlin) => workHoursBetween(start, end, time);

describe('Hours of work', () => {
  it('are those within the working time, by the clock on the wall of the team', () => {
    // 9 to 17 in Berlin is 8 to 16 UTC in winter.
    expect(hours('2026-01-05T08:00:00Z', '2026-01-05T10:30:00Z')).toBe(2.5);
    expect(hours('2026-01-05T05:00:00Z', '2026-01-05T20:00:00Z')).toBe(8);
    expect(hours('2026-01-05T16:00:00Z', '2026-01-06T08:00:00Z')).toBe(0);
    expect(hours('2026-01-05T15:00:00Z', '2026-01-06T09:00:00Z')).toBe(2);
  });

  it('pass over weekends and days off', () => {
    expect(hours('2026-01-09T15:00:00Z', '2026-01-12T09:00:00Z')).toBe(2);
    // Easter: Thursday 2 April 16:00 in Berlin to Tuesday 7 April 10:00.
    expect(hours('2026-04-02T14:00:00Z', '2026-04-07T08:00:00Z')).toBe(2);
    expect(hours('2026-04-02T14:00:00Z', '2026-04-07T08:00:00Z', { ...berlin, holidays: [] })).toBe(18);
  });

  it('follow the clock through summer time', () => {
    // Clocks went forward on Sunday 29 March 2026: Friday 16:00 (15:00 UTC) to Monday 10:00 (08:00 UTC).
    expect(hours('2026-03-27T15:00:00Z', '2026-03-30T08:00:00Z')).toBe(2);
    // And back on Sunday 25 October: Friday 16:00 (14:00 UTC) to Monday 10:00 (09:00 UTC).
    expect(hours('2026-10-23T14:00:00Z', '2026-10-26T09:00:00Z')).toBe(2);
  });

  it('are of the day that it is where the team sits', () => {
    const auckland = { ...usualWorkingTime, timeZone: 'Pacific/Auckland' };
    // Sunday evening in UTC is Monday morning in Auckland.
    expect(hours('2026-01-04T20:00:00Z', '2026-01-05T00:00:00Z', auckland)).toBe(4);
    expect(hours('2026-01-04T20:00:00Z', '2026-01-05T00:00:00Z')).toBe(0);
    const kathmandu = { ...usualWorkingTime, timeZone: 'Asia/Kathmandu' };
    expect(hours('2026-01-05T03:15:00Z', '2026-01-05T04:15:00Z', kathmandu)).toBe(1);
  });

  it('make days of work by the length of the team’s own day', () => {
    const short = { ...usualWorkingTime, until: '13:00' };
    expect(workDaysBetween('2026-01-05T09:00:00Z', '2026-01-07T11:00:00Z', short)).toBe(2.5);
    expect(workDaysBetween('2026-01-05T09:00:00Z', '2026-01-07T11:00:00Z', usualWorkingTime)).toBe(2.25);
  });

  it('are none backwards, and refuse what is no moment', () => {
    expect(hours('2026-01-06T09:00:00Z', '2026-01-05T09:00:00Z')).toBe(0);
    expect(() => hours('soon', '2026-01-05T09:00:00Z')).toThrow(/no moment/);
  });

  const moment = fc.integer({ min: 0, max: 3 * 365 * 24 * 60 }).map((at) => Date.UTC(2025, 0, 1) + at * 60_000);
  const times = [berlin, { ...usualWorkingTime, timeZone: 'America/New_York' }, usualWorkingTime];

  it('are what walking minute by minute counts', () =>
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 9 * 24 * 12 }), fc.constantFrom(...times), (start, steps, time) => {
        const clock = new Intl.DateTimeFormat('en-US', {
          timeZone: time.timeZone,
          hourCycle: 'h23',
          weekday: 'short',
          hour: '2-digit',
        });
        const date = new Intl.DateTimeFormat('sv-SE', { timeZone: time.timeZone });
        const begin = Math.ceil(start / 300_000) * 300_000;
        let minutes = 0;
        for (let at = begin; at < begin + steps * 300_000; at += 300_000) {
          const [weekday, hour] = clock.format(at).split(/, | /) as [string, string];
          const isOff = ['Sat', 'Sun'].includes(weekday) || time.holidays.includes(date.format(at));
          if (!isOff && Number(hour) >= 9 && Number(hour) < 17) minutes += 5;
        }
        const [from, to] = [begin, begin + steps * 300_000].map((at) => new Date(at).toISOString()) as [string, string];
        expect(workHoursBetween(from, to, time)).toBeCloseTo(minutes / 60, 9);
      }),
      { numRuns: 60, seed: 7 },
    ));

  it('add up over any moment between', () =>
    fc.assert(
      fc.property(fc.tuple(moment, moment, moment), (three) => {
        const [a, b, c] = three.toSorted((x, y) => x - y).map((at) => new Date(at).toISOString()) as [
          string,
          string,
          string,
        ];
        expect(hours(a, b) + hours(b, c)).toBeCloseTo(hours(a, c), 6);
      }),
      { seed: 7 },
    ));
});
