import { describe, expect, it } from '@jest/globals';
import { bandOf } from './flow.measures';
import { missing, noise, signal, signalNoiseWork } from './info-sheets.fixture';
import type { SignalNoise } from './signal-noise-work.measures';
import { signalNoiseOf } from './signal-noise.measures';
import { signalEvidence, suggestionsOf } from './signal-suggestions.measures';
import { channelTable, guessTable, headline, signalTable } from './signal-table.measures';

const asOf = '2026-03-02T12:00:00.000Z';
const cellOf = (work: SignalNoise, from: string, to: string) =>
  signalNoiseOf(work, asOf).cells.find(({ fromTeamId, toTeamId }) => fromTeamId === from && toTeamId === to)!;
const oneCell = (
  ...items: Parameters<typeof signalNoiseWork>[0][number] extends readonly [unknown, ...infer Items] ? Items : never
) => cellOf(signalNoiseWork([['E', ...items]]), 'P', 'E');

describe('What flows from one team to another', () => {
  it('reads the golden values: 8 of signal to 2 of noise is .75 and 4.77 dB, 1 to 7 is .2 and -6.02 dB', () => {
    const clear = oneCell(signal('P', 5), signal('P', 3), noise('P', 2));
    expect(clear.flow).toMatchObject({ signal: 8, noise: 2, share: { value: 0.75 }, band: 'clear' });
    expect(clear.flow?.decibels).toBeCloseTo(4.7712, 4);
    const noisy = oneCell(signal('P', 1), noise('P', 5), noise('P', 2));
    expect(noisy.flow).toMatchObject({ signal: 1, noise: 7, band: 'noisy' });
    expect(noisy.flow?.share.value).toBeCloseTo(0.2, 12);
    expect(noisy.flow?.decibels).toBeCloseTo(-6.0206, 4);
    expect(clear.tie).toBe(0.75);
  });

  it('reads the golden interval: 8 of 10 items lies between .4902 and .9433', () => {
    const items = [...Array(8).fill(signal('P', 1)), ...Array(2).fill(noise('P', 1))];
    expect(oneCell(...items).flow?.itemShare).toMatchObject({
      value: 0.8,
      n: 10,
      ciLow: expect.closeTo(0.4902, 4),
      ciHigh: expect.closeTo(0.9433, 4),
    });
  });

  it.each([
    [3, 'clear'],
    [2.99, 'mixed'],
    [0, 'mixed'],
    [-0.01, 'noisy'],
  ])('is at %s dB %s', (dB, band) => expect(bandOf(dB)).toBe(band));

  it('is silent where nothing comes, which is neither clear nor known to be well', () => {
    const silent = oneCell(missing('P'));
    expect(silent.flow).toMatchObject({ band: 'silent', decibels: null, share: { value: null }, missing: 1 });
    expect(silent.flow?.missingRatio).toMatchObject({ value: 1, n: 1 });
    expect(silent.tie).toBe(0);
  });

  it('counts once, or as often as it comes', () => {
    const items = [signal('P', 4, { perWeek: 5 }), noise('P', 1, { perWeek: 10 })];
    expect(oneCell(...items).flow).toMatchObject({ signal: 4, noise: 1 });
    const often = cellOf(signalNoiseWork([['E', ...items]], { frequency: 'per_week' }), 'P', 'E');
    expect(often.flow).toMatchObject({ signal: 20, noise: 10, share: { value: 21 / 32 }, band: 'mixed' });
  });

  it('takes the mean of the three tests for its value, and says which one fails', () => {
    const tested = (answers: number, timely: number, usable: number) =>
      signal('P', 0, { value: undefined, tests: { answers, timely, usable } });
    const { flow } = oneCell(tested(5, 2, 5), tested(4, 1, 4), signal('P', 3));
    expect(flow).toMatchObject({
      signal: 4 + 3 + 3,
      tests: { answers: 4.5, timely: 1.5, usable: 4.5 },
      failingTest: 'timely',
    });
    expect(oneCell(tested(3, 4, 5)).flow?.failingTest).toBeNull();
    expect(oneCell(signal('P', 3)).flow).toMatchObject({ tests: null, failingTest: null });
  });

  it('tells what it costs: all minutes of each receiver, the hours of noise of all for whom a team speaks', () => {
    const work = signalNoiseWork([
      [
        'E',
        signal('P', 4, { minutesPerWeek: 30 }),
        noise('P', 2, { minutesPerWeek: 90 }),
        noise('D', 2, { minutesPerWeek: 60 }),
      ],
    ]);
    const forFour = { ...work, sheets: work.sheets.map((sheet) => ({ ...sheet, people: 4 })) };
    expect(cellOf(forFour, 'P', 'E').flow).toMatchObject({
      wastedHoursPerWeek: 6,
      wastedHoursPerPersonWeek: 1.5,
      minutesPerPersonWeek: 120,
    });
    const { receivers } = signalNoiseOf(forFour, asOf);
    expect(receivers.find(({ teamId }) => teamId === 'E')?.flow).toMatchObject({
      wastedHoursPerWeek: 10,
      minutesPerPersonWeek: 180,
    });
    expect(receivers.find(({ teamId }) => teamId === 'D')?.flow).toBeNull();
  });

  it('is compared with the way back and with what the sender believes', () => {
    const work = signalNoiseWork(
      [
        ['E', signal('P', 5), signal('P', 3), noise('P', 2)],
        ['P', signal('E', 1), noise('E', 5), noise('E', 2)],
      ],
      {
        guesses: [
          {
            contributionId: 'g',
            teamId: 'P',
            guesses: [
              { toTeamId: 'E', share: 0.9 },
              { toTeamId: 'D', share: 0.5 },
            ],
          },
        ],
      },
    );
    expect(cellOf(work, 'P', 'E')).toMatchObject({
      asymmetry: expect.closeTo(0.55, 12),
      guess: { value: 0.9, n: 1 },
      perceptionGap: expect.closeTo(0.15, 12),
    });
    expect(cellOf(work, 'P', 'D')).toMatchObject({
      flow: null,
      tie: null,
      asymmetry: null,
      guess: { value: 0.5 },
      perceptionGap: null,
    });
    expect(cellOf(work, 'E', 'P').guess).toMatchObject({ value: null, n: 0 });
  });

  it('is told by channel, the most wasteful first, and by its most and least helpful things', () => {
    const work = signalNoiseWork(
      [
        [
          'E',
          signal('P', 5, { channel: 'ticket', topic: 'Goals' }),
          noise('P', 4, { minutesPerWeek: 60, topic: 'Everything' }),
          missing('D'),
        ],
        ['D', signal('P', 2, { channel: 'ticket' }), noise('E', 1, { channel: 'mail', minutesPerWeek: 30 })],
      ],
      { channels: ['meeting', 'ticket'] },
    );
    const { channels, mostValuable, leastHelpful } = signalNoiseOf(work, asOf);
    expect(channels.map(({ channel, flow }) => [channel, flow?.wastedHoursPerWeek])).toEqual([
      ['chat', 1],
      ['mail', 0.5],
      ['meeting', 0],
      ['ticket', 0],
    ]);
    expect(channels[3]?.flow).toMatchObject({ raters: 2, signal: 7, noise: 0 });
    expect(mostValuable).toEqual([
      { fromTeamId: 'P', toTeamId: 'E', topic: 'Goals', channel: 'ticket', score: 5 },
      { fromTeamId: 'P', toTeamId: 'D', topic: 'Releases', channel: 'ticket', score: 2 },
    ]);
    expect(leastHelpful.map(({ topic, score }) => [topic, score])).toEqual([
      ['Everything', 4],
      ['Releases', 1],
    ]);
  });

  it('names ten things at most', () => {
    const items = Array.from({ length: 12 }, (_, index) => signal('P', 1 + (index % 5)));
    const { mostValuable } = signalNoiseOf(signalNoiseWork([['E', ...items]]), asOf);
    expect(mostValuable.map(({ score }) => score)).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 2, 1]);
  });
});

