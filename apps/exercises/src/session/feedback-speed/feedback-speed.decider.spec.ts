import { describe, expect, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import type { Account, FeedbackSpeedEvent } from './feedback-speed.events';
import { goldenTraces, hoursAfter } from './golden-traces.fixture';
import { session } from '../session.decider';
import { entered, inPhase, noon, wish } from '../session.fixture';

const given = specOf(session);

const origin = {
  traceId: 't-1',
  source: 'user',
  topic: 'Search finds nothing',
  originTeamId: 'S',
  originAt: hoursAfter(0),
  precision: 'exact',
} as const;
const hop = {
  traceId: 't-1',
  seq: 1,
  fromTeamId: 'S',
  toTeamId: 'P',
  channel: 'mail',
  account: sent(1),
} as const;
const ending = { traceId: 't-1', terminal: 'shipped', terminalAt: hoursAfter(20) } as const;

const traceOpened: FeedbackSpeedEvent = { type: 'TraceOpened', data: origin };
const reported: FeedbackSpeedEvent = { type: 'HopReported', data: { ...hop, side: 'sender' } };
const confirmed: FeedbackSpeedEvent = { type: 'HopConfirmed', data: { traceId: 't-1', seq: 1, account: got(10) } };
const disputed: FeedbackSpeedEvent = { type: 'HopDisputed', data: { traceId: 't-1', seq: 1, reason: 'Nothing came' } };
const traceEnded: FeedbackSpeedEvent = { type: 'TraceEnded', data: ending };

describe('The subject', () => {
  it('is chosen by the facilitator', () => {
    given(...inPhase('select_subject'))
      .when(wish('SelectSubject', { subject: 'New search' }))
      .then({ type: 'SubjectSelected', data: { subject: 'New search' } });
    given(...inPhase('select_subject'))
      .when(wish('SelectSubject', { subject: 'New search' }, 'sue'))
      .thenRejected('not-facilitator');
  });

  it('settles what the result is measured by', () => {
    const bands = { greenWorkDays: 1, yellowWorkDays: 3, greenLoss: 0, yellowLoss: 0.5 };
    const data = { subject: 'New search', bands, declaredPaths: [['S', 'P', 'D']] };
    given(...inPhase('select_subject'))
      .when(wish('SelectSubject', data))
      .then({ type: 'SubjectSelected', data });
  });

  it.each<[string, object, string]>([
    [
      'bands in order',
      { bands: { greenWorkDays: 5, yellowWorkDays: 2, greenLoss: 0, yellowLoss: 1 } },
      'bands-out-of-order',
    ],
    [
      'parts as losses',
      { bands: { greenWorkDays: 2, yellowWorkDays: 5, greenLoss: 0, yellowLoss: 10 } },
      'bands-out-of-order',
    ],
    ['ways of two teams', { declaredPaths: [['S']] }, 'path-too-short'],
    ['ways that do not go round', { declaredPaths: [['S', 'P', 'S']] }, 'path-goes-round'],
    ['ways of teams that take part', { declaredPaths: [['S', 'X']] }, 'team-not-in-session'],
    ['twenty ways at most', { declaredPaths: Array(21).fill(['S', 'P']) }, 'too-many-paths'],
  ])('takes %s', (_, yardstick, code) =>
    given(...inPhase('select_subject'))
      .when(wish('SelectSubject', { subject: 'New search', ...yardstick }))
      .thenRejected(code),
  );

  it('can change without losing what was traced', () =>
    given(...entry(), traceOpened, { type: 'SubjectSelected', data: { subject: 'Another' } })
      .when(wish('OpenTrace', origin, 'sue'))
      .thenRejected('trace-exists'));

  it('says what it is', () =>
    given(...inPhase('select_subject'))
      .when(wish('SelectSubject', { subject: ' ' }))
      .thenRejected('subject-missing'));
});

describe('A trace', () => {
  it('is opened by the team where it began', () => {
    given(...entry())
      .when(wish('OpenTrace', origin, 'sue'))
      .then(traceOpened);
    given(...entry())
      .when(wish('OpenTrace', origin, 'pat'))
      .thenRejected('not-your-team');
    given(...entry())
      .when(wish('OpenTrace', origin))
      .thenRejected('not-your-team');
  });

  it('is opened once', () =>
    given(...entry(), traceOpened)
      .when(wish('OpenTrace', origin, 'sue'))
      .thenRejected('trace-exists'));

  it('is one of twenty at most', () =>
    given(
      ...entry(),
      ...Array.from(
        { length: 20 },
        (_, index) =>
          ({
            ...traceOpened,
            data: { ...origin, traceId: `t-${index + 2}` },
          }) as FeedbackSpeedEvent,
      ),
    )
      .when(wish('OpenTrace', origin, 'sue'))
      .thenRejected('batch-full'));

  it('did not begin in the future', () => {
    given(...entry())
      .when(wish('OpenTrace', { ...origin, originAt: hoursAfter(1, noon) }, 'sue'))
      .thenRejected('in-the-future');
    given(...entry())
      .when(wish('OpenTrace', { ...origin, originAt: noon }, 'sue'))
      .then({ type: 'TraceOpened', data: { ...origin, originAt: noon } });
  });

  it('is ended by the team that has it in hand, or by a facilitator', () => {
    given(...entry(), traceOpened, reported)
      .when(wish('EndTrace', ending, 'pat'))
      .then(traceEnded);
    given(...entry(), traceOpened, reported)
      .when(wish('EndTrace', ending, 'ann'))
      .then(traceEnded);
    given(...entry(), traceOpened, reported)
      .when(wish('EndTrace', ending, 'sue'))
      .thenRejected('not-your-trace');
    given(...entry(), traceOpened)
      .when(wish('EndTrace', ending, 'sue'))
      .then(traceEnded);
  });

  it('ends once', () =>
    given(...entry(), traceOpened, traceEnded)
      .when(wish('EndTrace', ending, 'sue'))
      .thenRejected('trace-ended'));

  it.each<[string, object, string]>([
    ['does not end in the future', { terminalAt: hoursAfter(1, noon) }, 'in-the-future'],
    ['is not told of in the future', { toldAt: hoursAfter(1, noon) }, 'in-the-future'],
    ['is not told of before it began', { toldAt: hoursAfter(-1) }, 'ended-before-begun'],
    ['does not end before it began', { terminalAt: hoursAfter(-1) }, 'ended-before-begun'],
  ])('%s', (_, change, code) =>
    given(...entry(), traceOpened)
      .when(wish('EndTrace', { ...ending, ...change }, 'sue'))
      .thenRejected(code),
  );

  it('must be there', () => {
    given(...entry())
      .when(wish('EndTrace', ending, 'sue'))
      .thenRejected('no-such-trace');
    given(...entry())
      .when(report())
      .thenRejected('no-such-trace');
    given(...entry())
      .when(confirm(got(10), 'pat'))
      .thenRejected('no-such-trace');
  });
});

describe('Reporting a hop', () => {
  const past = [...entry(), traceOpened];

  it('is for either of its two teams', () => {
    given(...past)
      .when(report())
      .then(reported);
    given(...past)
      .when(report({ account: got(10) }, 'pat'))
      .then({
        type: 'HopReported',
        data: { ...hop, side: 'receiver', account: got(10) },
      });
    given(...past)
      .when(report({}, 'dee'))
      .thenRejected('not-your-hop');
    given(...past)
      .when(report({}, 'ann'))
      .thenRejected('not-your-hop');
  });

  it.each<[string, object, string]>([
    ['comes in turn', { seq: 2 }, 'hop-out-of-turn'],
    ['starts where the feedback is', { fromTeamId: 'P', toTeamId: 'S' }, 'path-broken'],
    ['goes to another team', { toTeamId: 'S' }, 'hop-to-itself'],
    ['goes to a team of the session', { toTeamId: 'X' }, 'team-not-in-session'],
    ['tells its own time', { account: { receivedAt: noon, precision: 'hour' } }, 'own-time-missing'],
    ['tells what has happened', { account: sent(2000) }, 'in-the-future'],
    ['tells what has happened', { account: { ...sent(1), receivedAt: hoursAfter(1, noon) } }, 'in-the-future'],
    ['has an order', { account: { ...sent(2), receivedAt: hoursAfter(1) } }, 'received-before-sent'],
    ['has a fidelity of 0 to 3', { account: { ...sent(2), fidelity: 4 } }, 'fidelity-out-of-range'],
    ['has a whole fidelity', { account: { ...sent(2), fidelity: 1.5 } }, 'fidelity-out-of-range'],
    ['has 0 or more clarifications', { account: { ...sent(2), clarifications: -1 } }, 'clarifications-out-of-range'],
    ['has whole clarifications', { account: { ...sent(2), clarifications: 0.5 } }, 'clarifications-out-of-range'],
  ])('%s', (_, change, code) =>
    given(...past)
      .when(report(change))
      .thenRejected(code),
  );

  it('goes on from the team that received the last', () => {
    const second = { ...hop, seq: 2, fromTeamId: 'P', toTeamId: 'D' };
    given(...past, reported)
      .when(report(second, 'pat'))
      .then({ type: 'HopReported', data: { ...second, side: 'sender' } });
    given(...past, reported)
      .when(report({ ...second, fromTeamId: 'S' }, 'sue'))
      .thenRejected('path-broken');
  });

  it('ends with the trace', () =>
    given(...past, traceEnded)
      .when(report())
      .thenRejected('trace-ended'));
});

describe('A hop that a tool has seen', () => {
  const { traceId } = origin;
  const candidate = {
    traceId,
    candidateId: 'c-1',
    fromTeamId: 'S',
    toTeamId: 'P',
    channel: 'ticket',
    tool: 'Jira',
    sentAt: hoursAfter(1),
    receivedAt: hoursAfter(10),
    precision: 'exact',
    evidenceUrl: 'https://jira.example/X-1',
  } as const;
  const { tool: _, sentAt, receivedAt, precision, ...passage } = candidate;
  const account = { sentAt, receivedAt, precision };
  const seen: FeedbackSpeedEvent = { type: 'HopCandidateFound', data: candidate };
  const told: FeedbackSpeedEvent = { type: 'HopReported', data: { ...passage, seq: 1, side: 'receiver', account } };
  const past = [...entry(), traceOpened, seen];
  const confirmCandidate = (by: string, candidateId = 'c-1') =>
    wish('ConfirmHopCandidate', { traceId, candidateId }, by);

  it('is entered by a facilitator, once', () => {
    given(...entry(), traceOpened)
      .when(wish('FindHopCandidate', candidate))
      .then(seen);
    given(...entry(), traceOpened)
      .when(wish('FindHopCandidate', candidate, 'sue'))
      .thenRejected('not-facilitator');
    given(...past)
      .when(wish('FindHopCandidate', candidate))
      .thenRejected('candidate-exists');
  });

  it('is no hop before one of its teams says so, and agreed only when both do', () => {
    given(...past)
      .when(confirmCandidate('pat'))
      .then(told);
    given(...past, told)
      .when(confirmCandidate('sue'))
      .then({ type: 'HopConfirmed', data: { traceId, seq: 1, account } });
    given(...past, told)
      .when(confirmCandidate('pat'))
      .thenRejected('already-told');
    given(...past)
      .when(confirmCandidate('dee'))
      .thenRejected('not-your-hop');
    given(...past)
      .when(confirmCandidate('pat', 'c-2'))
      .thenRejected('no-such-candidate');
    given(...past, reported)
      .when(confirmCandidate('pat'))
      .thenRejected('path-broken');
  });

  it.each<[string, object, string]>([
    ['between teams of the session', { toTeamId: 'X' }, 'team-not-in-session'],
    ['between two teams', { toTeamId: 'S' }, 'hop-to-itself'],
    ['by a tool that has a name', { tool: ' ' }, 'tool-missing'],
    ['in order', { receivedAt: hoursAfter(0) }, 'received-before-sent'],
    ['in the past', { receivedAt: hoursAfter(1, noon) }, 'in-the-future'],
    ['with evidence on the web', { evidenceUrl: 'javascript:alert(1)' }, 'bad-url'],
    ['with evidence of a sane length', { evidenceUrl: `https://x.example/${'x'.repeat(2_000)}` }, 'too-long'],
  ])('was seen %s', (_, change, code) =>
    given(...entry(), traceOpened)
      .when(wish('FindHopCandidate', { ...candidate, ...change }))
      .thenRejected(code),
  );
});

describe('Confirming a hop', () => {
  const past = [...entry(), traceOpened, reported];

  it('is for the other side, with its own time', () => {
    given(...past)
      .when(confirm(got(10), 'pat'))
      .then(confirmed);
    given(...past)
      .when(confirm(got(10), 'sue'))
      .thenRejected('already-told');
    given(...past, confirmed)
      .when(confirm(got(10), 'pat'))
      .thenRejected('already-told');
    given(...past)
      .when(confirm(got(10), 'dee'))
      .thenRejected('not-your-hop');
    given(...past)
      .when(confirm(sent(1), 'pat'))
      .thenRejected('own-time-missing');
  });

  it('is for the sender when the receiver was first', () => {
    const first: FeedbackSpeedEvent = { type: 'HopReported', data: { ...hop, side: 'receiver', account: got(10) } };
    given(...entry(), traceOpened, first)
      .when(confirm(sent(1), 'sue'))
      .then({ type: 'HopConfirmed', data: { traceId: 't-1', seq: 1, account: sent(1) } });
  });

  it('needs a hop', () =>
    given(...entry(), traceOpened)
      .when(confirm(got(10), 'pat'))
      .thenRejected('no-such-hop'));
});

describe('Disputing a hop', () => {
  const past = [...entry(), traceOpened, reported];
  const dispute = (by: string, reason = 'Nothing came') => wish('DisputeHop', { traceId: 't-1', seq: 1, reason }, by);

  it('is for its two teams, for a reason, once', () => {
    given(...past)
      .when(dispute('pat'))
      .then(disputed);
    given(...past)
      .when(dispute('dee'))
      .thenRejected('not-your-hop');
    given(...past)
      .when(dispute('pat', ''))
      .thenRejected('reason-missing');
    given(...past, disputed)
      .when(dispute('sue'))
      .thenNothing();
  });
});

describe('Reconciling', () => {
  const past = [...inPhase('reconcile'), traceOpened, reported];
  const reconcile = (account: Account, by = 'ann') => wish('ReconcileHop', { traceId: 't-1', seq: 1, account }, by);
  const agreed = { ...sent(1), ...got(10) };

  it('is the facilitator’s', () => {
    given(...past)
      .when(reconcile(agreed))
      .then({ type: 'HopReconciled', data: { traceId: 't-1', seq: 1, account: agreed } });
    given(...past)
      .when(reconcile(agreed, 'sue'))
      .thenRejected('not-facilitator');
    given(...past)
      .when(reconcile(got(10)))
      .thenRejected('own-time-missing');
  });

  it('needs a hop', () =>
    given(...inPhase('reconcile'), traceOpened)
      .when(reconcile(agreed))
      .thenRejected('no-such-hop'));

  it('is needed while a side disputes', () => {
    const doubted = [...past, confirmed, disputed, traceEnded];
    given(...doubted)
      .when(wish('AdvancePhase', {}))
      .thenRejected('guard-failed');
    expect(
      decide(...doubted, { type: 'HopReconciled', data: { traceId: 't-1', seq: 1, account: agreed } }),
    ).toHaveLength(2);
  });

  it('is not needed when both sides agree', () => expect(decide(...past, confirmed, traceEnded)).toHaveLength(2));
});

describe('What is shown', () => {
  it('is every trace as it was agreed', () => {
    const told = goldenTraces.flatMap<FeedbackSpeedEvent>(({ hops, terminal, terminalAt, ...trace }) => [
      { type: 'TraceOpened', data: trace },
      ...hops.flatMap<FeedbackSpeedEvent>(({ sentAt, receivedAt, precision, ...passage }, i) => [
        {
          type: 'HopReported',
          data: { traceId: trace.traceId, seq: i + 1, ...passage, side: 'sender', account: { sentAt, precision } },
        },
        { type: 'HopConfirmed', data: { traceId: trace.traceId, seq: i + 1, account: { receivedAt, precision } } },
      ]),
      { type: 'TraceEnded', data: { traceId: trace.traceId, terminal: terminal!, terminalAt: terminalAt! } },
    ]);
    given(...inPhase('reconcile'), ...told)
      .when(wish('AdvancePhase', {}))
      .then(entered('map_review', '2026-03-02T12:20:00.000Z'), {
        type: 'TracesRevealed',
        data: { asOf: noon, traces: goldenTraces },
      });
  });

  it('needs a hop to begin with', () => {
    given(...entry(), traceOpened)
      .when(wish('AdvancePhase', {}))
      .thenRejected('guard-failed');
    given(...entry(), traceOpened, reported)
      .when(wish('AdvancePhase', {}))
      .then(entered('reconcile'));
  });

  it('needs a subject', () =>
    given(...inPhase('select_subject'), { type: 'SubjectSelected', data: { subject: 'Search' } })
      .when(wish('AdvancePhase', {}))
      .then(entered('trace_entry', '2026-03-07T12:00:00.000Z')));
});

function decide(...past: Parameters<typeof given>) {
  return session.decide(wish('AdvancePhase', {}), past.reduce(session.evolve, session.initialState()));
}

function entry() {
  return inPhase('trace_entry');
}

function sent(hours: number): Account {
  return { sentAt: hoursAfter(hours), precision: 'hour' };
}

function got(hours: number): Account {
  return { receivedAt: hoursAfter(hours), precision: 'hour' };
}

function report(change: object = {}, by = 'sue') {
  return wish('ReportHop', { ...hop, ...change }, by);
}

function confirm(account: Account, by: string) {
  return wish('ConfirmHop', { traceId: 't-1', seq: 1, account }, by);
}
