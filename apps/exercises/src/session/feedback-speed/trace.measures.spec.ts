import { describe, expect, it } from '@jest/globals';
import type { Account, FeedbackSpeedEvent } from './feedback-speed.events';
import { hoursAfter } from './golden-traces.fixture';
import { agreedAccount, agreedTrace, type Hop, hopStatus, type Trace, withEvent } from './trace.measures';

const at = (sent: number | null, received: number | null, precision: Account['precision'] = 'hour'): Account => ({
  ...(sent !== null && { sentAt: hoursAfter(sent) }),
  ...(received !== null && { receivedAt: hoursAfter(received) }),
  precision,
});
const passage = { fromTeamId: 'S', toTeamId: 'P', channel: 'mail' } as const;
const hop = (sender?: Account, receiver?: Account, rest: Partial<Hop> = {}): Hop => ({
  ...passage,
  sender,
  receiver,
  ...rest,
});
const both = hop(at(1, null), at(null, 10));

describe('Both sides of a hop', () => {
  it('tell each its own time', () => expect(agreedAccount(both)).toEqual(at(1, 10)));

  it('agree within the precision', () =>
    expect(agreedAccount(hop(at(1, 9), at(2, 10)))).toEqual({ ...at(1, 10), precision: 'hour' }));

  it.each([
    [1, 9, 2.01, 10],
    [1, 9, 0, 10.01],
  ])('do not agree beyond it: %d-%d, %d-%d', (...[sent, received, otherSent, otherReceived]) =>
    expect(agreedAccount(hop(at(sent, received), at(otherSent, otherReceived)))).toBeNull(),
  );

  it('agree within the coarser precision of the two', () => {
    expect(agreedAccount(hop(at(1, null, 'day'), at(20, 30, 'exact')))).toEqual(at(1, 30, 'day'));
    expect(agreedAccount(hop(at(1, null, 'exact'), at(20, 30, 'day')))).toEqual(at(1, 30, 'day'));
    expect(agreedAccount(hop(at(1, null, 'exact'), at(1.01, 30, 'exact')))).toBeNull();
  });

  it('must both have told', () => {
    expect(agreedAccount(hop(at(1, 9)))).toBeNull();
    expect(agreedAccount(hop(undefined, at(1, 9)))).toBeNull();
  });

  it('leave it to the facilitator when one disputes', () => {
    expect(agreedAccount({ ...both, disputed: 'No' })).toBeNull();
    expect(agreedAccount({ ...both, disputed: 'No', reconciled: at(2, 8) })).toEqual(at(2, 8));
  });

  it('keep how it arrived when the facilitator settles the times', () =>
    expect(agreedAccount(hop(at(1, null), { ...at(null, 10), fidelity: 2 }, { reconciled: at(2, 8) }))).toEqual({
      ...at(2, 8),
      fidelity: 2,
    }));
});

