import { describe, expect, it } from '@jest/globals';
import { usualWorkingTime } from '@tandem/statistics';
import type { Scene } from '../exercise.decider';
import { hoursAfterNoon, noon } from '../session.fixture';
import { overlapOf, pairsOf } from './pairing.measures';
import { shadowing, type ShadowingCommand } from './shadowing.decider';
import type { Shadowing } from './shadowing-work.measures';
import type { Enrolment, PairingFacts } from './shadowing.events';
import { misalignmentOf, pairView, shadowingChange, shadowingOf } from './shadowing.measures';

const roster: Record<string, string> = { pat: 'P', una: 'P', eve: 'E', ned: 'E', dee: 'D' };
const sceneOf = (personId: string, now = noon): Scene => ({
  now,
  personId,
  facilitates: personId === 'ann',
  represents: true,
  teamId: roster[personId],
  teamIds: ['P', 'E', 'D'],
  roster,
});

type Data = Readonly<Record<string, unknown>>;
const asked = (work: Shadowing, by: string, type: ShadowingCommand['type'], data: Data = {}, now = noon) =>
  shadowing
    .decide({ type, data } as unknown as ShadowingCommand, work, sceneOf(by, now))
    .reduce(shadowing.evolve, work);
const refused = (work: Shadowing, by: string, type: ShadowingCommand['type'], data: Data, code: string, now = noon) =>
  expect(() => asked(work, by, type, data, now)).toThrow(expect.objectContaining({ code }));

const open = { place: 'either', notWith: [], requires: [], clearances: [] };
const person = (personId: string, change: Partial<Enrolment> = {}): Enrolment => ({
  ...{ personId, teamId: roster[personId]!, place: 'either', notWith: [], requires: [], clearances: [] },
  ...change,
});
const noFacts: PairingFacts = { people: [], gaps: [], met: [] };
const paired = (people: Enrolment[], facts: Partial<PairingFacts> = {}, declined: [string, string][] = []) =>
  pairsOf({ free: people, facts: { ...noFacts, ...facts }, declined, now: noon }, 'r');

describe('Pairs of a round', () => {
  const byGap = { gaps: [{ fromTeamId: 'P', toTeamId: 'E', gap: 0.8 }] };

  it('send somebody of the team that is needed to the team that needs it', () =>
    expect(paired([person('pat'), person('eve')], byGap)).toEqual({
      pairs: [
        { pairId: 'r.1', hostId: 'pat', hostTeamId: 'P', shadows: [{ personId: 'eve', teamId: 'E' }], weight: 4.4 },
      ],
      alone: [],
    }));

  it('are the same in whatever order people said yes, and take the odd one along', () => {
    const people = ['pat', 'una', 'eve', 'ned', 'dee'].map((id) => person(id));
    const found = paired(people);
    expect(paired(people.toReversed())).toEqual(found);
    expect(found.alone).toEqual([]);
    expect(found.pairs.map(({ shadows }) => shadows.length).toSorted()).toEqual([1, 2]);
  });

  it.each<[string, Partial<Enrolment>, Partial<Enrolment>]>([
    ['of one team', {}, { teamId: 'P' }],
    ['who will not', { notWith: ['eve'] }, {}],
    ['who both want to host', { place: 'host' }, { place: 'host' }],
    ['without clearance', { requires: ['finance'], place: 'host' }, {}],
  ])('are never two %s', (_, a, b) => expect(paired([person('pat', a), person('eve', b)]).pairs).toEqual([]));

  it('are never two who declined each other, or have no day in common', () => {
    const two = [person('pat'), person('eve')];
    expect(paired(two, {}, [['pat', 'eve']])).toEqual({ pairs: [], alone: ['pat', 'eve'] });
    const at = (personId: string, weekdays: number[]) => ({
      ...{ personId, memberships: [], workingTime: { ...usualWorkingTime, weekdays } },
    });
    expect(paired(two, { people: [at('pat', [1, 2]), at('eve', [3])] }).pairs).toEqual([]);
    expect(paired(two, { people: [at('pat', [1, 2]), at('eve', [2])] }).pairs).toMatchObject([{ weight: 3 }]);
  });

  it('weigh less when the two met of late, and when one reports to the other', () => {
    const met = [{ personIds: ['pat', 'eve'] as const, at: hoursAfterNoon(-180 * 24) }];
    expect(paired([person('pat'), person('eve')], { met }).pairs[0]?.weight).toBeCloseTo(2 * (1 - Math.exp(-1)), 9);
    expect(paired([person('pat', { managerId: 'eve' }), person('eve')]).pairs).toEqual([]);
  });

  it('count the hours that both work, by the clock of the world', () => {
    const berlin = { ...usualWorkingTime, timeZone: 'Europe/Berlin' };
    const tokyo = { ...usualWorkingTime, timeZone: 'Asia/Tokyo' };
    expect(overlapOf(usualWorkingTime, berlin, noon)).toBe(7 / 8);
    expect(overlapOf(berlin, tokyo, noon)).toBe(0);
  });
});

