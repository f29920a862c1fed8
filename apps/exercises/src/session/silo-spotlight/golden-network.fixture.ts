import type { Recognition, TiesFrom } from './silo-spotlight.events';
import { blankSpotlight, recognitionKey, type SiloSpotlight } from './silo-spotlight-work.measures';

/** Product, Eng, Design, Data and SRE of the golden graph: exercises page, 1.2.5. */
export const siloTeams = ['P', 'E', 'D', 'A', 'S'];

/** `from>to weight tie awareness…`: the challenges of a pair are as heavy as the severities that make up its weight. */
export const goldenPairs = [
  { from: 'P', to: 'E', tie: 0.75, heard: [3, 'knew', 3, 'unaware'] },
  { from: 'P', to: 'D', tie: 0.8, heard: [2, 'knew'] },
  { from: 'E', to: 'P', tie: 0.5, heard: [3, 'knew'] },
  { from: 'E', to: 'S', tie: 0.25, heard: [4, 'suspected'] },
  { from: 'D', to: 'P', tie: 0.6, heard: [2, 'knew'] },
  { from: 'D', to: 'E', tie: 0.2, heard: [3, 'suspected'] },
  { from: 'A', to: 'P', tie: 0, heard: [5, 'unaware'] },
  { from: 'S', to: 'E', tie: 0.5, heard: [2, 'unaware'] },
] as const;

/** The weight of what each team suffers from nobody but itself, as severities: golden values, G4. */
export const ownSeverities: Readonly<Record<string, readonly number[]>> = {
  P: [4],
  E: [5, 5],
  D: [3],
  A: [1],
  S: [5, 4],
};

const plain = { category: 'dependency', frequency: 'weekly' } as const;

const named = goldenPairs.flatMap(({ from, to, heard }) =>
  pairsIn(heard).map(([severity, awareness], index) => ({
    challenge: {
      ...plain,
      text: `${from} needs ${to} (${index + 1})`,
      severity,
      relations: [{ teamId: to, type: 'waits_on' as const }],
      challengeId: `${from}${to}.${index + 1}`,
      teamId: from,
    },
    recognition: {
      challengeId: `${from}${to}.${index + 1}`,
      teamId: to,
      awareness,
      answer: awareness === 'unaware' ? ('need_info' as const) : ('accept' as const),
    },
  })),
);

const own = Object.entries(ownSeverities).flatMap(([teamId, severities]) =>
  severities.map((severity, index) => ({
    ...plain,
    text: 'Our own',
    severity,
    relations: [],
    challengeId: `${teamId}.${index + 1}`,
    teamId,
  })),
);

export const goldenTies: TiesFrom = {
  source: 'estimate',
  ties: goldenPairs.map(({ from, to, tie }) => ({ fromTeamId: from, toTeamId: to, tie })),
};

/** The work of a session that has the golden graph, by severity alone. */
export const goldenSpotlight: SiloSpotlight = {
  ...blankSpotlight,
  teamIds: siloTeams,
  weighting: 'severity',
  ties: goldenTies,
  listsRevealed: true,
  challenges: [...named.map(({ challenge }) => challenge), ...own],
  recognitions: Object.fromEntries(named.map(({ recognition }) => [recognitionKey(recognition), recognition])),
};

function pairsIn(heard: readonly (number | string)[]) {
  return heard.flatMap((severity, index) =>
    typeof severity === 'number' ? [[severity, heard[index + 1] as Recognition['awareness']] as const] : [],
  );
}
