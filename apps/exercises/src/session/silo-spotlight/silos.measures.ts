import { namedTeams, sum, weightOf } from './friction.measures';
import type { Challenge, Weighting } from './silo-spotlight.events';
import { recognitionKey, type SiloSpotlight } from './silo-spotlight-work.measures';

/** Two teams that need each other, and how surely what is needed does not flow. */
export interface Silo {
  /** In the order of their ids. */
  readonly teamIds: readonly [string, string];
  /** How many challenges of either name the other. */
  readonly n: number;
  /** The challenges, those that the named team accepts counted twice: it bears them out. */
  readonly witnesses: number;
  /** From 0 to 1, which is the deepest. Null where no tie that is needed is known. */
  readonly depth: number | null;
  /** Whether it stands out: deep, and not on the word of one challenge alone. */
  readonly isSilo: boolean;
}

/** From here it is more likely than not that something needed does not flow. */
const deep = 0.5;
/** One challenge alone may name the wrong team. */
const leastWitnesses = 2;
const heaviest: Readonly<Record<Weighting, number>> = { severity_frequency: 20, severity: 5 };

/**
 * The teams that complain of each other, either way, deepest first, then those on more challenges. A challenge of team i
 * that names j weighs w of the most that one can (severity 5, daily), and tells of a need that is not met with chance
 * w · (1 - tie_ij); the depth is the chance that at least one of them does: 1 - Π (1 - w · (1 - tie_ij)). So it adds up
 * both ways and over challenges, but does not depend on what other teams suffer, as the need of a `SiloPair` does.
 * Challenges whose tie is not known are left out of the depth.
 *
 * Source: noisy-or, Pearl, Probabilistic Reasoning in Intelligent Systems (1988), 4.3.2; how often it is right is held
 * by planted-truth.spec.ts.
 */
export function silosOf(work: SiloSpotlight): readonly Silo[] {
  const tieOf = new Map(work.ties.ties.map(({ fromTeamId, toTeamId, tie }) => [`${fromTeamId} ${toTeamId}`, tie]));
  const complaints = new Map<string, Complaint[]>();
  for (const challenge of work.challenges)
    for (const named of namedTeams(challenge).filter((teamId) => work.teamIds.includes(teamId))) {
      const key = JSON.stringify([challenge.teamId, named].toSorted());
      complaints.set(key, [...(complaints.get(key) ?? []), { challenge, named }]);
    }
  const unmet = ({ challenge, named }: Complaint): number[] => {
    const tie = tieOf.get(`${challenge.teamId} ${named}`) ?? null;
    return tie === null ? [] : [(weightOf(challenge, work.weighting) / heaviest[work.weighting]) * (1 - tie)];
  };
  const isAccepted = ({ challenge: { challengeId }, named: teamId }: Complaint) =>
    work.recognitions[recognitionKey({ challengeId, teamId })]?.answer === 'accept';
  return [...complaints]
    .map(([key, all]): Silo => {
      const needs = all.flatMap(unmet);
      const depth = needs.length > 0 ? 1 - needs.reduce((met, need) => met * (1 - need), 1) : null;
      const witnesses = sum(all.map((one) => (isAccepted(one) ? 2 : 1)));
      const isSilo = depth !== null && depth >= deep && witnesses >= leastWitnesses;
      return { teamIds: JSON.parse(key) as [string, string], n: all.length, witnesses, depth, isSilo };
    })
    .toSorted((a, b) => (b.depth ?? -1) - (a.depth ?? -1) || b.n - a.n);
}

interface Complaint {
  readonly challenge: Challenge;
  readonly named: string;
}
