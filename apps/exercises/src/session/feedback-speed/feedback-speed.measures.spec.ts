import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AgreedTrace, Precision } from './feedback-speed.events';
import { feedbackSpeedOf, pairEvidence } from './feedback-speed.measures';
import { goldenTraces, hoursAfter, traceOf } from './golden-traces.fixture';

const asOf = hoursAfter(1000);
const resultOf = (traces: readonly AgreedTrace[], until = asOf) => feedbackSpeedOf({ asOf: until, traces });

describe('Feedback speed, golden traces G1', () => {
  const result = resultOf(goldenTraces);

  it('has these totals', () =>
    expect(result.traces.map(({ totalHours }) => totalHours)).toEqual([89, 111, 100, 133, 87]));

  it('has a median of 100 hours', () =>
    expect(result.p50).toEqual({ value: 100, n: 5, lowSample: false, method: 'percentile-7' }));

  it('has a p90 of 124.2 hours, not firm with five traces', () => {
    expect(result.p90).toMatchObject({ n: 5, lowSample: true });
    expect(result.p90.value).toBeCloseTo(124.2, 9);
  });

  it('finds that Design to Engineering takes most of the time', () => {
    const [slowest] = result.pairs;
    expect(slowest).toMatchObject({ fromTeamId: 'D', toTeamId: 'E', n: 5, hours: 294 });
    expect(slowest?.share.value).toBeCloseTo(294 / 520, 9);
    expect(slowest?.p50.value).toBe(60);
    expect(slowest?.p90.value).toBeCloseTo(73.2, 9);
    expect(slowest?.waitP50.value).toBe(40);
    expect(slowest?.spread.value).toBeCloseTo(73.2 / 60, 9);
  });

  it('calls that bottleneck conclusive', () => {
    expect(result.bottleneck).toMatchObject({ fromTeamId: 'D', toTeamId: 'E', conclusive: true });
    expect(result.bottleneck?.lead.value).toBeCloseTo((294 - 125) / 520, 9);
    expect(result.bottleneck?.lead.ciLow).toBeGreaterThan(0);
  });

  it('spends 27 % of the time in hands', () => expect(result.handlingRatio.value).toBeCloseTo(0.2692, 4));

  it('lost nothing, as far as five traces can tell', () => {
    expect(result.lossRate).toMatchObject({ value: 0, n: 5, ciLow: 0 });
    expect(result.lossRate.ciHigh).toBeCloseTo(0.4345, 4);
  });
});

describe('Feedback speed, censored totals G2', () => {
  const open = (hours: number): AgreedTrace => {
    const { terminal: _, terminalAt: __, ...trace } = goldenTraces[0]!;
    return { ...trace, traceId: `open-${hours}`, originAt: hoursAfter(1000 - hours), hops: [] };
  };
  const result = resultOf([...goldenTraces, open(150), open(120)]);

  it('has a median of 111 hours', () => expect(result.p50).toMatchObject({ value: 111, n: 7, method: 'kaplan-meier' }));

  it('has no p90, only that it is more than 150 hours', () =>
    expect(result.p90).toMatchObject({ value: null, moreThan: 150, n: 7 }));
});

