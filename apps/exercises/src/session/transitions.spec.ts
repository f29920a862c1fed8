import { describe, expect, it } from '@jest/globals';
import { allExercises, exerciseOf, type WorkCommand } from './kinds.decider';
import { session, type SessionCommand } from './session.decider';
import type { Session } from './session-state.decider';
import type { Phase, SessionEvent, SessionStatus, Template } from './session.events';
import { finding, hoursAfterNoon, noon } from './session.fixture';

/**
 * The course of a session as the exercises page draws it (1.0.2), written down apart from the rules: which command has
 * a say in which state. `open` is refined below for each phase of each template.
 */
const diagram: Readonly<Record<Exclude<SessionCommand['type'], WorkCommand['type']>, readonly Session['status'][]>> = {
  DraftSession: ['unknown'],
  ScheduleSession: ['draft'],
  JoinSession: ['scheduled', 'open'],
  AssignRole: ['draft', 'scheduled', 'open', 'synthesis'],
  WithdrawRole: ['draft', 'scheduled', 'open', 'synthesis'],
  OpenSession: ['scheduled'],
  MarkReady: ['open'],
  AdvancePhase: ['open'],
  EndTimebox: ['open'],
  ExtendTimebox: ['open'],
  RevertPhase: ['open'],
  RedactContribution: ['open', 'synthesis', 'closed'],
  RecordFinding: ['open', 'synthesis'],
  LinkFinding: ['open', 'synthesis'],
  DeferFinding: ['open', 'synthesis'],
  DismissFinding: ['open', 'synthesis'],
  CloseSession: ['synthesis'],
  ReopenSession: ['closed'],
  ArchiveSession: ['closed'],
  CancelSession: ['draft', 'scheduled', 'open', 'synthesis'],
};

const allowed: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(diagram));
const findingCommands = ['RecordFinding', 'LinkFinding', 'DeferFinding', 'DismissFinding'];

/** Refusals that speak of where a session stands. Others - of who asks, of what is missing - are no transitions. */
const ofTheCourse = [
  ...['wrong-status', 'phase-closed', 'already-revealed', 'roster-frozen', 'not-revealed'],
  ...['nothing-to-revert', 'already-reverted', 'already-sealed'],
];

/** What a command must be told in a phase of a course, if it is refused because of where the session stands. */
function expectedIn({ phases }: Template, index: number, command: string, hasGoneBack: boolean): string | null {
  const phase = phases[index]!;
  const previous = phases[index - 1];
  const isShown = phases.some(({ reveals }, i) => reveals && i <= index);
  const isHidden = phases.some(({ collects }) => collects?.mode === 'detached');
  if (command === 'JoinSession') return isShown ? 'already-revealed' : isHidden ? 'roster-frozen' : null;
  if (findingCommands.includes(command)) return isShown ? null : 'not-revealed';
  if (command === 'RevertPhase') {
    if (!previous) return 'nothing-to-revert';
    if (phase.reveals) return 'already-revealed';
    if (previous.collects?.mode === 'detached') return 'already-sealed';
    return hasGoneBack ? 'already-reverted' : null;
  }
  const statuses = allowed.get(command);
  if (statuses) return statuses.includes('open') ? null : 'wrong-status';
  return phase.accepts.includes(command) ? null : 'phase-closed';
}

const talk: Phase = { id: 'a_talk', accepts: [], timeboxMinutes: 5, advance: { quorum: 0.5 } };

/** Every kind's own course; and as a customer may change it: a phase more, first or last, and the clock in charge. */
const courses = allExercises.flatMap(({ template }) => [
  { name: template.kind, course: template },
  { name: `${template.kind} with a talk first`, course: { ...template, phases: [talk, ...template.phases] } },
  { name: `${template.kind} with a talk last`, course: { ...template, phases: [...template.phases, talk] } },
  {
    name: `${template.kind} on the clock`,
    course: { ...template, phases: template.phases.map((phase) => ({ ...phase, advance: 'auto' }) as Phase) },
  },
]);
const everyCommand = [...allowed.keys(), ...allExercises.flatMap(({ commands }) => Object.keys(commands))];

