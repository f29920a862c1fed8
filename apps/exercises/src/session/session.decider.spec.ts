import { describe, expect, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { session, type SessionCommand } from './session.decider';
import type { Phase, SessionEvent, Template } from './session.events';
import {
  begun,
  closed,
  draft,
  drafted,
  entered,
  everybody,
  figures,
  finding,
  found,
  inPhase,
  inSynthesis,
  joined,
  linked,
  noon,
  opened,
  scheduled,
  wish,
} from './session.fixture';
import { hoursAfter } from './feedback-speed/golden-traces.fixture';

const given = specOf(session);
const reason = { reason: 'The wrong week' };

describe('A session', () => {
  it('is drafted', () => given().when(wish('DraftSession', draft())).then(drafted()));

  it.each<[string, Partial<ReturnType<typeof draft>>, string]>([
    ['has a title', { title: ' ' }, 'title-missing'],
    ['has a title that fits a line', { title: 'x'.repeat(201) }, 'title-too-long'],
    ['is facilitated by whoever drafts it', { facilitatorIds: ['bob'] }, 'not-facilitator'],
    ['has at most two facilitators', { facilitatorIds: ['ann', 'bob', 'cat'] }, 'too-many-facilitators'],
    ['names every team once', { teamIds: ['S', 'P', 'S'] }, 'team-twice'],
    ['has as many teams as its template asks for', { teamIds: ['S'] }, 'too-few-teams'],
  ])('%s', (_, change, code) =>
    given()
      .when(wish('DraftSession', { ...draft(), ...change }))
      .thenRejected(code),
  );

  it('has two facilitators, or two teams, where that is enough', () =>
    given()
      .when(wish('DraftSession', { ...draft(), facilitatorIds: ['ann', 'bob'], teamIds: ['S', 'P'] }))
      .then({ type: 'SessionDrafted', data: { ...draft(), facilitatorIds: ['ann', 'bob'], teamIds: ['S', 'P'] } }));

  it.each(['enterGuards', 'exitGuards'])('knows the %s of its template', (where) =>
    given()
      .when(wish('DraftSession', draft(templateOf({ [where]: ['moon-is-full'] }))))
      .thenRejected('unknown-guard'),
  );

  it('starts in the future', () => {
    given(drafted())
      .when(wish('ScheduleSession', { startsAt: hoursAfter(1, noon) }))
      .then(scheduled);
    given(drafted())
      .when(wish('ScheduleSession', { startsAt: noon }))
      .thenRejected('starts-in-the-past');
  });

  it('opens with its first phase and its timebox', () =>
    given(drafted(), scheduled)
      .when(wish('OpenSession', {}))
      .then(opened, entered('select_subject', '2026-03-02T12:10:00.000Z')));

  it.each<[SessionCommand, SessionEvent[]]>([
    [wish('ScheduleSession', { startsAt: hoursAfter(1, noon) }, 'sue'), [drafted()]],
    [wish('OpenSession', {}, 'sue'), [drafted(), scheduled]],
    [wish('AdvancePhase', {}, 'sue'), inPhase('map_review')],
    [wish('RevertPhase', {}, 'sue'), inPhase('reconcile')],
    [wish('RecordFinding', { ...finding, about: {} }, 'sue'), inPhase('commit')],
    [wish('CloseSession', {}, 'sue'), inSynthesis],
    [wish('ReopenSession', reason, 'sue'), [...inSynthesis, closed]],
    [wish('ArchiveSession', {}, 'sue'), [...inSynthesis, closed]],
    [wish('CancelSession', reason, 'sue'), [drafted()]],
  ])('is driven by its facilitator alone: $type', (command, past) =>
    given(...past)
      .when(command)
      .thenRejected('not-facilitator'),
  );

  it('is cancelled for a reason', () => {
    given(drafted()).when(wish('CancelSession', reason)).then({ type: 'SessionCancelled', data: reason });
    given(drafted())
      .when(wish('CancelSession', { reason: '' }))
      .thenRejected('reason-missing');
  });
});

describe('Joining a session', () => {
  it('is reporting for one of its teams', () => {
    given(drafted(), scheduled)
      .when(wish('JoinSession', { teamId: 'S' }, 'sue'))
      .then(joined('sue', 'S'));
    given(drafted(), scheduled)
      .when(wish('JoinSession', { teamId: 'X' }, 'sue'))
      .thenRejected('team-not-in-session');
  });

  it('twice is harmless, for two teams it is not possible', () => {
    const past = [drafted(), scheduled, joined('sue', 'S')];
    given(...past)
      .when(wish('JoinSession', { teamId: 'S' }, 'sue'))
      .thenNothing();
    given(...past)
      .when(wish('JoinSession', { teamId: 'P' }, 'sue'))
      .thenRejected('reports-for-another-team');
  });

  it('is possible until the result is shown', () => {
    given(...inPhase('reconcile'))
      .when(wish('JoinSession', { teamId: 'S' }, 'zoe'))
      .then(joined('zoe', 'S'));
    given(...inPhase('map_review'))
      .when(wish('JoinSession', { teamId: 'S' }, 'zoe'))
      .thenRejected('already-revealed');
  });
});

describe('The work of a session', () => {
  it('takes work only from those who take part', () =>
    given(...inPhase('select_subject'))
      .when(wish('SelectSubject', { subject: 'Search' }, 'zoe'))
      .thenRejected('not-a-participant'));
});

describe('Advancing', () => {
  const open: Phase = { id: 'one', accepts: [], timeboxMinutes: 30, advance: 'facilitator' };
  const last: Phase = { ...open, id: 'two' };

  it('goes through the phases into synthesis', () => {
    const template = templateOf({}, last);
    given(...inPhase('one', template))
      .when(wish('AdvancePhase', {}))
      .then(entered('two'));
    given(...inPhase('two', template))
      .when(wish('AdvancePhase', {}))
      .then(begun);
  });

  it('is for those who take part', () =>
    given(...inPhase('one', templateOf({ advance: 'auto' })))
      .when(wish('AdvancePhase', {}, 'zoe', hoursAfter(1, noon)))
      .thenRejected('not-a-participant'));

  it('is refused while a guard at the end of the phase does not hold', () =>
    given(...inPhase('select_subject'))
      .when(wish('AdvancePhase', {}))
      .thenRejected('guard-failed'));

  it('is refused while a guard at the beginning of the next does not hold', () => {
    const subject: SessionEvent = { type: 'SubjectSelected', data: { subject: 'Search' } };
    const alone = [drafted(), scheduled, joined('sue', 'S'), opened, entered('select_subject'), subject];
    given(...alone)
      .when(wish('AdvancePhase', {}))
      .thenRejected('guard-failed');
    given(...alone, ...everybody.slice(1))
      .when(wish('AdvancePhase', {}))
      .then(entered('trace_entry', '2026-03-07T12:00:00.000Z'));
  });

  it('names the guard and what to do', () => {
    const state = inPhase('select_subject').reduce(session.evolve, session.initialState());
    expect(() => session.decide(wish('AdvancePhase', {}), state)).toThrow('subject-selected: Choose the decision');
  });

  it('on its own time is for anyone once the timebox is over', () => {
    const past = inPhase('one', templateOf({ advance: 'auto' }, last));
    given(...past)
      .when(wish('AdvancePhase', {}, 'ann', hoursAfter(0.49, noon)))
      .thenRejected('timebox-running');
    given(...past)
      .when(wish('AdvancePhase', {}, 'sue', hoursAfter(0.5, noon)))
      .then(entered('two', hoursAfter(1, noon)));
  });

  it('by quorum waits until enough are ready', () => {
    const past = inPhase('one', templateOf({ advance: { quorum: 0.4 } }, last));
    given(...past, ready('sue'))
      .when(wish('AdvancePhase', {}))
      .thenRejected('quorum-missing');
    given(...past, ready('sue'), ready('pat'))
      .when(wish('AdvancePhase', {}))
      .then(entered('two'));
    given(...past, ready('sue'), ready('pat'))
      .when(wish('AdvancePhase', {}, 'sue'))
      .thenRejected('not-facilitator');
  });

  it('by quorum counts each participant once, and anew in each phase', () => {
    const past = inPhase('one', templateOf({}, { ...last, advance: { quorum: 0.2 } }));
    given(...past)
      .when(wish('MarkReady', {}, 'sue'))
      .then(ready('sue'));
    given(...past, ready('sue'))
      .when(wish('MarkReady', {}, 'sue'))
      .thenNothing();
    given(...past)
      .when(wish('MarkReady', {}))
      .thenRejected('not-a-participant');
    given(...past, ready('sue'), entered('two'))
      .when(wish('AdvancePhase', {}))
      .thenRejected('quorum-missing');
  });

  it('into a phase that reveals shows what was entered', () =>
    given(...inPhase('reconcile'))
      .when(wish('AdvancePhase', {}))
      .then(entered('map_review', '2026-03-02T12:20:00.000Z'), {
        type: 'TracesRevealed',
        data: { asOf: noon, traces: [] },
      }));
});

describe('Going back', () => {
  it('is possible once from each phase', () => {
    const back = [...inPhase('reconcile'), reverted('reconcile', 'trace_entry', noon)];
    given(...back, entered('reconcile'))
      .when(wish('RevertPhase', {}))
      .thenRejected('already-reverted');
    given(...back)
      .when(wish('RevertPhase', {}))
      .then(reverted('trace_entry', 'select_subject', '2026-03-02T12:10:00.000Z'));
  });
});

describe('Ending a session', () => {
  it('is closed once nothing found is left without a place', () => {
    given(...inSynthesis)
      .when(wish('CloseSession', {}))
      .then(closed);
    given(...inPhase('commit'), found, begun)
      .when(wish('CloseSession', {}))
      .thenRejected('finding-unresolved');
    given(...inPhase('commit'), found, begun, linked)
      .when(wish('CloseSession', {}))
      .then(closed);
  });

  it('is not closed while one of two findings is left', () =>
    given(
      ...inPhase('commit'),
      found,
      another,
      { ...linked, data: { ...linked.data, findingId: 'f-2' } } as SessionEvent,
      begun,
    )
      .when(wish('CloseSession', {}))
      .thenRejected('finding-unresolved'));

  it('can be reopened for seven days, for a reason', () => {
    const past = [...inSynthesis, closed];
    const sevenDays = hoursAfter(7 * 24, noon);
    given(...past)
      .when(wish('ReopenSession', reason, 'ann', sevenDays))
      .then(reopened);
    given(...past)
      .when(wish('ReopenSession', reason, 'ann', hoursAfter(0.001, sevenDays)))
      .thenRejected('reopen-too-late');
    given(...past)
      .when(wish('ReopenSession', { reason: ' ' }))
      .thenRejected('reason-missing');
  });

  it('is in synthesis again once reopened', () =>
    given(...inSynthesis, closed, reopened)
      .when(wish('CloseSession', {}))
      .then(closed));

  it('is archived', () =>
    given(...inSynthesis, closed)
      .when(wish('ArchiveSession', {}))
      .then({ type: 'SessionArchived', data: {} }));
});

describe('A finding', () => {
  const about = { fromTeamId: 'D', toTeamId: 'E' };
  const shown = inPhase('bottleneck_review');
  const record = (change: object = {}) => wish('RecordFinding', { ...finding, about, ...change });
  const link = (symptomId: string) => wish('LinkFinding', { findingId: 'f-1', symptomId });
  const defer = (until: string) => wish('DeferFinding', { findingId: 'f-1', until });
  const dismiss = (why: string) => wish('DismissFinding', { findingId: 'f-1', reason: why });
  const later = hoursAfter(1, noon);
  const deferred: SessionEvent = { type: 'FindingDeferred', data: { findingId: 'f-1', until: later } };
  const dismissed: SessionEvent = { type: 'FindingDismissed', data: { findingId: 'f-1', ...reason } };

  it('rests on the figures that were shown', () =>
    given(...shown)
      .when(record())
      .then({
        type: 'FindingRecorded',
        data: { ...finding, evidence: { ...figures, p90Hours: expect.closeTo(73.2, 9) as never } },
      }));

  it('comes after the result is shown', () =>
    given(...inPhase('reconcile'))
      .when(record())
      .thenRejected('not-revealed'));

  it.each<[string, object, string]>([
    ['has something to say', { summary: ' ' }, 'summary-missing'],
    ['is about a team', { teamIds: [] }, 'team-not-in-session'],
    ['is about teams of the session', { teamIds: ['D', 'X'] }, 'team-not-in-session'],
    ['has a severity from 1', { severity: 0 }, 'severity-out-of-range'],
    ['has a severity to 5', { severity: 6 }, 'severity-out-of-range'],
    ['has evidence', { about: { fromTeamId: 'E', toTeamId: 'D' } }, 'no-evidence'],
  ])('%s', (_, change, code) =>
    given(...shown)
      .when(record(change))
      .thenRejected(code),
  );

  it('is recorded once', () =>
    given(...shown, found)
      .when(record())
      .thenRejected('finding-exists'));

  it('is linked to a symptom, with its figures', () =>
    given(...shown, found)
      .when(link('S3'))
      .then(linked));

  it('is linked to each symptom once', () => {
    given(...shown, found, linked)
      .when(link('S3'))
      .thenNothing();
    given(...shown, found, linked)
      .when(link('S6'))
      .then({ ...linked, data: { ...linked.data, symptomId: 'S6' } } as SessionEvent);
  });

  it.each(['S0', 'S19', 'S', 'T3', 'S33', 'S3x'])('is not linked to %s', (symptomId) =>
    given(...shown, found)
      .when(link(symptomId))
      .thenRejected('no-such-symptom'),
  );

  it.each(['S1', 'S9', 'S10', 'S18'])('can be linked to %s', (symptomId) =>
    given(...shown, found)
      .when(link(symptomId))
      .then({ ...linked, data: { ...linked.data, symptomId } } as SessionEvent),
  );

  it('is deferred to a day to come, and linked then', () => {
    given(...shown, found)
      .when(defer(later))
      .then(deferred);
    given(...shown, found)
      .when(defer(noon))
      .thenRejected('until-in-the-past');
    given(...shown, found, deferred)
      .when(link('S3'))
      .then(linked);
    given(...shown, found, deferred, begun)
      .when(wish('CloseSession', {}))
      .then(closed);
  });

  it('is dismissed for a reason, for good', () => {
    given(...shown, found)
      .when(dismiss(reason.reason))
      .then(dismissed);
    given(...shown, found)
      .when(dismiss(' '))
      .thenRejected('reason-missing');
    given(...shown, found, dismissed)
      .when(link('S3'))
      .thenRejected('finding-dismissed');
    given(...shown, found, dismissed, begun)
      .when(wish('CloseSession', {}))
      .then(closed);
  });

  it('stays where it was linked', () => {
    given(...shown, found, linked)
      .when(defer(later))
      .thenRejected('finding-linked');
    given(...shown, found, linked)
      .when(dismiss(reason.reason))
      .thenRejected('finding-linked');
  });

  it('must be there', () =>
    given(...shown)
      .when(link('S3'))
      .thenRejected('no-such-finding'));
});

it('stops at an event that no kind knows', () => {
  const state = inPhase('reconcile').reduce(session.evolve, session.initialState());
  expect(() => session.evolve(state, { type: 'FromTheFuture', data: {} } as never)).toThrow('FromTheFuture');
});

const ready = (personId: string): SessionEvent => ({ type: 'ParticipantReady', data: { personId } });
const reverted = (from: string, phase: string, endsAt: string): SessionEvent => ({
  type: 'PhaseReverted',
  data: { from, phase, endsAt },
});
const another = { type: 'FindingRecorded', data: { ...finding, findingId: 'f-2', evidence: figures } } as const;
const reopened: SessionEvent = { type: 'SessionReopened', data: reason };

/** A template of the kernel's own, to prove what no exercise uses yet. */
function templateOf(first: Partial<Phase>, ...rest: Phase[]): Template {
  const one: Phase = { id: 'one', accepts: [], timeboxMinutes: 30, advance: 'facilitator', ...first };
  return { kind: 'feedback-speed', version: 1, leastTeams: 2, phases: [one, ...rest] };
}
