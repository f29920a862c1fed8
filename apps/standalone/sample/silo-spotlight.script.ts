import { type PersonName, teams } from './company';
import { own, pairs } from './golden-figures';
import { findingIdOf, sessionIdOf } from './feedback-speed.script';
import { idOf } from './ids';
import { type Step, clock, word } from './script';
import { type Table, aroundTable, submitted } from './table';

export const siloSessionId = sessionIdOf('silo');

const table: Table = {
  sessionId: siloSessionId,
  kind: 'silo_spotlight',
  title: 'Who waits for whom',
  startsAt: '2026-01-12T09:00:00Z',
  seats: { Support: 'sue', Product: 'pia', Design: 'dan', Engineering: 'tom', SRE: 'rob' },
};
const seats = Object.entries(table.seats) as [keyof typeof own, PersonName][];

/** Each challenge with the pair that it comes from; of one's own there is none. */
const challenges = [
  ...pairs.flatMap(({ from, to, severities }) =>
    severities.map((severity, n) => ({ from, to, severity, text: `${from} waits for ${to} (${n + 1})` })),
  ),
  ...seats.flatMap(([from]) =>
    own[from].map((severity, n) => ({ from, to: undefined, severity, text: `${from} itself (${n + 1})` })),
  ),
];

/** A Silo Spotlight in which teams speak, from its draft until every list is shown. */
export function siloSpotlightScript(): Step[] {
  const now = clock('2026-01-12T08:00:00Z');
  const { step, opened, advance } = aroundTable(table, now);
  const tie = (pair: (typeof pairs)[number]) => ({
    ...{ fromTeamId: teams[pair.from].id, toTeamId: teams[pair.to].id, tie: pair.tie },
  });
  return [
    ...opened(),
    step('fay', 'prepareSpotlight', { weighting: word('severity') }),
    step('fay', 'takeTies', { source: word('estimate'), ties: pairs.map(tie) }),
    advance(),
    advance(), // nobody lists alone where one person is a team
    ...seats.flatMap(([team, by]) =>
      submitted(siloSessionId, 'team_merge', by, {
        challenges: challenges
          .filter(({ from }) => from === team)
          .map(({ to, severity, text }) => ({
            ...{ text, severity, category: 'dependency', frequency: 'weekly' },
            relations: to ? [{ teamId: teams[to].id, type: 'waits_on' }] : [],
          })),
      }),
    ),
    advance(),
    advance(), // every list has been read
  ];
}

/** The same session to its close. The challenges have the ids that they got when they were sealed. */
export function siloAnswersScript(idOfChallenge: (text: string) => string): Step[] {
  const now = clock('2026-01-12T11:00:00Z');
  const { step, advance } = aroundTable(table, now);
  const naming = challenges.flatMap(({ to, ...challenge }) => (to ? [{ ...challenge, to }] : []));
  const cluster = (to: 'Engineering' | 'Product') => ({
    ...step('fay', 'formCluster', {
      title: `What ${to} is waited for`,
      challengeIds: naming.filter((one) => one.to === to).map(({ text }) => idOfChallenge(text)),
    }),
    makes: idOf(`cluster ${to}`),
  });
  const findingId = findingIdOf('silo');
  const [fromTeamId, toTeamId] = [teams.Support.id, teams.Product.id];
  return [
    ...naming.map(({ from, to, text }) =>
      step(table.seats[to]!, 'recogniseChallenge', {
        challengeId: idOfChallenge(text),
        awareness: word(from === 'Support' ? 'unaware' : 'knew'),
        answer: word(from === 'Support' ? 'need_info' : 'accept'),
      }),
    ),
    advance(),
    cluster('Product'),
    cluster('Engineering'),
    advance(),
    ...seats.flatMap(([, by]) =>
      submitted(siloSessionId, 'vote', by, {
        dots: [
          { clusterId: idOf('cluster Product'), dots: 2 },
          { clusterId: idOf('cluster Engineering'), dots: 1 },
        ],
      }),
    ),
    advance(),
    advance(),
    {
      ...step('fay', 'recordFinding', {
        summary: 'Support needs Product most, and nothing flows between them.',
        ...{ teamIds: [fromTeamId, toTeamId], severity: 5, fromTeamId, toTeamId },
      }),
      makes: findingId,
    },
    step('fay', 'linkFinding', { findingId, symptomId: 'S4' }),
    step('fay', 'closeSession'),
  ];
}

/** Whoever takes part sees the challenges once they are shown. */
export const siloReader: PersonName = 'pia';
