import { describe, expect, it } from '@jest/globals';
import type { Scene } from '../exercise.decider';
import { hoursAfterNoon, noon } from '../session.fixture';
import type { RoleSwap } from './role-swap-work.measures';
import { hostedConfusion, swapView } from './role-swap-view.measures';
import { roleSwap, type RoleSwapCommand } from './role-swap.decider';
import { roleSwapChange, roleSwapEvidence, roleSwapOf, visionGap } from './role-swap.measures';
import { resultOf } from './role-swap.pictures';

const roster: Record<string, string> = { pat: 'P', pia: 'P', pit: 'P', eve: 'E', ed: 'E', eli: 'E', dee: 'D' };
const leads = ['pit', 'eli', 'dee'];
const sceneOf = (personId: string, now = noon): Scene => ({
  now,
  personId,
  facilitates: personId === 'ann',
  represents: leads.includes(personId),
  teamId: roster[personId],
  teamIds: ['P', 'E', 'D'],
  roster,
});

type Data = Readonly<Record<string, unknown>>;
type Type = RoleSwapCommand['type'];
const asked = (work: RoleSwap, by: string, type: Type, data: Data = {}, now = noon) =>
  roleSwap.decide({ type, data } as unknown as RoleSwapCommand, work, sceneOf(by, now)).reduce(roleSwap.evolve, work);
const refused = (work: RoleSwap, by: string, type: Type, data: Data, code: string) =>
  expect(() => asked(work, by, type, data)).toThrow(expect.objectContaining({ code }));

const [swapId, endsOn] = ['s-1', '2026-03-04'];
const to = { swapId };
const five = ['A', 'B', 'C', 'D', 'E'];
const others = ['V', 'W', 'X', 'Y', 'Z'];
const listed = { outcomes: five, others };
const proposal = { swapId, buddyId: 'ed', withPersonId: 'eve', theirBuddyId: 'pia', days: 2, endsOn };
const ready = { ...to, handOver: 'Una has it', onCall: false, soleApprover: false, tasks: ['One', 'Two', 'Three'] };
const received = { ...to, accessUntil: endsOn, present: true };
const vision = (ranking: readonly string[]) => ({ ...to, ranking, statement: 'Fast feedback for all' });
const entry = (entryId: string, kind: string, minutesLost: number, resolvedBy: string) => ({
  ...{ ...to, entryId, kind, minutesLost, resolvedBy, visionRelated: false, text: `What is ${entryId}?` },
});
const pulse = { ...to, clarity: 3, help: 6, hours: 6 };
const lookBack = { ...to, keep: 'Ask', stop: 'Guess', try: 'Pair' };

type Step = readonly [by: string, type: Type, data: Data, now?: string];
/** pat and eve swap, ed and pia stand by them; as far as named. */
const course: Readonly<Record<string, readonly Step[]>> = {
  listed: [['ann', 'ListOutcomes', listed]],
  proposed: [['pat', 'ProposeSwap', proposal]],
  yes: ['eve', 'ed', 'pia'].map((by) => [by, 'AcceptSwap', to] as const),
  approved: ['pit', 'eli'].map((by) => [by, 'ApproveSwap', to] as const),
  prepared: ['pat', 'eve'].map((by) => [by, 'PrepareForSwap', ready] as const),
  checked: [
    ['pat', 'CheckVision', vision(['B', 'A', 'D', 'C', 'E'])],
    ['eve', 'CheckVision', vision(others)],
  ],
  ready: ['ed', 'pia'].map((by) => [by, 'ReceiveSwapper', received] as const),
  active: [['pat', 'StartSwap', to]],
  logged: [
    ['pat', 'LogConfusion', entry('c-1', 'vocabulary', 10, 'self')],
    ['pat', 'LogConfusion', entry('c-2', 'vocabulary', 20, 'doc')],
    ['pat', 'LogConfusion', entry('c-3', 'decision_right', 30, 'nobody')],
    ['pat', 'LogConfusion', entry('c-4', 'tooling', 5, 'nobody')],
    ['pat', 'ResolveConfusion', { entryId: 'c-4', resolvedBy: 'buddy', minutesLost: 40 }],
    ['pat', 'TakePulse', pulse],
    ['pat', 'TakePulse', { ...pulse, clarity: 5, hours: 10 }, hoursAfterNoon(24)],
    ['eve', 'TakePulse', { ...pulse, clarity: 7, help: 4, hours: 8 }],
    ['ed', 'LogIntervention', { ...to, text: 'Showed the board', minutes: 15 }],
    ['ed', 'JudgeTask', { ...to, task: 'One', outcome: 'partly' }, hoursAfterNoon(2)],
    ['ed', 'JudgeTask', { ...to, task: 'Two', outcome: 'done' }, hoursAfterNoon(5)],
  ],
  returned: [['eve', 'ReturnFromSwap', to, hoursAfterNoon(48)]],
  alone: ['pat', 'eve', 'ed', 'pia'].map((by) => [by, 'LookBackOnSwap', lookBack] as const),
  again: ['pat', 'eve'].map((by) => [by, 'CheckVision', vision(five)] as const),
  debriefing: [['pat', 'BeginJointDebrief', to]],
  debriefed: [['ed', 'EndJointDebrief', to]],
};