const five = ['1', '2', '3', '4', '5'];
const swapped = ['2', '1', '4', '3', '5'];
const pairId = 'r.1';
const card = { ...{ pairId, observationId: 'o-1', type: 'wait', text: 'Waits', teamIds: ['E'] }, valueStep: 'Review' };
const day = (hours: number) => hoursAfterNoon(hours);

/** pat hosts, eve goes along; as far as named. */
const until = (stop: string): Shadowing => {
  const steps: [string, (work: Shadowing) => Shadowing][] = [
    [
      'enrolled',
      (work) => asked(asked(work, 'pat', 'EnrolInRound', { ...open, place: 'host' }), 'eve', 'EnrolInRound', open),
    ],
    ['matched', (work) => asked(work, 'ann', 'MatchPairs', { roundId: 'r', facts: noFacts })],
    ['yes', (work) => asked(asked(work, 'pat', 'AcceptPair', { pairId }), 'eve', 'AcceptPair', { pairId })],
    ['accepted', (work) => asked(asked(work, 'pat', 'ApprovePair', { pairId }), 'eve', 'ApprovePair', { pairId })],
    ['scheduled', (work) => asked(work, 'eve', 'ScheduleShadowDay', { pairId, day: '2026-03-02' })],
    ['listed', (work) => asked(work, 'pat', 'ListPriorities', { pairId, priorities: ['5', '4', '3', '2', '1'] })],
    [
      'guessed',
      (work) => asked(work, 'eve', 'SealExpectations', { pairId, ranking: swapped, blockers: [], understanding: 2 }),
    ],
    ['sealed', (work) => asked(work, 'pat', 'SealExpectations', { pairId, ranking: five, blockers: ['Time'] })],
    ['held', (work) => asked(work, 'eve', 'HoldShadowDay', { pairId })],
    ['seen', (work) => asked(work, 'eve', 'PublishObservation', { ...card, severity: 3, minutesLost: 20 })],
    [
      'alone',
      (work) =>
        asked(asked(work, 'eve', 'DebriefAlone', { pairId, understanding: 6 }), 'pat', 'DebriefAlone', {
          pairId,
          understanding: 5,
        }),
    ],
    ['debriefing', (work) => asked(work, 'eve', 'BeginPairDebrief', { pairId })],
    ['debriefed', (work) => asked(work, 'eve', 'EndPairDebrief', { pairId }, day(24))],
  ];
  const last = steps.findIndex(([name]) => name === stop);
  expect(last).toBeGreaterThanOrEqual(0);
  return steps.slice(0, last + 1).reduce((work, [, step]) => step(work), shadowing.initialWork());
};

