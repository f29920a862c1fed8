import { demand } from '@tandem/core';
import type { Part, Scene } from './exercise.decider';
import type { SessionEvent, SessionRole } from './session.events';

/** By role who has it. */
export type Roles = Readonly<Record<SessionRole, readonly string[]>>;

/** Who is what in a session, and by person the team they report for. */
export interface Cast {
  readonly roles: Roles;
  readonly roster: Readonly<Record<string, string>>;
}

type Assignment = { readonly personId: string; readonly role: SessionRole };

/** Two facilitate at most, one person speaks for a team, and who observes enters nothing. */
export function assign({ roles, roster }: Cast, { personId, role }: Assignment): readonly SessionEvent[] {
  if (roles[role].includes(personId)) return [];
  const team = roster[personId];
  if (role === 'facilitator') {
    demand(roles.facilitator.length < 2, 'too-many-facilitators', 'A session has one facilitator or two.');
    demandNoObserver(roles, personId);
  }
  if (role === 'team_rep') {
    const others = roles.team_rep.filter((id) => roster[id] === team);
    demand(team !== undefined, 'not-a-participant', 'Only a participant speaks for a team: join the session first.');
    demand(others.length === 0, 'team-rep-exists', 'One person speaks for a team: withdraw the role from the other.');
  }
  if (role === 'observer') {
    const enters = team !== undefined || roles.facilitator.includes(personId);
    demand(!enters, 'takes-part', 'Who takes part in a session or facilitates it does not observe it.');
  }
  return [{ type: 'RoleAssigned', data: { personId, role } }];
}

/** Takes a role from somebody. One facilitator stays. */
export function withdraw({ roles }: Cast, { personId, role }: Assignment): readonly SessionEvent[] {
  if (!roles[role].includes(personId)) return [];
  const isLast = role === 'facilitator' && roles.facilitator.length === 1;
  demand(!isLast, 'facilitator-missing', 'A session has a facilitator: assign another one first.');
  return [{ type: 'RoleWithdrawn', data: { personId, role } }];
}

/** Who observes stays an observer: neither participant nor facilitator. */
export function demandNoObserver({ observer }: Roles, personId: string) {
  demand(
    !observer.includes(personId),
    'is-observer',
    'Who observes a session enters nothing: withdraw the role first.',
  );
}

/** Refuses whoever has not this part in the session. */
export function demandPart({ facilitates, teamId, represents }: Scene, part: Part = 'anyone') {
  const takesPart = teamId !== undefined || (facilitates && part !== 'participant' && part !== 'team_rep');
  if (part === 'facilitator') demand(facilitates, 'not-facilitator', 'Only a facilitator of this session may do this.');
  else demand(takesPart, 'not-a-participant', 'Join the session first.');
  if (part === 'team_rep') demand(represents, 'not-team-rep', 'Only the one who speaks for the team may do this.');
}