const until = (stop: string, change: (steps: readonly Step[]) => readonly Step[] = (steps) => steps): RoleSwap => {
  const names = Object.keys(course);
  expect(names).toContain(stop);
  return change(names.slice(0, names.indexOf(stop) + 1).flatMap((name) => course[name]!)).reduce(
    (work, [by, type, data, now]) => asked(work, by, type, data, now),
    roleSwap.initialWork(),
  );
};
const statusAt = (stop: string) => until(stop).swaps[0]?.status;
const instead = (type: Type, data: Data) => (steps: readonly Step[]) =>
  steps.map((step): Step => (step[1] === type ? [step[0], type, { ...step[2], ...data }, step[3]] : step));
const without = (type: Type) => (steps: readonly Step[]) => steps.filter((step) => step[1] !== type);

describe('A role swap', () => {
  it('goes from one step to the next', () => {
    expect(['proposed', 'yes', 'approved', 'active', 'returned', 'debriefing', 'debriefed'].map(statusAt)).toEqual([
      ...['proposed', 'proposed', 'approved', 'active', 'returned', 'debriefing', 'debriefed'],
    ]);
    const paused = asked(until('active'), 'ed', 'PauseSwap', to);
    expect(paused.swaps[0]?.status).toBe('paused');
    expect(asked(paused, 'pia', 'ResumeSwap', to).swaps[0]?.status).toBe('active');
    expect(asked(paused, 'pia', 'ReturnFromSwap', to).swaps[0]?.status).toBe('returned');
  });

  it('goes one way, too, and takes the same yes only once', () => {
    const { withPersonId: _, theirBuddyId: __, ...oneWay } = proposal;
    const work = asked(roleSwap.initialWork(), 'pat', 'ProposeSwap', oneWay);
    const agreed = asked(
      asked(asked(work, 'ed', 'AcceptSwap', to), 'pit', 'ApproveSwap', to),
      'eli',
      'ApproveSwap',
      to,
    );
    expect(agreed.swaps).toMatchObject([{ status: 'approved', placements: [{ swapperId: 'pat', hostTeamId: 'E' }] }]);
    expect(asked(work, 'pat', 'AcceptSwap', to)).toEqual(work);
    const once = asked(work, 'pit', 'ApproveSwap', to);
    expect(asked(once, 'pit', 'ApproveSwap', to)).toEqual(once);
  });

  it.each(['pat', 'eve', 'ed', 'pia', 'pit', 'eli'])('is ended by %s without a reason, and forgets its log', (by) => {
    for (const stop of ['proposed', 'approved', 'logged', 'alone', 'debriefing'])
      expect(asked(until(stop), by, 'AbortSwap', to)).toMatchObject({
        swaps: [{ status: 'aborted', pulses: [] }],
        log: [],
      });
    expect(
      asked(asked(until('logged'), by, 'AbortSwap', to), 'pat', 'ProposeSwap', { ...proposal, swapId: 's-2' }).swaps,
    ).toHaveLength(2);
  });

  it.each<[string, Type, Data]>([
    ['on-call', 'PrepareForSwap', { onCall: true }],
    ['sole-approver', 'PrepareForSwap', { soleApprover: true }],
    ['access-outlasts-swap', 'ReceiveSwapper', { accessUntil: '2026-03-05' }],
    ['buddy-absent', 'ReceiveSwapper', { present: false }],
  ])('does not start: %s', (code, type, data) =>
    refused(until('ready', instead(type, data)), 'pat', 'StartSwap', to, code),
  );

  it.each<[string, Type]>([
    ['hand-over-missing', 'PrepareForSwap'],
    ['access-missing', 'ReceiveSwapper'],
    ['vision-check-missing', 'CheckVision'],
  ])('does not start without: %s', (code, type) =>
    refused(until('ready', without(type)), 'pat', 'StartSwap', to, code),
  );

  it('does not start once its end has gone by', () => {
    const start = (hours: number) => asked(until('ready'), 'pat', 'StartSwap', to, hoursAfterNoon(hours));
    expect(start(48).swaps[0]?.status).toBe('active');
    expect(() => start(60)).toThrow(expect.objectContaining({ code: 'end-date-passed' }));
  });

  const missed = entry('c-9', 'goal', 5, 'self');
  it.each<[string, string, Type, Data, string]>([
    ['listed', 'ann', 'ListOutcomes', { ...listed, outcomes: ['A'] }, 'outcomes-not-five'],
    ['listed', 'ann', 'ListOutcomes', { ...listed, others: ['V'] }, 'others-out-of-range'],
    ['listed', 'ann', 'ListOutcomes', { ...listed, others: five }, 'outcomes-not-apart'],
    ['checked', 'ann', 'ListOutcomes', listed, 'already-sealed'],
    ['proposed', 'pat', 'ProposeSwap', proposal, 'swap-exists'],
    [
      'proposed',
      'eve',
      'ProposeSwap',
      { ...proposal, swapId: 's', buddyId: 'pia', withPersonId: undefined },
      'already-swapping',
    ],
    ['listed', 'pat', 'ProposeSwap', { ...proposal, days: 5.5 }, 'days-out-of-range'],
    ['listed', 'pat', 'ProposeSwap', { ...proposal, days: 0 }, 'days-out-of-range'],
    ['listed', 'pat', 'ProposeSwap', { ...proposal, endsOn: 'soon' }, 'end-date-malformed'],
    ['listed', 'pat', 'ProposeSwap', { ...proposal, endsOn: '2026-03-01' }, 'end-date-in-the-past'],
    ['listed', 'pat', 'ProposeSwap', { ...proposal, buddyId: 'zoe' }, 'buddy-unknown'],
    ['listed', 'pat', 'ProposeSwap', { ...proposal, buddyId: 'pia' }, 'same-team'],
    ['listed', 'pat', 'ProposeSwap', { ...proposal, withPersonId: 'dee' }, 'not-of-that-team'],
    ['listed', 'pat', 'ProposeSwap', { ...proposal, theirBuddyId: undefined }, 'their-buddy-missing'],
    ['listed', 'pat', 'ProposeSwap', { ...proposal, theirBuddyId: 'pat' }, 'buddy-is-away'],
    ['proposed', 'dee', 'AcceptSwap', to, 'not-your-swap'],
    ['proposed', 'dee', 'ApproveSwap', to, 'not-your-team'],
    ['proposed', 'dee', 'AbortSwap', to, 'not-your-swap'],
    ['debriefed', 'pat', 'AbortSwap', to, 'wrong-swap-status'],
    ['proposed', 'pat', 'AcceptSwap', { swapId: 'x' }, 'no-such-swap'],
    ['proposed', 'pat', 'StartSwap', to, 'wrong-swap-status'],
    ['approved', 'ed', 'PrepareForSwap', ready, 'not-swapper'],
    ['approved', 'pat', 'PrepareForSwap', { ...ready, handOver: ' ' }, 'hand-over-missing'],
    ['approved', 'pat', 'PrepareForSwap', { ...ready, tasks: ['One', 'Two'] }, 'tasks-out-of-range'],
    ['approved', 'pat', 'ReceiveSwapper', received, 'not-buddy'],
    ['approved', 'ed', 'ReceiveSwapper', { ...received, accessUntil: 'soon' }, 'access-date-malformed'],
    ['approved', 'pat', 'CheckVision', vision(['A', 'B', 'C', 'D']), 'ranking-incomplete'],
    ['approved', 'pat', 'CheckVision', vision(['A', 'B', 'C', 'D', 'Q']), 'ranking-incomplete'],
    ['approved', 'pat', 'CheckVision', { ...vision(five), statement: 'x'.repeat(281) }, 'statement-out-of-range'],
    ['checked', 'pat', 'CheckVision', vision(five), 'already-sealed'],
    ['active', 'ed', 'LogConfusion', missed, 'not-swapper'],
    ['logged', 'pat', 'LogConfusion', { ...missed, entryId: 'c-1' }, 'entry-exists'],
    ['active', 'pat', 'LogConfusion', { ...missed, text: ' ' }, 'text-missing'],
    ['active', 'pat', 'LogConfusion', { ...missed, minutesLost: -1 }, 'minutes-out-of-range'],
    ['logged', 'ed', 'ResolveConfusion', { entryId: 'c-1', resolvedBy: 'doc', minutesLost: 1 }, 'not-your-entry'],
    ['logged', 'pat', 'ResolveConfusion', { entryId: 'c-9', resolvedBy: 'doc', minutesLost: 1 }, 'no-such-entry'],
    [
      'logged',
      'pat',
      'ResolveConfusion',
      { entryId: 'c-1', resolvedBy: 'doc', minutesLost: -1 },
      'minutes-out-of-range',
    ],
    ['active', 'pat', 'TakePulse', { ...pulse, clarity: 8 }, 'clarity-out-of-range'],
    ['active', 'pat', 'TakePulse', { ...pulse, help: 0 }, 'help-out-of-range'],
    ['active', 'pat', 'TakePulse', { ...pulse, hours: 0 }, 'hours-out-of-range'],
    ['active', 'pat', 'LogIntervention', { ...to, text: 'Helped', minutes: 5 }, 'not-buddy'],
    ['active', 'ed', 'LogIntervention', { ...to, text: '', minutes: 5 }, 'text-missing'],
    ['active', 'ed', 'LogIntervention', { ...to, text: 'Helped', minutes: -5 }, 'minutes-out-of-range'],
    ['active', 'ed', 'JudgeTask', { ...to, task: 'Four', outcome: 'done' }, 'no-such-task'],
    ['returned', 'pat', 'BeginJointDebrief', to, 'solo-debrief-missing'],
    ['alone', 'pat', 'BeginJointDebrief', to, 'vision-check-missing'],
  ])('when %s: %s may not %s %p: %s', (stop, by, type, data, code) => refused(until(stop), by, type, data, code));

  it('cannot have its vision checked before the outcomes are listed', () =>
    refused(until('approved', without('ListOutcomes')), 'pat', 'CheckVision', vision(five), 'outcomes-missing'));

  it('ends a phase only once one is agreed to, and one is talked over', () => {
    const holds = (guard: string, stop: string) => roleSwap.guards[guard]?.holds(until(stop));
    expect(['yes', 'approved'].map((stop) => holds('swap-approved', stop))).toEqual([false, true]);
    expect(['debriefing', 'debriefed'].map((stop) => holds('swap-debriefed', stop))).toEqual([false, true]);
  });
});