describe('A pair', () => {
  it('is accepted once all of it and both leads have said yes', () => {
    expect(until('yes').pairs[0]?.status).toBe('matched');
    expect(until('accepted').pairs[0]?.status).toBe('accepted');
  });

  it('that one declines is not made again, and who leaves takes it along', () => {
    const declined = asked(until('accepted'), 'eve', 'DeclinePair', { pairId });
    refused(declined, 'ann', 'MatchPairs', { roundId: 's', facts: noFacts }, 'nobody-matches');
    expect(asked(until('seen'), 'eve', 'LeaveRound')).toMatchObject({ pairs: [{ status: 'dissolved' }], cards: [] });
    expect(asked(until('scheduled'), 'pat', 'MissShadowDay', { pairId }).pairs[0]).toMatchObject({ missed: 1 });
  });

  it.each<[string, string, ShadowingCommand['type'], Data, string]>([
    ['matched', 'eve', 'EnrolInRound', open, 'already-paired'],
    ['matched', 'ann', 'MatchPairs', { roundId: 's', facts: noFacts }, 'too-few-enrolled'],
    ['matched', 'dee', 'AcceptPair', { pairId }, 'not-your-pair'],
    ['matched', 'dee', 'ApprovePair', { pairId }, 'not-your-team'],
    ['matched', 'eve', 'AcceptPair', { pairId: 'x' }, 'no-such-pair'],
    ['matched', 'eve', 'ScheduleShadowDay', { pairId, day: '2026-03-09' }, 'wrong-pair-status'],
    ['accepted', 'eve', 'ScheduleShadowDay', { pairId, day: 'soon' }, 'day-malformed'],
    ['accepted', 'eve', 'ScheduleShadowDay', { pairId, day: '2026-03-01' }, 'day-in-the-past'],
    ['accepted', 'eve', 'ListPriorities', { pairId, priorities: five }, 'not-host'],
    ['accepted', 'pat', 'ListPriorities', { pairId, priorities: ['1', '1', '2', '3', '4'] }, 'priorities-not-five'],
    ['accepted', 'eve', 'SealExpectations', { pairId, ranking: five, blockers: [] }, 'priorities-missing'],
    ['listed', 'eve', 'SealExpectations', { pairId, ranking: ['1'], blockers: [] }, 'ranking-incomplete'],
    ['listed', 'eve', 'SealExpectations', { pairId, ranking: five, blockers: five }, 'too-many-blockers'],
    ['listed', 'eve', 'SealExpectations', { pairId, ranking: five, blockers: [] }, 'understanding-out-of-range'],
    ['guessed', 'eve', 'SealExpectations', { pairId, ranking: five, blockers: [], understanding: 1 }, 'already-sealed'],
    ['guessed', 'pat', 'ListPriorities', { pairId, priorities: five }, 'already-sealed'],
    ['guessed', 'eve', 'HoldShadowDay', { pairId }, 'expectations-missing'],
    ['held', 'pat', 'PublishObservation', { ...card, severity: 3 }, 'not-shadow'],
    ['held', 'eve', 'PublishObservation', { ...card, severity: 6 }, 'severity-out-of-range'],
    ['held', 'eve', 'PublishObservation', { ...card, text: ' ', severity: 3 }, 'text-missing'],
    ['held', 'eve', 'PublishObservation', { ...card, valueStep: '', severity: 3 }, 'value-step-missing'],
    ['held', 'eve', 'PublishObservation', { ...card, severity: 3, minutesLost: -1 }, 'minutes-out-of-range'],
    ['held', 'eve', 'PublishObservation', { ...card, severity: 3, teamIds: ['X'] }, 'team-not-in-session'],
    ['seen', 'eve', 'PublishObservation', { ...card, severity: 3 }, 'observation-exists'],
    ['seen', 'eve', 'AnswerObservation', { observationId: 'o-1', answer: 'confirmed' }, 'not-host'],
    ['seen', 'pat', 'AnswerObservation', { observationId: 'o-1', answer: 'context' }, 'context-missing'],
    ['seen', 'pat', 'AnswerObservation', { observationId: 'o-2', answer: 'vetoed' }, 'no-such-observation'],
    ['seen', 'eve', 'BeginPairDebrief', { pairId }, 'solo-debrief-missing'],
    ['seen', 'eve', 'DebriefAlone', { pairId, understanding: 8 }, 'understanding-out-of-range'],
    ['debriefing', 'eve', 'EndPairDebrief', { pairId }, 'cards-unanswered'],
    ['debriefed', 'eve', 'ShareObservation', { observationId: 'o-1' }, 'not-released'],
  ])('when %s: %s may not %s %p: %s', (stop, by, type, data, code) => refused(until(stop), by, type, data, code));

  it('shares a card after a day of silence, and never against the word of the host', () => {
    const work = until('debriefed');
    const share = (from: Shadowing) => asked(from, 'eve', 'ShareObservation', { observationId: 'o-1' }, day(24));
    expect(share(work).cards[0]?.shared).toBe(true);
    for (const answer of ['disputed', 'vetoed']) {
      const answered = asked(share(work), 'pat', 'AnswerObservation', { observationId: 'o-1', answer });
      expect(answered.cards[0]?.shared).toBe(false);
      refused(answered, 'eve', 'ShareObservation', { observationId: 'o-1' }, 'not-released', day(48));
    }
    expect(asked(work, 'pat', 'AnswerObservation', { observationId: 'o-1', answer: 'vetoed' }).cards[0]?.text).toBe('');
  });

  it('shows what it wrote to nobody else, and what was sealed only once it talks', () => {
    const seen = (stop: string, personId: string, facilitates = false) => {
      const { pairs, cards } = until(stop);
      return pairView(pairs[0]!, cards, { personId, teamId: roster[personId], facilitates, represents: false });
    };
    expect(seen('alone', 'eve')?.expectations.map(({ personId }) => personId)).toEqual(['eve']);
    expect(seen('alone', 'pat')?.debriefs.map(({ personId }) => personId)).toEqual(['pat']);
    expect(seen('debriefing', 'pat')?.expectations).toHaveLength(2);
    expect(seen('debriefing', 'ann', true)).toMatchObject({
      expectations: [],
      debriefs: [],
      observations: [],
      priorities: [],
    });
    expect(seen('debriefing', 'dee')).toBeNull();
  });
});

