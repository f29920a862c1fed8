import type { SessionRole } from './session.events';

/** How much of a session somebody sees: what is entered while it is entered, what was revealed, or aggregates only. */
export type Sight = 'work' | 'revealed' | 'aggregates';

interface Cast {
  readonly facilitatorIds: readonly string[];
  readonly participants: readonly { readonly personId: string; readonly teamId?: string }[];
  readonly roles: readonly { readonly personId: string; readonly role: SessionRole }[];
}

/** Who takes part or facilitates sees the work, whatever else they are; sponsors and coaches see aggregates only. */
export function sightOf({ facilitatorIds, participants, roles }: Cast, personId: string): Sight {
  const takesPart = facilitatorIds.includes(personId) || participants.some((one) => one.personId === personId);
  if (takesPart) return 'work';
  const isAbove = roles.some((one) => one.personId === personId && (one.role === 'sponsor' || one.role === 'coach'));
  return isAbove ? 'aggregates' : 'revealed';
}

/** Who looks, and as what. */
export interface Viewing {
  readonly personId: string;
  /** The team that they report for. */
  readonly teamId?: string;
  readonly facilitates: boolean;
  /** Speaks for the team. */
  readonly represents: boolean;
}

/** As what somebody looks at a session. */
export const viewingOf = ({ facilitatorIds, participants, roles }: Cast, personId: string): Viewing => ({
  personId,
  teamId: participants.find((one) => one.personId === personId)?.teamId,
  facilitates: facilitatorIds.includes(personId),
  represents: roles.some((one) => one.personId === personId && one.role === 'team_rep'),
});