describe('What people say alone', () => {
  const five = (teamId: string, ...items: ReturnType<typeof signal>[]) =>
    Array.from({ length: 5 }, () => [teamId, ...items] as const);
  const detached = (...sheets: Parameters<typeof signalNoiseWork>[0]) =>
    signalNoiseWork(sheets, { mode: 'detached', k: 5 });

  it('is shown where five of the team speak of it', () => {
    const work = detached(...five('E', signal('P', 4), noise('P', 1)));
    expect(cellOf(work, 'P', 'E').flow).toMatchObject({ raters: 5, signal: 20, noise: 5 });
    expect(cellOf(work, 'P', 'E').flow?.share).toMatchObject({
      value: 21 / 27,
      n: 5,
      lowSample: false,
      method: 'bootstrap',
    });
  });

  it('is not shown where fewer do: that is not known, and no silence', () => {
    const work = detached(...five('E', signal('P', 4)).slice(1), ...five('P', signal('E', 4)));
    expect(cellOf(work, 'P', 'E')).toMatchObject({ flow: null, tie: null });
    expect(cellOf(work, 'E', 'P').flow).toMatchObject({ band: 'clear' });
    // All of the team have said nothing of Design: that nobody says anything names nobody.
    expect(cellOf(work, 'D', 'P')).toMatchObject({ flow: { band: 'silent', raters: 0 }, tie: 0 });
    // Nobody of Design has said anything at all.
    expect(cellOf(work, 'P', 'D')).toMatchObject({ flow: null, tie: null });
  });

  it('cannot be worked out from a total, nor from the channels', () => {
    const few = five('E', signal('P', 4)).slice(3);
    const { cells, senders, receivers, channels } = signalNoiseOf(
      detached(...few, ...five('D', signal('P', 4), signal('E', 2))),
      asOf,
    );
    const told = cells.filter(({ flow }) => flow !== null).map(({ fromTeamId, toTeamId }) => fromTeamId + toTeamId);
    expect(told).toEqual(['PD', 'ED', 'DE']);
    expect(senders.map(({ flow }) => flow?.signal)).toEqual([undefined, 10, 0]);
    expect(receivers.map(({ flow }) => flow?.signal)).toEqual([undefined, undefined, 30]);
    expect(channels).toEqual([{ channel: 'chat', flow: null }]);
  });

  it('quotes words only where ten stand behind them', () => {
    const items = [signal('P', 4), noise('P', 1)];
    expect(signalNoiseOf(detached(...five('E', ...items)), asOf)).toMatchObject({ mostValuable: [], leastHelpful: [] });
    const ten = signalNoiseOf(detached(...five('E', ...items), ...five('E', ...items)), asOf);
    expect(ten.mostValuable).toHaveLength(10);
    expect(ten.leastHelpful).toHaveLength(10);
  });

  it('tells what senders believe where five of them do', () => {
    const guesses = (n: number) =>
      Array.from({ length: n }, (_, index) => ({
        contributionId: `g${index}`,
        teamId: 'P',
        guesses: [{ toTeamId: 'E', share: index / 5 }],
      }));
    const work = (n: number) => ({ ...detached(...five('E', signal('P', 4))), guesses: guesses(n) });
    expect(cellOf(work(5), 'P', 'E').guess).toMatchObject({ value: 0.4, n: 5 });
    expect(cellOf(work(4), 'P', 'E')).toMatchObject({ guess: { value: null, n: 4 }, perceptionGap: null });
  });

  it('speaks for one, whatever it says', () => {
    const work = detached(...five('E', noise('P', 1, { minutesPerWeek: 60 })));
    const forMany = { ...work, sheets: work.sheets.map((sheet) => ({ ...sheet, people: 40 })) };
    expect(cellOf(forMany, 'P', 'E').flow).toMatchObject({ wastedHoursPerWeek: 5, wastedHoursPerPersonWeek: 1 });
  });

  it('counts for its team only where the team is known', () =>
    expect(cellOf(detached([undefined, signal('P', 5)], ...five('E', signal('P', 1))), 'P', 'E').flow).toMatchObject({
      signal: 5,
    }));

  it('lies in an interval over people, not over items', () => {
    const work = detached(...five('E', signal('P', 5), noise('P', 1)).slice(1), ['E', noise('P', 5)]);
    const { ciLow, value, ciHigh } = cellOf(work, 'P', 'E').flow!.share;
    expect(value).toBeCloseTo(21 / 31, 12);
    // At worst the one who is bothered comes often; at best never: 26 of 32.
    expect(ciHigh).toBeCloseTo(26 / 32, 12);
    expect(ciLow).toBeGreaterThan(1 / 7);
    expect(ciLow).toBeLessThan(value!);
  });
});

