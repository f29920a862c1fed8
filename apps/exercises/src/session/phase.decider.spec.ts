import { specOf } from '@tandem/core/testing';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { feedbackSpeedTemplate } from './feedback-speed/feedback-speed.template';
import type { AnyExercise } from './kinds.decider';
import { advance, type Course, endTimebox } from './phase.decider';
import { session } from './session.decider';
import type { Phase, Sealed, SessionEvent } from './session.events';
import { entered, hoursAfterNoon, inPhase, noon, wish } from './session.fixture';

const given = specOf(session);
const onTheClock = {
  ...feedbackSpeedTemplate,
  phases: feedbackSpeedTemplate.phases.map((phase) =>
    phase.id === 'bottleneck_review' ? ({ ...phase, advance: 'auto' } as Phase) : phase,
  ),
};
const running = inPhase('bottleneck_review', onTheClock);
const endsAt = hoursAfterNoon(0.5);
const end = (data = { phase: 'bottleneck_review', endsAt }, now = endsAt) => wish('EndTimebox', data, 'clock', now);

describe('The end of a time box', () => {
  it('leads on to the next phase, though the clock takes no part in the session', () =>
    given(...running)
      .when(end())
      .then(entered('commit', hoursAfterNoon(0.5 + 20 / 60))));

  it('comes when the time box is over, not before', () =>
    given(...running)
      .when(end(undefined, hoursAfterNoon(0.499)))
      .thenRejected('timebox-running'));

  it('is nothing to a session that has gone on, or was given more time', () => {
    given(...running, entered('commit'))
      .when(end())
      .thenNothing();
    const later = hoursAfterNoon(1);
    const more = { phase: 'bottleneck_review', minutes: 30, reason: 'Late', by: 'ann', endsAt: later };
    given(...running, { type: 'TimeboxExtended', data: more })
      .when(end())
      .thenNothing();
    given(...running, { type: 'TimeboxExtended', data: more })
      .when(end({ phase: 'bottleneck_review', endsAt: later }, later))
      .then(entered('commit', hoursAfterNoon(1 + 20 / 60)));
  });

  it('is not for a phase that a facilitator ends', () =>
    given(...inPhase('bottleneck_review'))
      .when(end())
      .thenRejected('not-automatic'));

  it('waits for what must hold', () => {
    const phases = onTheClock.phases.map((phase) =>
      phase.id === 'bottleneck_review' ? { ...phase, exitGuards: ['subject-selected'] } : phase,
    );
    const guarded = inPhase('bottleneck_review', { ...onTheClock, phases });
    given(...guarded)
      .when(end())
      .thenRejected('guard-failed');
    const subject: SessionEvent = { type: 'SubjectSelected', data: { subject: 'Search' } };
    given(...guarded, subject)
      .when(end())
      .then(entered('commit', hoursAfterNoon(0.5 + 20 / 60)));
  });
});

describe('What a phase collected', () => {
  const collects = { form: 'sheet', mode: 'attributed' } as const;
  const phase = { accepts: [], timeboxMinutes: 10, advance: 'auto' } as const;
  const exercise = {
    template: { ...feedbackSpeedTemplate, phases: [] },
    commands: {},
    forms: { sheet: { schema: z.object({}) } },
    initialWork: () => 0,
    contributed: (work: number, { items }: Sealed) => work + items.length,
    guards: { 'two-sheets': { holds: (work: number) => work === 2, message: 'Two are needed.' } },
    reveal: (work: number, asOf: string) => [{ type: 'TracesRevealed', data: { asOf, traces: [], n: work } }],
  } as unknown as AnyExercise;
  const course = {
    template: {
      ...feedbackSpeedTemplate,
      phases: [
        { ...phase, id: 'fill', collects, exitGuards: ['two-sheets'] },
        { ...phase, id: 'show', reveals: true },
      ],
    },
    ...{ phase: 0, endsAt: noon, ready: [], reverted: [], sealed: [], teamIds: [], roster: {}, work: 0 },
  } as unknown as Course;
  const sealed = (n: number, change: object = {}): Sealed => ({
    ...{ phase: 'fill', ...collects },
    items: Array.from({ length: n }, (_, i) => ({ contributionId: `c-${i}`, teamId: 'A', data: {} })),
    ...change,
  });
  const scene = {
    now: noon,
    personId: 'ann',
    roster: {},
    facilitates: true,
    represents: false,
    teamIds: [],
  };

  it('is stored first, and seen by the guard and by what is revealed', () => {
    const events = [
      { type: 'ContributionsSealed', data: sealed(2) },
      entered('show', hoursAfterNoon(10 / 60)),
      { type: 'TracesRevealed', data: { asOf: noon, traces: [], n: 2 } },
    ];
    expect(advance(course, exercise, scene, [sealed(2)])).toEqual(events);
    expect(endTimebox(course, exercise, { phase: 'fill', endsAt: noon, sealed: [sealed(2)] }, noon)).toEqual(events);
  });

  it('may not be enough', () => {
    const code = expect.objectContaining({ code: 'guard-failed' });
    expect(() => advance(course, exercise, scene, [sealed(1)])).toThrow(code);
    expect(() => advance(course, exercise, scene)).toThrow(code);
  });

  it.each([{ phase: 'show' }, { form: 'ballot' }, { mode: 'detached' }])('is what it collects, not %p', (change) =>
    expect(() => advance(course, exercise, scene, [sealed(2, change)])).toThrow(
      expect.objectContaining({ code: 'not-collected' }),
    ),
  );
});
