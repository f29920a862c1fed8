import { demandRunnable } from './course.decider';
import { describe, expect, it } from '@jest/globals';
import type { AnyExercise } from './kinds.decider';
import type { Phase, Template } from './session.events';

const phase = (id: string, change: Partial<Phase> = {}): Phase => ({
  ...{ id, accepts: [], timeboxMinutes: 10, advance: 'facilitator' },
  ...change,
});
const collects = { form: 'sheet', mode: 'detached' } as const;
const own = [
  phase('enter', { accepts: ['Enter'], exitGuards: ['entered'] }),
  phase('fill', { collects }),
  phase('show', { reveals: true }),
  phase('answer', { accepts: ['Answer'] }),
];
const template = (phases: readonly Phase[], change: Partial<Template> = {}): Template => ({
  ...{ kind: 'feedback-speed', version: 1, leastTeams: 2, phases },
  ...change,
});
const exercise = {
  template: template(own),
  commands: { Enter: 'anyone', Answer: 'anyone' },
  guards: { entered: {} },
  forms: { sheet: {} },
} as unknown as AnyExercise;

function refusalOf(tried: Template, of = exercise) {
  try {
    demandRunnable(tried, of);
    return 'can be run';
  } catch (refused) {
    const { code, message } = refused as { code: string; message: string };
    return `${code}: ${message}`;
  }
}
const withPhase = (index: number, change: Partial<Phase>) =>
  template(own.map((one, i) => (i === index ? { ...one, ...change } : one)));

describe('A course', () => {
  it('can be run as its kind has it, shorter, longer, in another order', () => {
    expect(refusalOf(template(own))).toBe('can be run');
    expect(refusalOf(template([own[2]!]))).toBe('can be run');
    expect(refusalOf(template([own[1]!, phase('talk'), own[0]!, own[2]!, phase('again', { reveals: true })]))).toBe(
      'can be run',
    );
    const answeredFirst = phase('answer_first', { accepts: ['Answer'] });
    expect(refusalOf(template([answeredFirst, ...own]))).toBe('can be run');
  });

  it.each<[string, Template, string]>([
    ['lists phases', template([]), 'phases-out-of-range: phases'],
    ['lists 30 phases at most', template(Array.from({ length: 31 }, (_, i) => phase(`p${i}`))), 'phases-out-of-range'],
    ['has teams', template(own, { leastTeams: 0 }), 'least-teams-out-of-range: leastTeams'],
    ['has whole teams', template(own, { leastTeams: 1.5 }), 'least-teams-out-of-range: leastTeams'],
    ['names each phase once', template([...own, phase('fill')]), 'phase-twice: phases.fill.id'],
    ['names phases plainly', withPhase(0, { id: 'Enter it' }), 'phase-id-malformed: phases.Enter it.id'],
    ['names a phase', withPhase(0, { id: '' }), 'phase-id-malformed'],
    ['names a phase shortly', withPhase(0, { id: 'a'.repeat(61) }), 'phase-id-malformed'],
    ['knows its enter guards', withPhase(1, { enterGuards: ['full-moon'] }), 'unknown-guard: phases.fill.enterGuards'],
    ['knows its exit guards', withPhase(1, { exitGuards: ['toString'] }), 'unknown-guard: phases.fill.exitGuards'],
    [
      'knows its commands',
      withPhase(0, { accepts: ['Enter', 'Leave'] }),
      'unknown-command: phases.enter.accepts names the command Leave. Known are: Enter, Answer.',
    ],
    [
      'knows its forms',
      withPhase(1, { collects: { ...collects, form: 'poll' } }),
      'unknown-form: phases.fill.collects.form',
    ],
    ['has time', withPhase(1, { timeboxMinutes: 0 }), 'timebox-out-of-range: phases.fill.timeboxMinutes'],
    ['has whole minutes', withPhase(1, { timeboxMinutes: 1.5 }), 'timebox-out-of-range'],
    ['has 90 days a phase at most', withPhase(1, { timeboxMinutes: 129_601 }), 'timebox-out-of-range'],
    [
      'has a quorum above none',
      withPhase(1, { advance: { quorum: 0 } }),
      'quorum-out-of-range: phases.fill.advance.quorum',
    ],
    ['has a quorum of all at most', withPhase(1, { advance: { quorum: 1.01 } }), 'quorum-out-of-range'],
    ['reveals', withPhase(2, { reveals: undefined }), 'nothing-revealed: phases.reveals'],
    [
      'takes nothing again that is shown',
      withPhase(3, { accepts: ['Enter'] }),
      'entered-after-reveal: phases.answer.accepts: Enter',
    ],
    [
      'takes nothing while it shows it',
      withPhase(2, { accepts: ['Enter'] }),
      'entered-after-reveal: phases.show.accepts',
    ],
    [
      'fills nothing in again that is shown',
      withPhase(3, { collects }),
      'entered-after-reveal: phases.answer.collects.form: sheet',
    ],
  ])('%s', (_, tried, refusal) => expect(refusalOf(tried)).toContain(refusal));

  it.each([
    withPhase(1, { timeboxMinutes: 1 }),
    withPhase(1, { timeboxMinutes: 129_600 }),
    withPhase(1, { advance: { quorum: 1 } }),
    withPhase(1, { advance: { quorum: 0.01 } }),
    withPhase(1, { enterGuards: ['teams-present'] }),
    withPhase(1, { id: 'a'.repeat(60) }),
    template(own, { leastTeams: 1 }),
    template([...own, ...Array.from({ length: 26 }, (_, i) => phase(`p${i}`))]),
  ])('can be run at the border of the rules', (tried) => expect(refusalOf(tried)).toBe('can be run'));

  it('of a kind that reveals nothing reveals nothing', () => {
    const plain = { ...exercise, template: template([own[0]!]) } as AnyExercise;
    expect(refusalOf(template([own[0]!]), plain)).toBe('can be run');
  });

  it('knows no form where the kind has none', () => {
    const plain = { ...exercise, forms: undefined } as AnyExercise;
    expect(refusalOf(template(own), plain)).toContain('Known are: none.');
  });
});