describe('What the matrix speaks for', () => {
  const work = signalNoiseWork(
    [
      [
        'E',
        noise('P', 5, { reason: 'unclear', minutesPerWeek: 200 }),
        noise('P', 1, { reason: 'too_much' }),
        signal('P', 1),
        missing('D'),
      ],
      ['P', signal('E', 4)],
      ['D', signal('E', 4)],
    ],
    { guesses: [{ contributionId: 'g', teamId: 'P', guesses: [{ toTeamId: 'E', share: 0.9 }] }] },
  );
  const result = signalNoiseOf(work, asOf);

  it('names symptoms with the figure and from where it counts', () => {
    const found = suggestionsOf(result).map(({ symptomId, because, fromTeamId, toTeamId, value }) => [
      symptomId,
      because,
      fromTeamId,
      toTeamId,
      value,
    ]);
    expect(found).toEqual([
      ['S4', 'noise-share', 'P', 'E', expect.closeTo(7 / 9, 12)],
      ['S5', 'unclear-share', 'P', 'E', 0.5],
      ['S5', 'perception-gap', 'P', 'E', expect.closeTo(0.9 - 2 / 9, 12)],
      ['S4', 'silent-need', 'D', 'E', 1],
      ['S11', 'wasted-hours-per-person', undefined, 'E', 3.5],
      ['S11', 'too-much-share', undefined, 'E', 0.5],
    ]);
  });

  it('is evidence for a pair or a receiver, once it is shown', () => {
    const shown = { ...work, asOf };
    expect(signalEvidence(work, { fromTeamId: 'P', toTeamId: 'E' })).toBeNull();
    expect(signalEvidence(shown, { fromTeamId: 'P', toTeamId: 'E' })).toEqual({
      fromTeamId: 'P',
      toTeamId: 'E',
      n: 1,
      signalShare: expect.closeTo(2 / 9, 12),
      wastedHoursPerWeek: 3.5,
    });
    expect(signalEvidence(shown, { toTeamId: 'E' })).toMatchObject({ toTeamId: 'E', n: 1, wastedHoursPerWeek: 3.5 });
    expect(signalEvidence(shown, { fromTeamId: 'P', toTeamId: 'X' })).toBeNull();
    expect(signalEvidence(shown, {})).toBeNull();
  });

  it('is read as tables, and in a sentence', () => {
    const nameOf = (id: string) => `Team ${id}`;
    const tables = [signalTable(result, nameOf), channelTable(result), guessTable(result, nameOf)];
    expect(tables[0]?.rows).toContainEqual(['Team P', 'Team E', '1', '0.22', '-5.4', 'noisy', null, '0', '3.5']);
    expect(tables[0]?.rows).toContainEqual(['Team D', 'Team E', '1', null, null, 'silent', null, '1', '0.0']);
    expect(tables[1]?.rows).toEqual([['chat', '3', '0.59', '3.5']]);
    expect(tables[2]?.rows).toEqual([['Team P', 'Team E', '0.90', '0.22', '0.68']]);
    for (const { columns, rows } of tables) for (const row of rows) expect(row).toHaveLength(columns.length);
    expect(headline(result, nameOf)).toBe('Team P → Team E is the noisiest, -5.4 dB. Silent: 3 of 6.');
    expect(headline(signalNoiseOf(signalNoiseWork([['E', signal('P', 4)]]), asOf), nameOf)).toBe(
      'No flow has more noise than signal. Silent: 1 of 2.',
    );
    expect(headline(signalNoiseOf(signalNoiseWork([]), asOf), nameOf)).toBeNull();
  });
});
