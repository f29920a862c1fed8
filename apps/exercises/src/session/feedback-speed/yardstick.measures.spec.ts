import { describe, expect, it } from '@jest/globals';
import { usualWorkingTime } from '@tandem/statistics';
import type { AgreedTrace, Revealed } from './feedback-speed.events';
import { feedbackSpeedOf } from './feedback-speed.measures';
import { goldenTraces, hoursAfter, traceOf } from './golden-traces.fixture';
import { shortestPath } from './yardstick.measures';

const resultOf = (traces: readonly AgreedTrace[], frame: Partial<Revealed> = {}) =>
  feedbackSpeedOf({ asOf: hoursAfter(2000), traces, ...frame });
const berlin = { ...usualWorkingTime, timeZone: 'Europe/Berlin' };

describe('The clock of work', () => {
  /** From Friday 9 January, 16:00 UTC, received on Monday at noon, ended on Tuesday at 10:00, told on Wednesday at 10:00. */
  const overTheWeekend: AgreedTrace = {
    ...traceOf('1,1', 0, ['S', 'P']),
    originAt: '2026-01-09T16:00:00.000Z',
    terminalAt: '2026-01-13T10:00:00.000Z',
    toldAt: '2026-01-14T10:00:00.000Z',
    hops: [
      {
        fromTeamId: 'S',
        toTeamId: 'P',
        channel: 'ticket',
        sentAt: '2026-01-09T16:00:00.000Z',
        receivedAt: '2026-01-12T12:00:00.000Z',
        precision: 'exact',
      },
    ],
  };
  const trace = (frame: Partial<Revealed>) => resultOf([overTheWeekend], frame).traces[0];

  it('counts the days that the receiver works, in its own time zone', () => {
    // In UTC: 1 hour on Friday, 8 on Monday, 1 on Tuesday.
    expect(trace({})).toMatchObject({ totalHours: 90, totalWorkDays: 10 / 8, hops: [{ workDays: 10 / 8 }] });
    // In Berlin Friday is over at 16:00 UTC, and on Tuesday it is 11:00.
    expect(trace({ workingTimes: { P: berlin } })?.totalWorkDays).toBe(10 / 8);
    const noMonday = { ...berlin, holidays: ['2026-01-12'] };
    expect(trace({ workingTimes: { P: noMonday } })?.totalWorkDays).toBe(2 / 8);
    expect(trace({ workingTimes: { P: { ...berlin, until: '13:00' } } })?.totalWorkDays).toBe(6 / 4);
  });

  it('counts until the origin heard of it by the clock of the origin', () => {
    expect(trace({ workingTimes: { P: berlin } })?.loopWorkDays).toBe(18 / 8);
    expect(trace({ workingTimes: { S: { ...usualWorkingTime, weekdays: [3] } } })?.loopWorkDays).toBe(1 / 8);
  });

  it('leaves the golden hours as they are, and calls them slow only by the bands of work days', () => {
    const result = resultOf(goldenTraces);
    expect(result.p50.value).toBe(100);
    // From Monday 9:00 until Friday 2:00, Saturday 0:00, Friday 13:00, Saturday 22:00 and Friday 0:00.
    expect(result.traces.map(({ totalWorkDays }) => totalWorkDays)).toEqual([4, 5, 4.5, 5, 4]);
    expect(result.workP50).toMatchObject({ value: 4.5, n: 5, method: 'percentile-7' });
  });
});

describe('Bands', () => {
  it('are two and five work days, and a tenth and a quarter lost, unless the session says otherwise', () => {
    expect(resultOf(goldenTraces)).toMatchObject({ speedBand: 'yellow', lossBand: 'green' });
    const bands = { greenWorkDays: 1, yellowWorkDays: 4, greenLoss: 0.01, yellowLoss: 0.02 };
    expect(resultOf(goldenTraces, { bands })).toMatchObject({ speedBand: 'red', lossBand: 'green', bands });
    const dropped = goldenTraces.map((trace, index) =>
      index === 0 ? { ...trace, terminal: 'dropped' as const } : trace,
    );
    expect(resultOf(dropped)).toMatchObject({ lossBand: 'yellow' });
  });

  it('call red what is surely too long, and nothing what is not known', () => {
    const open = goldenTraces.map(({ terminal: _, terminalAt: __, ...trace }) => trace);
    expect(resultOf(open)).toMatchObject({ workP50: { value: null }, speedBand: 'red' });
    expect(resultOf([])).toMatchObject({ speedBand: null, lossBand: null });
  });
});

describe('Detours', () => {
  const ways = {
    declaredPaths: [
      ['S', 'P', 'E', 'R'],
      ['P', 'R'],
    ],
  };

  it('are hops taken for each that the shortest declared way needs', () => {
    expect(resultOf(goldenTraces, ways).traces[0]?.detour).toBe(4 / 2);
    expect(resultOf(goldenTraces, ways).detour).toMatchObject({ value: 2, n: 5 });
  });

  it('are not known where no way is declared', () => {
    expect(resultOf(goldenTraces).detour).toMatchObject({ value: null, n: 0 });
    expect(resultOf(goldenTraces, { declaredPaths: [['R', 'S']] }).traces[0]?.detour).toBeNull();
  });

  it.each<[string, string, number | null]>([
    ['S', 'R', 2],
    ['S', 'E', 2],
    ['E', 'R', 1],
    ['R', 'S', null],
    ['S', 'S', 0],
  ])('from %s to %s need %s hops', (from, to, hops) => expect(shortestPath(ways, from, to)).toBe(hops));

  it('end where declared ways go round', () =>
    expect(
      shortestPath(
        {
          declaredPaths: [
            ['S', 'P'],
            ['P', 'S'],
          ],
        },
        'S',
        'R',
      ),
    ).toBeNull());
});

describe('Fidelity', () => {
  it('is the median over traces of which every hop was rated', () => {
    const rated = (fidelity: number | undefined) => ({
      ...goldenTraces[0]!,
      hops: goldenTraces[0]!.hops.map((hop) => ({ ...hop, fidelity })),
    });
    const { fidelity } = resultOf([rated(3), rated(3), rated(2), rated(undefined)]);
    expect(fidelity).toMatchObject({ value: 1, n: 3 });
  });
});
