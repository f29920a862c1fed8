import { people, teams } from './company';
import { type Line, golden, traces } from './golden-traces';
import { idOf } from './ids';
import { type Argument, type Step, clock, word } from './script';

/** Along the path of the traces: the team, and who reports for it. */
const path = [
  { team: teams.Support, by: 'sue' },
  { team: teams.Product, by: 'pia' },
  { team: teams.Design, by: 'dan' },
  { team: teams.Engineering, by: 'tom' },
  { team: teams.SRE, by: 'rob' },
] as const;

export interface FeedbackSpeedSample {
  /** Names the session; another name, another session. */
  readonly name: string;
  readonly lines: readonly Line[];
  /** The pair of teams that the finding is about, numbered along the path. */
  readonly from: number;
  readonly summary: string;
}

export const goldenSample: FeedbackSpeedSample = {
  name: 'golden',
  lines: golden,
  from: 2,
  summary: 'Between Design and Engineering feedback spends more than half of its time.',
};

export const sessionIdOf = (name: string) => idOf(`session ${name}`);
export const findingIdOf = (name: string) => idOf(`finding ${name}`);
export const cycleIdOf = (name: string) => idOf(`cycle ${name}`);

/** A Feedback Speed Test from its draft to its close, both sides of every hop told by whoever was there. */
export function feedbackSpeedScript({ name, lines, from, summary }: FeedbackSpeedSample = goldenSample): Step[] {
  const now = clock('2026-01-19T08:00:00Z');
  const sessionId = sessionIdOf(name);
  const findingId = findingIdOf(name);
  const step = (as: string, mutation: string, args: Step['args'] = {}, makes?: string): Step => ({
    as,
    mutation,
    args: { sessionId, ...args },
    occurredAt: now(),
    ...(makes && { makes }),
  });
  const facilitate = (mutation: string, args?: Step['args'], makes?: string) => step('fay', mutation, args, makes);
  const advance = () => facilitate('advancePhase');
  const teamIds = path.map(({ team }) => team.id);
  const [fromTeamId, toTeamId] = [path[from]!.team.id, path[from + 1]!.team.id];

  return [
    {
      as: 'fay',
      mutation: 'draftSession',
      makes: sessionId,
      args: { kind: word('feedback_speed'), title: `How fast feedback travels (${name})`, teamIds },
      occurredAt: now(),
    },
    facilitate('scheduleSession', { startsAt: new Date('2026-01-19T09:00:00Z') }),
    ...path.map(({ team, by }) => step(by, 'joinSession', { teamId: team.id })),
    facilitate('openSession'),
    facilitate('selectSubject', { subject: 'Five pieces of feedback of the first weeks of January' }),
    advance(),
    ...traces(lines).flatMap((trace, index) => {
      const traceId = idOf(`trace ${name} ${index}`);
      const key = (seq: number): Record<string, Argument> => ({ traceId, seq });
      return [
        step(
          path[0].by,
          'openTrace',
          {
            source: word('customer_support'),
            topic: `Feedback ${index + 1}`,
            originTeamId: path[0].team.id,
            originAt: trace.originAt,
          },
          traceId,
        ),
        ...trace.hops.flatMap(({ from: sender, to: receiver, sentAt, receivedAt }) => [
          step(path[sender]!.by, 'reportHop', {
            ...key(receiver),
            fromTeamId: path[sender]!.team.id,
            toTeamId: path[receiver]!.team.id,
            channel: word('ticket'),
            sentAt,
          }),
          step(path[receiver]!.by, 'confirmHop', { ...key(receiver), receivedAt }),
        ]),
        step(path.at(-1)!.by, 'endTrace', { traceId, terminal: word('shipped'), terminalAt: trace.endedAt }),
      ];
    }),
    ...[advance(), advance(), advance(), advance(), advance()], // to reconcile, map, bottleneck, commit, synthesis
    facilitate(
      'recordFinding',
      {
        summary,
        teamIds: [fromTeamId, toTeamId],
        severity: 4,
        fromTeamId,
        toTeamId,
      },
      findingId,
    ),
    facilitate('linkFinding', { findingId, symptomId: 'S3' }),
    facilitate('closeSession'),
    {
      as: 'fay',
      mutation: 'openCycle',
      makes: cycleIdOf(name),
      args: {
        sessionId,
        findingId,
        symptomId: 'S3',
        ownerProductId: people.pia.id,
        ownerEngineeringId: people.tom.id,
      },
      occurredAt: now(),
    },
  ];
}
