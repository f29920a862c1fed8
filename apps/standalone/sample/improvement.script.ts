import { people, type PersonName, teams } from './company';
import { cycleIdOf, findingIdOf, goldenSample } from './feedback-speed.script';
import { remeasured } from './golden-figures';
import { idOf } from './ids';
import { type Argument, type Step, clock, word } from './script';

export const whyId = idOf('why golden');

/** Each answers why the one before is so. */
const whys = [
  'Engineering hears of a design when it is finished',
  'Design shows nothing that is not finished',
  'A sketch that was shown early was taken for a promise',
  'No meeting is meant for what is unfinished',
  'The hand-over has a form, and no step that invites the receiver',
] as const;
const causeOf = (depth: number) => (depth === 0 ? 'problem' : idOf(`cause ${depth}`));

const together = { pia: 'Product', dan: 'Design', tom: 'Engineering' } as const;
const members = Object.keys(together) as (keyof typeof together)[];

/** What Product, Design and Engineering make of the finding: why it is so, a small change, and what it did. */
export function improvementScript(): Step[] {
  const now = clock('2026-01-20T09:00:00Z');
  const cycleId = cycleIdOf(goldenSample.name);
  const of = (as: PersonName, mutation: string, args: Step['args'], occurredAt = now()): Step => ({
    ...{ as, mutation, args, occurredAt },
  });
  const why = (as: PersonName, mutation: string, args: Step['args'] = {}) => of(as, mutation, { whyId, ...args });
  const sample = (values: readonly number[], from: string, to: string): Argument => ({
    ...{ values, from: new Date(from), to: new Date(to) },
  });
  const problem = {
    when: 'a customer tells us something',
    then: 'Engineering hears of it after four days',
    leadingTo: 'customers who hear nothing of what they told',
  };
  const card = {
    hypothesis: {
      ...{ ifWe: 'invite an engineer when a design begins', metric: 'hours from Design to Engineering' },
      ...{ direction: word('down'), by: 'a third', withinDays: 28 },
    },
    ...{ processArea: 'hand-over', effortPersonWeeks: 1, teamIds: [teams.Design.id, teams.Engineering.id] },
    ...{ startAt: new Date('2026-01-26T09:00:00Z'), reviewAt: new Date('2026-03-06T09:00:00Z') },
    measure: {
      ...{ kind: word('duration'), exerciseRef: 'feedback-speed', target: 40, minEffect: 0.2 },
      baseline: sample(remeasured.before, '2026-01-05T09:00:00Z', '2026-01-19T09:00:00Z'),
    },
    ...{ stopRule: 'It gets slower.', whyId, rootIds: [causeOf(whys.length)] },
  };

  return [
    { ...of('fay', 'frameWhy', { problem, cycleId }), makes: whyId },
    ...members.map((by) => why(by, 'joinWhy', { teamId: teams[together[by]].id })),
    ...whys.flatMap((text, depth) => {
      const questionId = idOf(`question ${depth + 1}`);
      return [
        { ...why('pia', 'askWhy', { ofId: causeOf(depth), text: 'Why?' }), makes: questionId },
        {
          ...why(depth % 2 === 0 ? 'tom' : 'dan', 'answerWhy', { questionId, text, control: word('cross_team') }),
          makes: causeOf(depth + 1),
        },
      ];
    }),
    why('pia', 'addEvidence', {
      causeId: causeOf(whys.length),
      evidence: { kind: word('finding'), value: findingIdOf(goldenSample.name) },
    }),
    why('fay', 'checkEvidence'),
    ...whys.flatMap((_, depth) =>
      (['pia', 'tom'] as const).map((by) =>
        why(by, 'confirmStep', { causeId: causeOf(depth + 1), parentId: causeOf(depth) }),
      ),
    ),
    why('fay', 'agreeRoot', { causeId: causeOf(whys.length) }),
    of('fay', 'holdCollaboration', {
      cycleId,
      collaborators: members.map((by) => ({ personId: people[by].id, teamId: teams[together[by]].id })),
    }),
    of('pia', 'designChange', { cycleId, card }),
    of('pia', 'agreeChange', { cycleId }),
    of('tom', 'agreeChange', { cycleId }),
    of('tom', 'startIteration', { cycleId }, new Date('2026-01-26T09:00:00Z')),
    of(
      'tom',
      'recordMeasurement',
      { cycleId, sample: sample(remeasured.after, '2026-02-02T09:00:00Z', '2026-02-20T09:00:00Z') },
      new Date('2026-02-23T09:00:00Z'),
    ),
  ];
}