describe('The result of a round', () => {
  it('has the golden misalignment', () => {
    expect(misalignmentOf(swapped, five)).toBeCloseTo(0.2, 9);
    expect(misalignmentOf(five, five)).toBe(0);
    expect(misalignmentOf(five.toReversed(), five)).toBe(1);
  });

  it('tells of one pair as a single case, and nobody’s own score', () => {
    const result = shadowingOf(until('debriefed'), noon);
    expect(result.cells).toMatchObject([{ fromTeamId: 'E', toTeamId: 'P', pairs: 1, singleCase: true }]);
    expect(result.cells[0]?.misalignment).toBeCloseTo(0.2, 9);
    expect(result).toMatchObject({ empathyGain: { value: null, n: 1 }, confirmed: { value: 0, n: 1 }, gaps: [] });
    expect(result.coverage).toMatchObject({ value: 1 / 6, n: 6 });
    expect(shadowingOf(until('alone'), noon)).toMatchObject({ cells: [], misalignment: { value: null, n: 0 } });
  });

  it('measured again tells what became of it, where both rounds know', () => {
    const before = shadowingOf(until('debriefed'), noon);
    const cells = before.cells.map((cell) => ({ ...cell, misalignment: 0.05 }));
    const other = { ...cells[0]!, toTeamId: 'D' };
    const misalignment = { ...before.misalignment, value: 0.05 };
    const change = shadowingChange(before, { ...before, misalignment, cells: [...cells, other] });
    expect(change).toMatchObject({ empathyGain: null, cells: [{ fromTeamId: 'E', toTeamId: 'P' }] });
    expect(change.cells).toHaveLength(1);
    expect(change.misalignment).toBeCloseTo(-0.15, 9);
    expect(change.cells[0]?.misalignment).toBeCloseTo(-0.15, 9);
  });
});