describe('Feedback speed', () => {
  it('answers another data set as worked out by hand', () => {
    const teams = ['A', 'B', 'C'];
    const result = resultOf(
      ['10,10 5,5', '20,0 1,9', '30,10 3,7', '2,8 4,6'].map((line, i) => traceOf(line, i, teams)),
    );

    expect(result.traces.map(({ totalHours }) => totalHours)).toEqual([30, 30, 50, 20]);
    expect(result.p50.value).toBe(30);
    expect(result.p90.value).toBeCloseTo(44, 9);
    expect(result.pairs[0]).toMatchObject({ fromTeamId: 'A', toTeamId: 'B', hours: 90 });
    expect(result.pairs[0]?.share.value).toBeCloseTo(90 / 130, 9);
    expect(result.pairs[0]?.p50.value).toBe(20);
    expect(result.pairs[1]?.waitP50.value).toBe(3.5);
    expect(result.handlingRatio.value).toBeCloseTo(55 / 130, 9);
  });

  it('answers nothing, not 0, where there is no data', () => {
    const result = resultOf([]);
    expect([result.p50, result.loopP90, result.handlingRatio, result.lossRate].map(({ value }) => value)).toEqual(
      Array(4).fill(null),
    );
    expect(result).toMatchObject({ pairs: [], bottleneck: null });
  });

  it('tells no percentile of two traces', () =>
    expect(resultOf(goldenTraces.slice(0, 2)).p50).toMatchObject({ value: null, n: 2, lowSample: true }));

  it('tells a firm p90 from ten traces on', () => {
    const ten = [...goldenTraces, ...goldenTraces];
    expect(resultOf(ten.slice(0, 9)).p90.lowSample).toBe(true);
    expect(resultOf(ten).p90.lowSample).toBe(false);
  });

  it('leans on three traces, not on two', () => {
    expect(resultOf(goldenTraces.slice(0, 3))).toMatchObject({
      p50: { lowSample: false },
      handlingRatio: { lowSample: false },
      bottleneck: { lead: { n: 3, lowSample: false } },
    });
    expect(resultOf(goldenTraces.slice(0, 2)).handlingRatio).toMatchObject({ n: 2, lowSample: true });
  });

  it('bears traces that took no time', () => {
    const lines = ['0,0 0,0', '0,0 0,0', '10,0 1,0', '10,0 1,0'];
    expect(resultOf(lines.map((line, i) => traceOf(line, i))).bottleneck).toMatchObject({
      lead: { value: 9 / 11, ciLow: expect.any(Number) },
    });
  });

  it('names no bottleneck between teams with two hops', () =>
    expect(resultOf(goldenTraces.slice(0, 2)).bottleneck).toBeNull());

  it('names the pair with the higher p90 among equals', () => {
    const lines = ['10,0 10,0', '10,0 1,0', '10,0 19,0'];
    expect(resultOf(lines.map((line, i) => traceOf(line, i))).bottleneck).toMatchObject({
      fromTeamId: 'P',
      toTeamId: 'D',
      conclusive: false,
    });
  });

  it('concludes nothing when the traces do not agree on the bottleneck', () => {
    const lines = ['50,0 10,0', '10,0 30,0', '10,0 20,0', '20,0 15,0'];
    expect(resultOf(lines.map((line, i) => traceOf(line, i))).bottleneck).toMatchObject({ conclusive: false });
  });

  it('concludes nothing when a rarer pair takes more of the time', () => {
    const lines = ['10,0 1,0', '10,0 1,0', '10,0 200,0'].map((line, i) => traceOf(line, i));
    const [first, second, third] = lines as [AgreedTrace, AgreedTrace, AgreedTrace];
    const traces = [first, second].map((trace) => ({
      ...trace,
      hops: trace.hops.slice(0, 1),
      terminalAt: hoursAfter(10),
    }));
    expect(resultOf([...traces, third]).bottleneck).toMatchObject({
      fromTeamId: 'S',
      toTeamId: 'P',
      conclusive: false,
    });
  });

  it.each<[Precision, boolean]>([
    ['hour', true],
    ['day', false],
  ])('told to the %s, it is conclusive: %s', (precision, conclusive) => {
    const vague = goldenTraces.map((trace) => ({
      ...trace,
      precision,
      hops: trace.hops.map((hop) => ({ ...hop, precision })),
    }));
    expect(resultOf(vague).bottleneck).toMatchObject({ conclusive });
    expect(resultOf(vague).p50.value).toBe(100);
  });

  it('shows as few and as many hours as the precision allows', () => {
    const [trace] = resultOf([{ ...goldenTraces[0]!, precision: 'day' }]).traces;
    expect(trace).toMatchObject({ totalHours: 89, leastHours: 65, mostHours: 113 });
    expect(trace?.hops.at(-1)).toMatchObject({ leastHours: 0, mostHours: 15 });
  });

  it('counts the delay of the origin before the first hop', () => {
    const late = { ...goldenTraces[0]!, originAt: hoursAfter(-11) };
    const result = resultOf([late, ...goldenTraces.slice(1)]);
    expect(result.originShare.value).toBeCloseTo(11 / 531, 9);
  });

  it('lets a hop that has not arrived last on', () => {
    const { terminal: _, terminalAt: __, ...trace } = traceOf('10,5 20,0');
    const { receivedAt: ___, ...underWay } = trace.hops[1]!;
    const [timed] = resultOf([{ ...trace, hops: [trace.hops[0]!, underWay] }], hoursAfter(100)).traces;
    expect(timed).toMatchObject({ totalHours: 100, terminal: null });
    expect(timed?.hops[1]).toMatchObject({ waitHours: 85, dwellHours: 0, isReceived: false, isOver: false });
  });

  it('never runs backwards, even if the session is told to lie before its traces', () => {
    const { terminal: _, terminalAt: __, ...open } = goldenTraces[0]!;
    const [timed] = resultOf([open], hoursAfter(-5)).traces;
    expect(timed).toMatchObject({ totalHours: 88, loopHours: 88 });
    expect(timed?.hops.at(-1)).toMatchObject({ waitHours: 2, dwellHours: 0 });
    expect(resultOf(goldenTraces, hoursAfter(-5)).traces[0]).toMatchObject({ totalHours: 89, loopHours: 89 });
  });

  it('measures the closed loop, open while nobody told the one who asked', () => {
    const told = goldenTraces.map((trace, i) => (i < 3 ? { ...trace, toldAt: hoursAfter(120 + i) } : trace));
    expect(resultOf(told).loopP50).toMatchObject({ value: 122, n: 5, method: 'kaplan-meier' });
    expect(resultOf(told).loopP90).toMatchObject({ value: null, moreThan: 1000 });
  });

  it('counts what was dropped as lost', () => {
    const [first, ...rest] = goldenTraces;
    expect(resultOf([{ ...first!, terminal: 'dropped' }, ...rest]).lossRate.value).toBeCloseTo(0.2, 9);
  });

  it('multiplies how faithfully each hop arrived', () => {
    const rated = {
      ...goldenTraces[0]!,
      hops: goldenTraces[0]!.hops.map((hop, i) => ({ ...hop, fidelity: i ? 3 : 2 })),
    };
    const partly = { ...rated, hops: [goldenTraces[0]!.hops[0]!, ...rated.hops.slice(1)] };
    expect(resultOf([rated, partly]).traces.map(({ fidelity }) => fidelity)).toEqual([2 / 3, null]);
  });
});

