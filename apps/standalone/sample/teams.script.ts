import { people, teams } from './company';
import { type Step, clock, word } from './script';

/** The directory learns who people are; the teams are formed, and people join them. */
export function teamsScript(): Step[] {
  const now = clock('2025-01-06T08:00:00Z');
  const formed = Object.values(teams).map(({ id, name, function: does }) => ({
    as: 'ada',
    mutation: 'formTeam',
    makes: id,
    args: { name, function: word(does.replaceAll('-', '_')) },
    occurredAt: now(),
  }));
  const registered = Object.values(people).map(({ id, name, function: does }) => ({
    as: 'ada',
    mutation: 'registerPerson',
    args: {
      ...{ personId: id, name, email: `${name.toLowerCase()}@example.com`, timeZone: 'Europe/Berlin' },
      function: word(does.replaceAll('-', '_')),
    },
    occurredAt: now(),
  }));
  const joined = Object.values(people).flatMap((person) =>
    'team' in person && person.team
      ? [
          {
            as: 'ada',
            mutation: 'joinTeam',
            args: { teamId: teams[person.team].id, personId: person.id },
            occurredAt: now(),
          },
        ]
      : [],
  );
  return [...formed, ...joined, ...registered];
}
