import type { Anonymity, SessionRole, Template } from './session.events';

/** How many people must stand behind what is shown of detached contributions: scores, and free text. */
export const usualAnonymity: Anonymity = { kScores: 5, kComments: 10 };

/** Whether nobody can tell who wrote what in some phase of this course. */
export const isDetached = ({ phases }: Pick<Template, 'phases'>) =>
  phases.some(({ collects }) => collects?.mode === 'detached');

const redactableMs = 24 * 3_600_000;

/** When words that were sealed now are shown outside the session: until then those inside may have some taken out. */
export const publicFromOf = (now: string) => new Date(Date.parse(now) + redactableMs).toISOString();

interface Access {
  readonly publicFrom: string | null;
  readonly facilitatorIds: readonly string[];
  readonly participants: readonly { readonly personId: string }[];
  readonly roles: readonly { readonly personId: string; readonly role: SessionRole }[];
}

/** Whether somebody may read what a session shows: whoever takes part, facilitates or observes, and later everybody. */
export function mayRead(
  { publicFrom, facilitatorIds, participants, roles }: Access,
  personId: string,
  now: Date,
): boolean {
  if (publicFrom === null || Date.parse(publicFrom) <= now.getTime()) return true;
  const inside = [...participants, ...roles.filter(({ role }) => role === 'observer')];
  return facilitatorIds.includes(personId) || inside.some((one) => one.personId === personId);
}