describe('Feedback speed of any traces', () => {
  const hours = fc.integer({ min: 0, max: 500 });
  const line = fc.array(fc.tuple(hours, hours), { minLength: 1, maxLength: 4 }).map((hops) => hops.join(' '));
  const traces = fc.array(line, { minLength: 1, maxLength: 12 }).map((lines) => lines.map((one, i) => traceOf(one, i)));

  it('has shares that add up to 1', () =>
    fc.assert(
      fc.property(traces, fc.integer({ min: 1, max: 50 }), (some, delay) => {
        const late = some.map((trace) => ({ ...trace, originAt: hoursAfter(-delay) }));
        const { pairs, originShare } = resultOf(late);
        const shares = [...pairs.map(({ share }) => share), originShare].map(({ value }) => value ?? NaN);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      }),
      { numRuns: 12 },
    ));

  it('does not depend on the order of the traces, but for the drawing of its interval', () =>
    fc.assert(
      fc.property(traces, (some) => {
        const [one, other] = [resultOf(some), resultOf(some.toReversed())];
        expect(other.p90).toEqual(one.p90);
        expect(other.pairs.map(({ hours: sum }) => sum)).toEqual(one.pairs.map(({ hours: sum }) => sum));
      }),
      { numRuns: 12 },
    ));

  it('has a median that was seen, or none, while one trace is open', () =>
    fc.assert(
      fc.property(traces, ([first, ...others]) => {
        const { terminal: _, terminalAt: __, ...open } = first!;
        const { p50, traces: timed } = resultOf([open, ...others], hoursAfter(10_000));
        expect(p50.n).toBe(others.length + 1);
        expect([...timed.slice(1).map(({ totalHours }) => totalHours), null]).toContain(p50.value);
      }),
      { numRuns: 12 },
    ));
});

describe('What a finding rests on', () => {
  const revealed = { asOf, traces: goldenTraces };

  it('is the figures of its pair', () =>
    expect(pairEvidence(revealed, { fromTeamId: 'D', toTeamId: 'E' })).toMatchObject({
      fromTeamId: 'D',
      toTeamId: 'E',
      n: 5,
      p50Hours: 60,
      share: expect.closeTo(0.5654, 4),
      p90Hours: expect.closeTo(73.2, 9),
    }));

  it('is the figures of all traces when no pair is named', () =>
    expect(pairEvidence(revealed, {})).toEqual({ n: 5, p50Hours: 100, p90Hours: expect.closeTo(124.2, 9) }));

  it('is nothing for teams that never spoke, or for half a pair', () => {
    expect(pairEvidence(revealed, { fromTeamId: 'E', toTeamId: 'D' })).toBeNull();
    expect(pairEvidence(revealed, { fromTeamId: 'D' })).toBeNull();
    expect(pairEvidence(revealed, { toTeamId: 'E' })).toBeNull();
  });

  it('has no hours where there are too few', () =>
    expect(pairEvidence({ asOf, traces: goldenTraces.slice(0, 1) }, { fromTeamId: 'D', toTeamId: 'E' })).toMatchObject({
      n: 1,
      p50Hours: undefined,
    }));
});