describe('A hop of a trace', () => {
  const second: Hop = { ...hop(at(12, null), at(null, 15)), fromTeamId: 'P', toTeamId: 'D' };
  const ended = { terminal: 'shipped', terminalAt: hoursAfter(20) } as const;
  const statuses = (hops: Hop[], outcome: Trace['outcome'] | null = ended) =>
    hops.map((_, index) => hopStatus(traceWith(hops, outcome), index));

  it('stands when both agree and the times follow each other', () =>
    expect(statuses([both, second])).toEqual(['agreed', 'agreed']));

  it('waits for the other side', () => expect(statuses([hop(at(1, null))])).toEqual(['waiting']));

  it('waits for nobody while it is under way', () => {
    expect(statuses([both, hop(at(12, null))], null)).toEqual(['agreed', 'under-way']);
    expect(statuses([hop(at(1, null)), second], null)).toEqual(['waiting', 'agreed']);
    expect(statuses([hop(undefined, at(null, 3))], null)).toEqual(['waiting']);
  });

  it('needs both times of the facilitator unless it is under way', () => {
    const half = hop(at(1, null), undefined, { reconciled: at(1, null) });
    expect(statuses([half])).toEqual(['waiting']);
    expect(statuses([half], null)).toEqual(['under-way']);
  });

  it('is disputed, even under way', () => {
    expect(statuses([{ ...both, disputed: 'No' }])).toEqual(['disputed']);
    expect(statuses([hop(at(1, null), undefined, { disputed: 'No' })], null)).toEqual(['disputed']);
  });

  it('differs', () => expect(statuses([hop(at(1, 9), at(3, 10))])).toEqual(['differing']));

  it.each<[string, Hop[]]>([
    ['received before it was sent', [hop(at(11, null), at(null, 10))]],
    ['sent before the trace began', [hop(at(-1, null), at(null, 10))]],
    ['received after the trace ended', [hop(at(1, null), at(null, 21))]],
  ])('is out of order when %s', (_, hops) => expect(statuses(hops)).toEqual(['out-of-order']));

  it('is out of order when sent on before it came', () =>
    expect(statuses([both, { ...second, sender: at(9, null) }])).toEqual(['agreed', 'out-of-order']));

  it('is in order when everything happens at once', () =>
    expect(
      statuses([hop(at(0, null), at(null, 0)), { ...second, sender: at(0, null), receiver: at(null, 20) }]),
    ).toEqual(['agreed', 'agreed']));

  it('lets the trace be shown once all stand', () => {
    expect(agreedTrace('t-1', traceWith([both, second], ended))).toEqual({
      ...originOf(),
      traceId: 't-1',
      ...ended,
      hops: [
        { ...passage, ...at(1, 10) },
        { ...passage, fromTeamId: 'P', toTeamId: 'D', ...at(12, 15) },
      ],
    });
    expect(agreedTrace('t-1', traceWith([both, hop(at(12, null))], ended))).toBeNull();
    expect(agreedTrace('t-1', traceWith([both, hop(at(12, null))], null))?.hops[1]?.sentAt).toBe(hoursAfter(12));
  });
});

describe('Traces', () => {
  const events: FeedbackSpeedEvent[] = [
    { type: 'SubjectSelected', data: { subject: 'Search' } },
    { type: 'TraceOpened', data: { traceId: 't-1', ...originOf() } },
    { type: 'HopReported', data: { traceId: 't-1', seq: 1, ...passage, side: 'receiver', account: at(null, 10) } },
    { type: 'HopConfirmed', data: { traceId: 't-1', seq: 1, account: at(1, null) } },
    { type: 'HopDisputed', data: { traceId: 't-1', seq: 1, reason: 'No' } },
    { type: 'HopReconciled', data: { traceId: 't-1', seq: 1, account: at(2, 8) } },
    { type: 'TraceEnded', data: { traceId: 't-1', terminal: 'acted', terminalAt: hoursAfter(9) } },
    { type: 'TracesRevealed', data: { asOf: hoursAfter(10), traces: [] } },
  ];

  it('remember what each side told', () =>
    expect(events.reduce(withEvent, {})).toEqual({
      't-1': {
        ...originOf(),
        hops: [{ ...passage, receiver: at(null, 10), sender: at(1, null), disputed: 'No', reconciled: at(2, 8) }],
        outcome: { terminal: 'acted', terminalAt: hoursAfter(9) },
      },
    }));

  it('know nothing of a trace that was never opened', () =>
    expect(events.filter(({ type }) => type !== 'TraceOpened').reduce(withEvent, {})).toEqual({}));
});

function traceWith(hops: Hop[], outcome: Trace['outcome'] | null): Trace {
  return { ...originOf(), hops, ...(outcome && { outcome }) };
}

function originOf() {
  return { source: 'user', topic: 'Search', originTeamId: 'S', originAt: hoursAfter(0), precision: 'exact' } as const;
}
