import { describe, expect, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { cycle, type CycleWish } from './cycle.decider';
import type { CycleEvent, Sample } from './cycle.events';
import {
  adopted,
  after,
  agreed,
  agreedBy,
  asked,
  before,
  card,
  cause,
  closed,
  designed,
  measured,
  opened,
  parties,
  recurred,
  refined,
  stale,
  started,
  together,
} from './cycle.fixture';

const given = specOf(cycle);
const by =
  (person: string, at = '2026-03-02T09:00:00.000Z') =>
  (wish: CycleWish) => ({ ...wish, by: person, now: at });
const [pia, ann] = [by('pia'), by('ann')];

const { baseline: _, ...measure } = card.measure;
const withoutBaseline: CycleEvent = { type: 'ChangeDesigned', data: { card: { ...card, measure } } };
const agreedWithout = agreed.map((event) => (event.type === 'ChangeDesigned' ? withoutBaseline : event));

describe('Improvement cycle', () => {
  it('opens with an owner on each side', () =>
    given()
      .when(ann(open(cause)))
      .then({ type: 'CycleOpened', data: { ...cause, openedById: 'ann' } }));

  it('opens once', () =>
    given(opened)
      .when(ann(open(cause)))
      .thenRejected('already-opened'));

  it('does not open with one person for both sides', () =>
    given()
      .when(ann(open({ ...cause, ownerEngineeringId: 'pia' })))
      .thenRejected('one-owner-for-both-sides'));

  it('does not open for no team', () =>
    given()
      .when(ann(open({ ...cause, teamIds: [] })))
      .thenRejected('no-team'));

  it('asks why, each analysis once', () => {
    const ask = by('ann', '2026-02-02T09:00:00.000Z')({ type: 'AskCycle', data: { whyId: 'w-1' } });
    given(opened).when(ask).then(asked);
    given(opened, asked).when(ask).thenNothing();
    given(...agreed)
      .when(ask)
      .thenRejected('wrong-status');
  });

  it('brings at least two people together, after it has asked', () => {
    const { collaborators } = together.data;
    const hold = by('ann', '2026-02-04T09:00:00.000Z')({ type: 'HoldCollaboration', data: { collaborators } });
    given(opened, asked).when(hold).then(together);
    given(opened).when(hold).thenRejected('wrong-status');
    given(opened, asked)
      .when(ann({ type: 'HoldCollaboration', data: { collaborators: collaborators.slice(1) } }))
      .thenRejected('alone');
  });

  it('designs a change by an owner, once two functions have spoken', () => {
    given(opened, asked, together).when(pia(design)).then(designed);
    given(opened, asked, together).when(ann(design)).thenRejected('not-an-owner');
    given(opened, asked, together)
      .when(by('pia', '2026-01-30T00:00:00.000Z')(design))
      .thenRejected('measured-too-early');
    given(opened, asked).when(pia(design)).thenRejected('wrong-status');
    const alike: CycleEvent = {
      type: 'CollaborationHeld',
      data: {
        collaborators: [{ personId: 'a', teamId: 'design', function: 'design' }],
        heldAt: '2026-02-04T09:00:00.000Z',
      },
    };
    given(opened, asked, alike).when(pia(design)).thenRejected('one-function-only');
    const alone: CycleEvent = { type: 'CycleOpened', data: { ...cause, teamIds: ['design'] } };
    given(alone, asked, alike).when(pia(design)).then(designed);
  });

  it('is agreed on by both owners, each once', () => {
    const agree = (person: string) => by(person, '2026-02-06T09:00:00.000Z')({ type: 'AgreeChange', data: {} });
    given(...agreed.slice(0, 4))
      .when(agree('pia'))
      .then(agreedBy('product'));
    given(...agreed.slice(0, 5))
      .when(agree('pia'))
      .thenNothing();
    given(...agreed.slice(0, 5))
      .when(agree('eli'))
      .then(agreedBy('engineering', true));
    given(...agreed.slice(0, 4))
      .when(agree('ann'))
      .thenRejected('not-an-owner');
    given(...agreed.slice(0, 3))
      .when(agree('pia'))
      .thenRejected('wrong-status');
  });

  it('must be agreed on anew when the change is another', () => {
    given(...agreed, designed)
      .when(start())
      .thenRejected('wrong-status');
    given(...agreed, designed)
      .when(by('pia', '2026-02-06T09:00:00.000Z')({ type: 'AgreeChange', data: {} }))
      .then(agreedBy('product'));
  });

  it('begins with a baseline, or with a reason for none', () => {
    given(...agreed)
      .when(start())
      .then(started);
    given(...agreed)
      .when(start('not needed'))
      .then(started);
    given(...agreedWithout)
      .when(start())
      .thenRejected('no-baseline');
    given(...agreedWithout)
      .when(start(' '))
      .thenRejected('no-baseline');
    given(...agreedWithout)
      .when(start('The tool has no history'))
      .then({
        type: 'IterationStarted',
        data: { ...started.data, overrideReason: 'The tool has no history' },
      } as CycleEvent);
    given(...agreed.slice(0, 5))
      .when(start())
      .thenRejected('wrong-status');
  });

  it('takes a baseline until it begins', () => {
    const record = (baseline: Sample) => pia({ type: 'RecordBaseline', data: { baseline } });
    const recorded: CycleEvent = { type: 'BaselineRecorded', data: { baseline: before } };
    given(...agreedWithout)
      .when(record(before))
      .then(recorded);
    given(...agreedWithout, recorded)
      .when(start())
      .then(started);
    given(...agreedWithout)
      .when(record({ ...before, values: [] }))
      .thenRejected('bad-sample');
    given(...agreed, started)
      .when(record(before))
      .thenRejected('wrong-status');
  });

  it('links a session that is to measure it again, once', () => {
    const link = ann({ type: 'LinkRemeasure', data: { sessionId: 's-2' } });
    const linked: CycleEvent = { type: 'RemeasureLinked', data: { sessionId: 's-2' } };
    given(...agreed, started)
      .when(link)
      .then(linked);
    given(...agreed, started, linked)
      .when(link)
      .thenNothing();
    given(opened).when(link).thenRejected('wrong-status');
  });

  it('says what a measurement shows: G9 is an improvement, every value better, the median from 60 to 24', () => {
    const [event] = cycle.decide(pia(record(after)), state(...agreed, started));
    expect(event).toMatchObject({
      type: 'ChangeMeasured',
      data: {
        ...parties,
        iteration: 1,
        verdict: {
          outcome: 'improved',
          nBefore: 5,
          nAfter: 5,
          delta: 1,
          medians: { before: 60, after: 24 },
          nNeeded: null,
        },
      },
    });
  });

  it('measures only what came after the change began', () => {
    const atOnce = { ...after, from: '2026-02-09T09:00:00.000Z' };
    expect(cycle.decide(pia(record(atOnce)), state(...agreed, started))).toMatchObject([{ data: { sample: atOnce } }]);
    given(...agreed, started)
      .when(pia(record({ ...after, from: '2026-02-09T08:59:59.000Z' })))
      .thenRejected('measured-too-early');
    given(...agreed, started)
      .when(by('pia', '2026-02-28T00:00:00.000Z')(record(after)))
      .thenRejected('measured-too-early');
    given(...agreed)
      .when(pia(record(after)))
      .thenRejected('wrong-status');
    given(...agreed, started)
      .when(ann(record(after)))
      .thenRejected('not-an-owner');
    given(...agreed, started)
      .when(pia(record({ from: after.from, to: after.to })))
      .thenRejected('bad-sample');
  });

  it('looks at a series no more often than the card says', () => {
    const series: CycleEvent = {
      type: 'ChangeDesigned',
      data: { card: { ...card, measure: { ...card.measure, kind: 'series', looks: 2 } } },
    };
    const history = agreed.map((event) => (event.type === 'ChangeDesigned' ? series : event));
    given(...history, started, measured(), measured())
      .when(pia(record(after)))
      .thenRejected('no-look-left');
    expect(cycle.decide(pia(record(after)), state(...history, started, measured()))).toHaveLength(1);
    expect(cycle.decide(pia(record(after)), state(...agreed, started, measured()))).toHaveLength(1);
  });

  it('is adopted for an improvement, and watched for 90 days', () =>
    given(...agreed, started, measured())
      .when(by('pia', '2026-03-03T09:00:00.000Z')(decide('adopt')))
      .then(adopted));

  it('is adopted without a proof only for a reason', () => {
    given(...agreed, started, measured({ outcome: 'no_change' }))
      .when(pia(decide('adopt')))
      .thenRejected('not-improved');
    given(...agreed, started, measured(), measured({ outcome: 'worse' }))
      .when(pia(decide('adopt', ' ')))
      .thenRejected('not-improved');
    const now = by('pia', '2026-03-03T09:00:00.000Z');
    given(...agreed, started, measured({ outcome: 'no_change' }))
      .when(now(decide('adopt', 'It costs nothing')))
      .then({ type: 'CycleAdopted', data: { ...adopted.data, reason: 'It costs nothing' } } as CycleEvent);
  });

  it('decides on nothing that was not measured, but can be abandoned at any time', () => {
    given(...agreed, started)
      .when(pia(decide('adopt')))
      .thenRejected('not-measured');
    given(...agreed, started)
      .when(pia(decide('refine', 'x')))
      .thenRejected('not-measured');
    given(opened)
      .when(pia(decide('abandon', 'Nobody has time')))
      .then({ type: 'CycleAbandoned', data: { reason: 'Nobody has time' } });
    given(opened)
      .when(pia(decide('abandon')))
      .thenRejected('empty-text');
    given(opened)
      .when(ann(decide('abandon', 'x')))
      .thenRejected('not-an-owner');
    given(...agreed, started, measured(), adopted)
      .when(pia(decide('abandon', 'x')))
      .thenRejected('wrong-status');
  });

  it('is tried once more with a reason, without asking both again', () => {
    given(...agreed, started, measured())
      .when(pia(decide('refine', 'Too few invited')))
      .then(refined);
    given(...agreed, started, measured())
      .when(pia(decide('refine')))
      .thenRejected('empty-text');
    given(...agreed, started, measured(), refined)
      .when(start())
      .then({ type: 'IterationStarted', data: { iteration: 2, startedAt: '2026-02-09T09:00:00.000Z' } });
  });

  it('asks again when the symptom comes back while it is watched', () => {
    const report = (at: string, reason = 'Two hand-overs of a week') =>
      by('eli', at)({ type: 'ReportRecurrence', data: { reason } });
    const past = [...agreed, started, measured(), adopted];
    given(...past)
      .when(report('2026-04-14T09:00:00.000Z'))
      .then(recurred);
    given(...past)
      .when(report('2026-06-01T09:00:00.001Z'))
      .thenRejected('watch-over');
    given(...past)
      .when(report('2026-06-01T09:00:00.000Z'))
      .then({
        type: 'CycleRecurred',
        data: { ...recurred.data, recurredAt: '2026-06-01T09:00:00.000Z' },
      } as CycleEvent);
    given(...past)
      .when(report('2026-04-14T09:00:00.000Z', ''))
      .thenRejected('empty-text');
    given(...past, recurred)
      .when(by('ann', '2026-04-15T09:00:00.000Z')({ type: 'AskCycle', data: { whyId: 'w-2' } }))
      .then({
        type: 'CycleAsked',
        data: { whyId: 'w-2', askedAt: '2026-04-15T09:00:00.000Z' },
      });
    given(...agreed)
      .when(report('2026-04-14T09:00:00.000Z'))
      .thenRejected('wrong-status');
  });

  it('is stale once, after 21 days of silence', () => {
    const notice = (now: string) =>
      by('clock', now)({ type: 'NoticeSilence', data: { silentSince: '2026-02-02T09:00:00.000Z' } });
    given(opened).when(notice('2026-02-23T09:00:00.000Z')).then(stale);
    given({ type: 'CycleOpened', data: { ...cause, openedById: 'fay' } })
      .when(notice('2026-02-23T09:00:00.000Z'))
      .then({ type: 'CycleWentStale', data: { ...stale.data, openedById: 'fay' } } as CycleEvent);
    given(opened).when(notice('2026-02-23T08:59:59.999Z')).thenRejected('not-silent');
    given(opened, stale).when(notice('2026-03-23T09:00:00.000Z')).thenNothing();
    given(...agreed, started, measured(), adopted)
      .when(notice('2026-03-23T09:00:00.000Z'))
      .thenRejected('wrong-status');
  });

  it('is stale again after it moved', () =>
    given(opened, stale, asked)
      .when(
        by(
          'clock',
          '2026-02-23T09:00:00.000Z',
        )({ type: 'NoticeSilence', data: { silentSince: '2026-02-02T09:00:00.000Z' } }),
      )
      .then({ type: 'CycleWentStale', data: { ...stale.data, status: 'asking' } } as CycleEvent));

  it('is closed once it was watched long enough', () => {
    const end = (now: string) => by('clock', now)({ type: 'EndWatch', data: {} });
    const past = [...agreed, started, measured(), adopted];
    given(...past)
      .when(end('2026-06-02T09:00:00.000Z'))
      .then(closed);
    given(...past)
      .when(end('2026-06-01T09:00:00.000Z'))
      .thenRejected('still-watched');
    given(...past, closed)
      .when(end('2026-06-02T09:00:00.000Z'))
      .thenRejected('wrong-status');
  });
});

const open = (data: typeof cause) => ({ type: 'OpenCycle', data }) as const;
const design = { type: 'DesignChange', data: { card } } as const;
const start = (overrideReason?: string) =>
  by('pia', '2026-02-09T09:00:00.000Z')({ type: 'StartIteration', data: { overrideReason } });
const record = (sample: Sample): CycleWish => ({ type: 'RecordMeasurement', data: { sample } });
const decide = (decision: 'adopt' | 'refine' | 'abandon', reason?: string): CycleWish => ({
  type: 'DecideCycle',
  data: { decision, reason },
});
const state = (...events: CycleEvent[]) => events.reduce(cycle.evolve, cycle.initialState());