describe('What a role swap shows', () => {
  const seen = (stop: string, personId: string) => {
    const { swaps, log } = until(stop);
    const viewing = {
      personId,
      teamId: roster[personId],
      facilitates: personId === 'ann',
      represents: leads.includes(personId),
    };
    return swapView(swaps[0]!, log, viewing);
  };
  const counts = (stop: string, by: string) => {
    const view = seen(stop, by)!;
    return [view.log, view.pulses, view.interventions, view.outcomes].map(({ length }) => length);
  };

  it('is for swapper and buddy alone until all of it talk', () => {
    for (const by of ['pat', 'ed']) expect(counts('again', by)).toEqual([4, 2, 1, 2]);
    for (const by of ['eve', 'pia']) expect(counts('again', by)).toEqual([0, 1, 0, 0]);
    for (const by of ['pat', 'ed', 'eve', 'pia']) expect(counts('debriefing', by)).toEqual([4, 3, 1, 2]);
    for (const by of ['pit', 'eli', 'ann'])
      for (const stop of ['again', 'debriefed']) {
        expect(counts(stop, by)).toEqual([0, 0, 0, 0]);
        expect(seen(stop, by)).toMatchObject({ visions: [], lookBacks: [], preparations: [], receptions: [] });
      }
    expect(seen('debriefed', 'dee')).toBeNull();
  });

  it('keeps the vision sealed until they talk, and then for the pair', () => {
    const visionsOf = (stop: string, by: string) => seen(stop, by)?.visions.map(({ personId }) => personId);
    expect(visionsOf('again', 'pat')).toEqual(['pat', 'pat']);
    expect(visionsOf('debriefing', 'pat')).toEqual(['pat', 'eve', 'pat', 'eve']);
    expect(visionsOf('debriefed', 'ed')).toEqual([]);
    expect(seen('again', 'ed')?.lookBacks.map(({ personId }) => personId)).toEqual(['ed']);
    expect(seen('debriefing', 'ed')?.lookBacks).toHaveLength(4);
  });

  it('tells the others of the team that hosts, never of who was there', () => {
    expect(hostedConfusion(until('debriefing'))).toEqual([]);
    const told = hostedConfusion(until('debriefed'));
    expect(told).toHaveLength(4);
    expect(told[0]).toMatchObject({ hostTeamId: 'E', kind: 'vocabulary', text: 'What is c-1?' });
    expect(JSON.stringify(told)).not.toContain('pat');
  });

  it('says what must still be seen to', () =>
    expect(seen('checked', 'pit')?.missing.map(({ code, personId }) => `${personId} ${code}`)).toEqual([
      'pat access-missing',
      'eve access-missing',
    ]));
});

