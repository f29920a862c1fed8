import { randomUUID } from 'node:crypto';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { exercises } from './app.module';

/** A word of GraphQL: an enum's value. Everything else is written as it is. */
export class Word {
  constructor(readonly name: string) {}
}
export const word = (name: string) => new Word(name);

export type Args = Readonly<Record<string, unknown>>;

/** A value as GraphQL writes it. */
function literal(value: unknown): string {
  if (value instanceof Word) return value.name;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${fieldsOf(value)}}`;
}
const fieldsOf = (object: object) =>
  Object.entries(object)
    .map(([key, value]) => `${key}: ${literal(value)}`)
    .join(', ');

/** What answers a draft, not a thing with an id. */
const ofDrafts = ['saveDraft', 'submitDrafts', 'withdrawDraft'];

export interface CompanyTeam {
  readonly name: string;
  readonly id: string;
  /** The first speaks for the team. */
  readonly members: readonly TestPerson[];
}

/** A company with these teams, so many people in each, that is asked through GraphQL. */
export async function openTeams(names: readonly string[], size: number) {
  const service = await testService(exercises);
  const tenantId = randomUUID();
  const person = (...roles: TestPerson['roles']): TestPerson => ({ id: randomUUID(), tenantId, roles });
  const [olga, ann, viv] = [person('org_admin'), person('facilitator'), person('viewer')];
  const teams: readonly CompanyTeam[] = names.map((name) => {
    return { name, id: randomUUID(), members: Array.from({ length: size }, () => person('member')) };
  });

  const mutate = (by: TestPerson, mutation: string, args: Args) => {
    const all = { commandId: randomUUID(), ...args };
    const shown = ofDrafts.includes(mutation) ? '{ submitted }' : '{ id }';
    return service.ask(by, `mutation { ${mutation}(${fieldsOf(all)}) ${shown} }`);
  };
  const ask = async (by: TestPerson, mutation: string, args: Args): Promise<void> => {
    const { errors } = await mutate(by, mutation, args);
    if (errors) throw new Error(`${mutation}: ${errors.map(({ message }) => message).join(' ')}`);
  };
  const read = async <Data>(by: TestPerson, query: string): Promise<Data> => {
    const { data, errors } = await service.ask<Data>(by, `{ ${query} }`);
    if (errors) throw new Error(errors.map(({ message }) => message).join(' '));
    return data;
  };

  for (const { id, name, members } of teams) {
    await ask(olga, 'formTeam', { commandId: id, name, function: word('product') });
    for (const { id: personId } of members) await ask(olga, 'joinTeam', { teamId: id, personId });
  }
  const gather = async (sessionId: string) => {
    for (const { id: teamId, members } of teams) {
      for (const member of members) await ask(member, 'joinSession', { sessionId, teamId });
      await ask(ann, 'assignRole', { sessionId, personId: members[0]!.id, role: word('team_rep') });
    }
    await ask(ann, 'openSession', { sessionId });
  };
  return {
    service,
    olga,
    ann,
    viv,
    teams,
    ask,
    read,

    async refusal(by: TestPerson, mutation: string, args: Args) {
      return (await mutate(by, mutation, args)).errors?.[0]?.extensions.code;
    },

    /** A session of all teams that is open, everybody there, the first of each team its representative. */
    async opened(kind: string, draft: Args = {}) {
      const sessionId = randomUUID();
      const teamIds = teams.map(({ id }) => id);
      await ask(ann, 'draftSession', { commandId: sessionId, kind: word(kind), title: 'Look', teamIds, ...draft });
      await ask(ann, 'scheduleSession', { sessionId, startsAt: '2100-01-01T09:00:00Z' });
      await gather(sessionId);
      return sessionId;
    },

    /** A session that measures this one again, as far as being open. */
    async openedAgain(before: string) {
      const sessionId = randomUUID();
      await ask(ann, 'scheduleRemeasure', {
        commandId: sessionId,
        sessionId: before,
        startsAt: '2100-04-01T09:00:00Z',
      });
      await gather(sessionId);
      return sessionId;
    },

    advance: (sessionId: string) => ask(ann, 'advancePhase', { sessionId }),

    async submit(by: TestPerson, sessionId: string, sheet: object) {
      await ask(by, 'saveDraft', { sessionId, sheet: JSON.stringify(sheet) });
      await ask(by, 'submitDrafts', { sessionId });
    },
  };
}

export type TeamCompany = Awaited<ReturnType<typeof openTeams>>;