describe.each(courses)('The course of $name', ({ course }) => {
  const drafted: SessionEvent = {
    type: 'SessionDrafted',
    data: { title: 'A course', template: course, teamIds: ['A', 'B', 'C'], facilitatorIds: ['ann'] },
  };
  const scheduled: SessionEvent = { type: 'SessionScheduled', data: { startsAt: noon } };
  const joined: SessionEvent = { type: 'ParticipantJoined', data: { personId: 'sue', teamId: 'A' } };
  const begun: SessionEvent = { type: 'SynthesisBegun', data: {} };
  const closed: SessionEvent = { type: 'SessionClosed', data: { closedAt: noon } };
  const cancelled: SessionEvent = { type: 'SessionCancelled', data: { reason: 'The wrong week' } };
  const enter = ({ id }: Phase): SessionEvent => ({ type: 'PhaseEntered', data: { phase: id, endsAt: noon } });
  const leave = ({ id, collects }: Phase): SessionEvent[] =>
    collects ? [{ type: 'ContributionsSealed', data: { phase: id, ...collects, items: [] } }] : [];
  const open = [drafted, scheduled, joined, { type: 'SessionOpened', data: {} } as const];
  const inPhase = (index: number): SessionEvent[] => [
    ...open,
    ...course.phases.slice(0, index).flatMap((phase) => [enter(phase), ...leave(phase)]),
    enter(course.phases[index]!),
  ];
  const done = [...inPhase(course.phases.length - 1), begun];

  it('can be run', () =>
    expect(refusalOf([], { type: 'DraftSession', data: drafted.data as object }, true)).toBeNull());

  const histories: Readonly<Record<Exclude<SessionStatus, 'open'> | 'unknown', readonly SessionEvent[][]>> = {
    unknown: [[]],
    draft: [[drafted]],
    scheduled: [
      [drafted, scheduled],
      [drafted, scheduled, joined],
    ],
    synthesis: [done, [...done, closed, { type: 'SessionReopened', data: { reason: 'More to say' } }]],
    closed: [[...done, closed]],
    archived: [[...done, closed, { type: 'SessionArchived', data: {} }]],
    cancelled: [
      [drafted, cancelled],
      [...inPhase(0), cancelled],
      [...done, cancelled],
    ],
  };

  it.each(Object.entries(histories))('while it is %s takes what the diagram says', (status, pasts) => {
    for (const past of pasts) {
      const isShown = past.includes(begun);
      const expected = everyCommand.map((command) => {
        const isAllowed = allowed.get(command)?.includes(status) ?? false;
        const tooSoon = findingCommands.includes(command) && !isShown;
        return [command, isAllowed ? (tooSoon ? 'not-revealed' : null) : 'wrong-status'];
      });
      expect(told(past)).toEqual(Object.fromEntries(expected));
    }
  });

  it.each(course.phases.map(({ id }, index) => [id, index] as const))('takes in %s what belongs there', (_, index) => {
    const expected = (hasGoneBack: boolean) =>
      Object.fromEntries(everyCommand.map((command) => [command, expectedIn(course, index, command, hasGoneBack)]));
    expect(told(inPhase(index))).toEqual(expected(false));

    const [phase, previous] = [course.phases[index]!, course.phases[index - 1]];
    if (expectedIn(course, index, 'RevertPhase', false) !== null) return;
    const data = { from: phase.id, phase: previous!.id, endsAt: noon };
    const back: SessionEvent[] = [...inPhase(index), { type: 'PhaseReverted', data }];
    expect(told([...back, ...leave(previous!), enter(phase)])).toEqual(expected(true));
    const before = everyCommand.map((command) => [command, expectedIn(course, index - 1, command, false)]);
    expect(told(back)).toEqual(Object.fromEntries(before));
  });

  const revertible = course.phases
    .map(({ id }, index) => [id, index] as const)
    .filter(([, index]) => expectedIn(course, index, 'RevertPhase', false) === null);

  it.each(revertible)('goes back from %s to the phase before', (id, index) => {
    const state = inPhase(index).reduce(session.evolve, session.initialState());
    const { id: phase, timeboxMinutes } = course.phases[index - 1]!;
    expect(session.decide(asked('RevertPhase'), state)).toEqual([
      { type: 'PhaseReverted', data: { from: id, phase, endsAt: hoursAfterNoon(timeboxMinutes / 60) } },
    ]);
  });

  it('can be reopened for seven days after its close, and no second longer', () => {
    const reopen = (now: string) => refusalOf([...done, closed], asked('ReopenSession', now), true);
    expect(reopen(noon)).toBeNull();
    expect(reopen(hoursAfterNoon(7 * 24))).toBeNull();
    expect(reopen(hoursAfterNoon(7 * 24 + 1 / 3600))).toBe('reopen-too-late');
  });
});

/** What each command is told after this past, if it is refused because of where the session stands. */
const told = (past: readonly SessionEvent[]) =>
  Object.fromEntries(everyCommand.map((command) => [command, refusalOf(past, asked(command))]));

const dataOf: Readonly<Record<string, object>> = {
  ScheduleSession: { startsAt: hoursAfterNoon(1) },
  JoinSession: { teamId: 'B' },
  AssignRole: { personId: 'zoe', role: 'observer' },
  WithdrawRole: { personId: 'zoe', role: 'observer' },
  EndTimebox: { phase: 'none', endsAt: noon },
  ExtendTimebox: { minutes: 5, reason: 'Late' },
  RecordFinding: { ...finding, about: {} },
  DraftSession: { title: '', template: exerciseOf('feedback-speed').template, teamIds: [], facilitatorIds: [] },
};

/** What ann, who facilitates, asks; zoe joins. */
const asked = (type: string, now = noon) =>
  ({
    type,
    data: dataOf[type] ?? { reason: 'So it is' },
    by: type === 'JoinSession' ? 'zoe' : 'ann',
    now,
  }) as SessionCommand;

function refusalOf(past: readonly SessionEvent[], command: object, ofAnyKind = false): string | null {
  const state = past.reduce(session.evolve, session.initialState());
  try {
    session.decide({ by: 'ann', now: noon, ...command } as SessionCommand, state);
    return null;
  } catch (refused) {
    const { code } = refused as { code?: string };
    return ofAnyKind ? (code ?? String(refused)) : code !== undefined && ofTheCourse.includes(code) ? code : null;
  }
}