describe('The result of role swaps', () => {
  const result = roleSwapOf(until('debriefed'), noon);

  it('has the golden vision gap, and reaches both ends', () => {
    expect(visionGap(['B', 'A', 'D', 'C', 'E'], five)).toBeCloseTo(0.127, 9);
    expect(visionGap(five, five)).toBeCloseTo(0, 9);
    expect(visionGap(others, five)).toBeCloseTo(1, 9);
    expect(visionGap([], five)).toBeNull();
  });

  it('counts by hand what was confusing in the team', () => {
    const [inEng, inProduct] = result.directions;
    expect(inEng).toMatchObject({
      ...{ fromTeamId: 'P', toTeamId: 'E', swappers: 1, entries: 4, minutesLost: 100, interventions: 1 },
      // 4 entries in 6 + 10 hours
      confusionRate: { value: 2, n: 4 },
      // ended at 10, 20 and 40 minutes, open at 30: survival .75, .5, .5, 0
      unblockP50: { value: 20, n: 4, method: 'kaplan-meier' },
      unblockP90: { value: 40, lowSample: true },
      selfServe: { value: 0.5, n: 4 },
      decisionRight: { value: 0.25 },
      vocabulary: { value: 0.5 },
      visionGapAfter: { n: 1 },
      tasksDone: { value: 0.5, n: 2 },
      firstAcceptedHours: 5,
    });
    expect(inEng?.visionGapBefore.value).toBeCloseTo(0.127, 9);
    expect(inProduct).toMatchObject({
      ...{ fromTeamId: 'E', entries: 0, minutesLost: 0, firstAcceptedHours: null, interventions: 0 },
      ...{ confusionRate: { value: 0 }, unblockP50: { value: null }, selfServe: { value: null, n: 0 } },
    });
    expect(result.all.confusionRate.value).toBeCloseTo(32 / 24, 9);
    expect(result.between.before.value).toBeCloseTo(1, 9);
    expect(result.between.after.value).toBeCloseTo(0, 9);
  });

  it('puts the most frequent kind first, says who resolved it, and how clear each day was', () => {
    expect(
      result.kinds.map(({ kind, entries, cumulative, minutesLost }) => [kind, entries, cumulative, minutesLost]),
    ).toEqual([
      ['vocabulary', 2, 0.5, 30],
      ['decision_right', 1, 0.75, 30],
      ['tooling', 1, 1, 40],
    ]);
    expect(result.flows).toContainEqual({ kind: 'tooling', resolvedBy: 'buddy', entries: 1 });
    expect(result.days).toEqual([
      { day: 1, clarity: 5, help: 5, n: 2 },
      { day: 2, clarity: 5, help: 6, n: 1 },
    ]);
  });

  it('knows nothing where nobody talked it over', () =>
    expect(roleSwapOf(until('debriefing'), noon)).toMatchObject({
      all: { swappers: 0, confusionRate: { value: null }, minutesLost: null, visionGapBefore: { value: null } },
      ...{ directions: [], kinds: [], flows: [], days: [], between: { before: { value: null } } },
    }));

  it('speaks for symptoms from their thresholds on', () =>
    expect(resultOf(result).suggestions.map(({ symptomId, fromTeamId }) => `${fromTeamId} ${symptomId}`)).toEqual([
      ...['P S7', 'P S5', 'E S10'],
    ]));

  it('is what findings rest on, once it is shown', () => {
    const shown = roleSwap.evolve(until('debriefed'), { type: 'SwapsSynthesised', data: { asOf: noon } });
    expect(roleSwapEvidence(until('debriefed'), {})).toBeNull();
    expect(roleSwapEvidence(shown, {})).toMatchObject({ n: 2, decisionRightShare: 0.25 });
    expect(roleSwapEvidence(shown, { fromTeamId: 'P', toTeamId: 'E' })).toMatchObject({ n: 1, confusionRate: 2 });
    expect(roleSwapEvidence(shown, { fromTeamId: 'P', toTeamId: 'D' })).toBeNull();
  });

  it('measured again tells what became of it, where both know', () => {
    const [direction] = result.directions;
    const other = { ...direction!, toTeamId: 'D' };
    const now = { ...direction!, confusionRate: { ...direction!.confusionRate, value: 0.5 } };
    const { directions } = roleSwapChange(result, { ...result, directions: [now, other] });
    expect(directions).toEqual([{ fromTeamId: 'P', toTeamId: 'E', confusionRate: -1.5, visionGap: 0 }]);
    expect(roleSwapChange(roleSwapOf(until('alone'), noon), result)).toMatchObject({
      confusionRate: null,
      directions: [],
    });
  });
});
