import { people, type PersonName, teams } from './company';
import { type Step, word } from './script';

/** A session in which one person speaks for each team, so that none has to be large enough to hide in. */
export interface Table {
  readonly sessionId: string;
  readonly kind: string;
  readonly title: string;
  readonly startsAt: string;
  readonly seats: Readonly<Partial<Record<keyof typeof teams, PersonName>>>;
}

/** What every session around a table begins with, and how it goes on. */
export function aroundTable({ sessionId, kind, title, startsAt, seats }: Table, now: () => Date) {
  const step = (as: string, mutation: string, args: Step['args'] = {}): Step => ({
    ...{ as, mutation, args: { sessionId, ...args }, occurredAt: now() },
  });
  const taken = Object.entries(seats) as [keyof typeof teams, PersonName][];
  return {
    step,
    advance: () => step('fay', 'advancePhase'),
    opened: (): Step[] => [
      {
        as: 'fay',
        mutation: 'draftSession',
        makes: sessionId,
        args: {
          ...{ kind: word(kind), title, consensus: word('true') },
          teamIds: taken.map(([team]) => teams[team].id),
        },
        occurredAt: now(),
      },
      step('fay', 'scheduleSession', { startsAt: new Date(startsAt) }),
      ...taken.map(([team, by]) => step(by, 'joinSession', { teamId: teams[team].id })),
      ...taken.map(([, by]) => step('fay', 'assignRole', { personId: people[by].id, role: word('team_rep') })),
      step('fay', 'openSession'),
    ],
  };
}

/** A sheet, written and handed in. No time is told: nothing may tell when somebody wrote. */
export const submitted = (sessionId: string, phase: string, as: PersonName, sheet: object): Step[] => [
  { as, mutation: 'saveDraft', args: { sessionId, sheet: JSON.stringify(sheet) }, answer: 'submitted', phase },
  { as, mutation: 'submitDrafts', args: { sessionId }, answer: 'submitted', phase },
];
