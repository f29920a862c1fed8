import type { Contribution, Sealed } from '../session.events';
import type { Ballot, List } from './challenge-form.measures';
import { namedTeams, sum } from './friction.measures';
import type {
  Challenge,
  ChallengeText,
  Cluster,
  DeclaredMode,
  Recognition,
  SiloSpotlightEvent,
  Tally,
  TiesFrom,
  Weighting,
} from './silo-spotlight.events';

/** What somebody of a team listed. Nobody knows who, and of too small a team not even whose it is. */
export interface Listing extends ChallengeText {
  readonly contributionId: string;
  readonly teamId?: string;
}

/** A vote of somebody. Nobody knows whose, and of too small a team not even that it is the team's. */
export interface Vote extends Ballot {
  readonly teamId?: string;
}

/** A Silo Spotlight as far as it has come. */
export interface SiloSpotlight {
  readonly teamIds: readonly string[];
  readonly weighting: Weighting;
  readonly modes: readonly DeclaredMode[];
  readonly ties: TiesFrom;
  readonly listings: readonly Listing[];
  readonly challenges: readonly Challenge[];
  readonly listsRevealed: boolean;
  /** By {@link recognitionKey}. */
  readonly recognitions: Readonly<Record<string, Recognition>>;
  /** When the network was shown. */
  readonly asOf?: string;
  readonly clusters: readonly Cluster[];
  readonly votes: readonly Vote[];
  /** Fewer ballots than this are not told. */
  readonly leastVoters: number;
  readonly tally?: Tally;
}

export const blankSpotlight: SiloSpotlight = {
  teamIds: [],
  weighting: 'severity_frequency',
  modes: [],
  ties: { source: 'estimate', ties: [] },
  listings: [],
  challenges: [],
  listsRevealed: false,
  recognitions: {},
  clusters: [],
  votes: [],
  leastVoters: 1,
};

/** The work after one more event of the kind. */
export function withEvent(work: SiloSpotlight, event: SiloSpotlightEvent): SiloSpotlight {
  switch (event.type) {
    case 'SpotlightPrepared':
      return { ...work, ...event.data };
    case 'TiesTaken':
      return { ...work, ties: event.data };
    case 'ListsRevealed':
      return { ...work, listsRevealed: true };
    case 'ChallengeRecognised':
      return { ...work, recognitions: { ...work.recognitions, [recognitionKey(event.data)]: event.data } };
    case 'NetworkRevealed':
      return { ...work, asOf: event.data.asOf };
    case 'ClusterFormed':
      return { ...work, clusters: [...work.clusters.flatMap((one) => without(one, event.data)), event.data] };
    case 'VotesTallied':
      return { ...work, tally: event.data };
  }
}

/** The work with what a phase collected. */
export function withCollected(work: SiloSpotlight, { form, items, k = 1 }: Sealed): SiloSpotlight {
  switch (form) {
    case 'solo-list':
      return {
        ...work,
        listings: items.flatMap(({ contributionId, teamId, data }) =>
          (data as List).challenges.map((one) => ({ ...one, contributionId, teamId })),
        ),
      };
    case 'team-list':
      return { ...work, challenges: items.flatMap((item) => challengesOf(item)) };
    case 'ballot':
      return { ...work, votes: items.map(({ teamId, data }) => ({ ...(data as Ballot), teamId })), leastVoters: k };
    default:
      return work;
  }
}

/** The work without the words of a contribution: what they weigh stays. */
export function withoutWords(work: SiloSpotlight, contributionId: string): SiloSpotlight {
  const wordless = <Item extends ChallengeText>({ valueStep: _, ...item }: Item) => ({ ...item, text: '' });
  return {
    ...work,
    listings: work.listings.map((one) => (one.contributionId === contributionId ? wordless(one) : one)),
    challenges: work.challenges.map((one) => (one.challengeId.startsWith(`${contributionId}.`) ? wordless(one) : one)),
  };
}

/** What the teams that take part have to answer: every challenge of another team that names it, the answer once it gave one. */
export const toRecognise = ({ teamIds, challenges, recognitions }: SiloSpotlight) =>
  challenges.flatMap((challenge) =>
    namedTeams(challenge)
      .filter((teamId) => teamIds.includes(teamId))
      .map((teamId) => {
        const { challengeId } = challenge;
        return { challengeId, teamId, recognition: recognitions[recognitionKey({ challengeId, teamId })] };
      }),
  );

/** The clusters to vote on: what nobody put together with others is one by itself. */
export function clustersOf({ challenges, clusters }: SiloSpotlight): readonly Cluster[] {
  const formed = clusters.flatMap(({ challengeIds }) => challengeIds);
  const alone = challenges.filter(({ challengeId }) => !formed.includes(challengeId));
  return [
    ...clusters,
    ...alone.map(({ challengeId, text }) => ({ clusterId: challengeId, title: text, challengeIds: [challengeId] })),
  ];
}

/**
 * The dots of each cluster. Too few ballots are not told: one could guess whose they were. Dots on what is no cluster
 * do not count, nor on what is one's own team's alone; of whom it is not known where they belong, only those on
 * clusters of several teams.
 */
export function tallyOf(work: SiloSpotlight): Tally {
  const { votes, challenges, leastVoters } = work;
  if (votes.length < leastVoters) return { voters: votes.length, dots: null };
  const dotsOf = ({ clusterId, challengeIds }: Cluster) => {
    const concerned = challenges.filter(({ challengeId }) => challengeIds.includes(challengeId));
    const teams = new Set(concerned.map(({ teamId }) => teamId));
    const counts = ({ teamId }: Vote) => teams.size > 1 || (teamId !== undefined && !teams.has(teamId));
    const dots = votes.filter(counts).flatMap((vote) => vote.dots.filter((one) => one.clusterId === clusterId));
    return sum(dots.map((one) => one.dots));
  };
  return {
    voters: votes.length,
    dots: Object.fromEntries(clustersOf(work).map((cluster) => [cluster.clusterId, dotsOf(cluster)])),
  };
}

export const recognitionKey = ({ challengeId, teamId }: Pick<Recognition, 'challengeId' | 'teamId'>) =>
  `${challengeId} ${teamId}`;

const challengesOf = ({ contributionId, teamId, data }: Contribution): readonly Challenge[] =>
  (data as List).challenges.map((one, index) => ({
    ...one,
    challengeId: `${contributionId}.${index + 1}`,
    teamId: teamId!,
  }));

/** What another cluster leaves of one: it takes its place if it has its id, and the challenges that both name. */
function without(one: Cluster, other: Cluster): readonly Cluster[] {
  const challengeIds = one.challengeIds.filter((id) => !other.challengeIds.includes(id));
  return one.clusterId === other.clusterId || challengeIds.length === 0 ? [] : [{ ...one, challengeIds }];
}
