import type { Interaction, InteractionMode } from './team.events';

/** How two teams mean to work with each other, by what both of them declare. */
export interface DeclaredMode {
  readonly teamIds: readonly [string, string];
  /** Null while the two declare different things: that is worth a talk. */
  readonly mode: InteractionMode | null;
  readonly declaredBy: readonly string[];
  /** When the earlier of two declarations ends. */
  readonly until: string | null;
}

/** What one team declares, and since when. */
interface Declarations {
  readonly id: string;
  readonly interactions: readonly (Interaction & { readonly since: string })[];
}

/** The modes that are in force at a moment, a pair of teams once, in the order of their ids. */
export function declaredModes(teams: readonly Declarations[], at: string): DeclaredMode[] {
  const pairs = new Map<string, DeclaredMode>();
  for (const { id, interactions } of teams)
    for (const { otherTeamId, mode, until, since } of interactions) {
      if (since > at || (until !== undefined && until <= at)) continue;
      const teamIds = id < otherTeamId ? ([id, otherTeamId] as const) : ([otherTeamId, id] as const);
      const other = pairs.get(teamIds.join());
      pairs.set(teamIds.join(), {
        teamIds,
        mode: !other || other.mode === mode ? mode : null,
        declaredBy: [...(other?.declaredBy ?? []), id],
        until: earlier(until ?? null, other?.until ?? null),
      });
    }
  return [...pairs.values()].toSorted((a, b) => (a.teamIds.join() < b.teamIds.join() ? -1 : 1));
}

const earlier = (a: string | null, b: string | null) => (a === null || (b !== null && b < a) ? b : a);
