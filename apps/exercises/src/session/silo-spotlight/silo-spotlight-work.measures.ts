import type { Ballot, List } from './challenge-form.measures';
import { namedTeams } from './friction.measures';
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

/** What somebody of a team listed. Nobody knows who. */
export interface Listing extends ChallengeText {
  readonly teamId: string;
}

/** A vote of somebody of a team. Nobody knows whose. */
export interface Vote extends Ballot {
  readonly teamId: string;
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
};

/** What a phase collected, as the kernel seals it. */
interface Collected {
  readonly form: string;
  readonly items: readonly { readonly contributionId: string; readonly teamId: string; readonly data: object }[];
}

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
export function withCollected(work: SiloSpotlight, { form, items }: Collected): SiloSpotlight {
  switch (form) {
    case 'solo-list':
      return {
        ...work,
        listings: items.flatMap(({ teamId, data }) => (data as List).challenges.map((one) => ({ ...one, teamId }))),
      };
    case 'team-list':
      return { ...work, challenges: items.flatMap((item) => challengesOf(item)) };
    case 'ballot':
      return { ...work, votes: items.map(({ teamId, data }) => ({ ...(data as Ballot), teamId })) };
    default:
      return work;
  }
}

/** What a team has to answer: every challenge of another team that names it, the answer once it gave one. */
export const toRecognise = ({ challenges, recognitions }: SiloSpotlight) =>
  challenges.flatMap((challenge) =>
    namedTeams(challenge).map((teamId) => {
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

/** Whether somebody of this team may give a cluster dots: not one that is their own team's alone. */
export const isVotable = ({ challengeIds }: Cluster, teamId: string, challenges: readonly Challenge[]) =>
  challenges.some((challenge) => challengeIds.includes(challenge.challengeId) && challenge.teamId !== teamId);

/**
 * The dots of each cluster. Ballots of fewer than k people are not told: one could guess whose they were. Dots on what
 * is no cluster any more, or on one's own team's, do not count.
 */
export function tallyOf(work: SiloSpotlight, k: number): Tally {
  const voters = work.votes.length;
  if (voters < k) return { voters, dots: null };
  const dotsOf = (cluster: Cluster) =>
    work.votes
      .filter(({ teamId }) => isVotable(cluster, teamId, work.challenges))
      .flatMap(({ dots }) => dots.filter(({ clusterId }) => clusterId === cluster.clusterId))
      .reduce((sum, { dots }) => sum + dots, 0);
  return { voters, dots: Object.fromEntries(clustersOf(work).map((cluster) => [cluster.clusterId, dotsOf(cluster)])) };
}

export const recognitionKey = ({ challengeId, teamId }: Pick<Recognition, 'challengeId' | 'teamId'>) =>
  `${challengeId} ${teamId}`;

const challengesOf = ({ contributionId, teamId, data }: Collected['items'][number]): readonly Challenge[] =>
  (data as List).challenges.map((one, index) => ({ ...one, challengeId: `${contributionId}.${index + 1}`, teamId }));

/** What another cluster leaves of one: it takes its place if it has its id, and the challenges that both name. */
function without(one: Cluster, other: Cluster): readonly Cluster[] {
  const challengeIds = one.challengeIds.filter((id) => !other.challengeIds.includes(id));
  return one.clusterId === other.clusterId || challengeIds.length === 0 ? [] : [{ ...one, challengeIds }];
}
