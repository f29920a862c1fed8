import { demand } from '@tandem/core';
import { demandAnonymity } from './anonymity.decider';
import { usualAnonymity } from './anonymity.measures';
import type { AnyExercise } from './kinds.decider';
import { demandRunnable } from './course.decider';
import type { Course } from './phase.decider';
import { type Cast, demandNoObserver } from './role.decider';
import type { Draft, SessionEvent } from './session.events';

const mostLetters = 200;

/** A session needs a title, a facilitator who drafts it, enough teams, and a course that can be run. */
export function draft(data: Draft, by: string, exercise: AnyExercise): readonly SessionEvent[] {
  const { title, template, teamIds, facilitatorIds, anonymity = usualAnonymity } = data;
  demand(title.trim() !== '', 'title-missing', 'A session needs a title.');
  demand(title.length <= mostLetters, 'title-too-long', `title has room for ${mostLetters} characters: shorten it.`);
  demand(facilitatorIds.includes(by), 'not-facilitator', 'Whoever drafts a session is one of its facilitators.');
  demand(facilitatorIds.length <= 2, 'too-many-facilitators', 'A session has one facilitator or two.');
  demand(new Set(teamIds).size === teamIds.length, 'team-twice', 'Name every team once.');
  demand(teamIds.length >= template.leastTeams, 'too-few-teams', `It takes ${template.leastTeams} teams at least.`);
  demandAnonymity(anonymity);
  demandRunnable(template, exercise);
  return [{ type: 'SessionDrafted', data }];
}

/** Everybody reports for one team of the session. */
export function join(
  { teamIds, roster, roles }: Course & Cast,
  personId: string,
  teamId: string,
): readonly SessionEvent[] {
  demand(teamIds.includes(teamId), 'team-not-in-session', 'This team does not take part in this session.');
  demandNoObserver(roles, personId);
  const other = roster[personId];
  demand(!other || other === teamId, 'reports-for-another-team', 'Everybody reports for one team in a session.');
  return other ? [] : [{ type: 'ParticipantJoined', data: { personId, teamId } }];
}
