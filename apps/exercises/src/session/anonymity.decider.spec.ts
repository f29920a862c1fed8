import { describe, expect, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { z } from 'zod';
import { demandEnough, demandReachable, kOf } from './anonymity.decider';
import { mayRead, publicFromOf } from './anonymity.measures';
import { exerciseOf } from './kinds.decider';
import { session } from './session.decider';
import {
  closed,
  draft,
  drafted,
  everybody,
  inPhase,
  inSynthesis,
  joined,
  opened,
  scheduled,
  wish,
} from './session.fixture';
import type { Anonymity, SessionEvent, Template } from './session.events';

const given = specOf(session);
const usual: Anonymity = { kScores: 5, kComments: 10 };
const feedback = exerciseOf('feedback-speed');
const exercise = {
  ...feedback,
  forms: { scores: { schema: z.object({}) }, words: { schema: z.object({}), freeText: true } },
} as const;

/** The Feedback Speed Test, as if its first phase collected this. */
const collecting = (form: string, mode: 'detached' | 'team_consensus' = 'detached'): Template => ({
  ...feedback.template,
  phases: feedback.template.phases.map((phase, i) => (i === 0 ? { ...phase, collects: { form, mode } } : phase)),
});

describe('How many people stand behind what is shown', () => {
  it('is what the session was drafted with, more for free text, and nobody where authors are known', () => {
    expect(kOf({ form: 'scores', mode: 'detached' }, usual, exercise)).toBe(5);
    expect(kOf({ form: 'words', mode: 'detached' }, usual, exercise)).toBe(10);
    expect(kOf({ form: 'words', mode: 'team_consensus' }, usual, exercise)).toBeUndefined();
  });

  it.each([
    ['kScores', { kScores: 2, kComments: 10 }],
    ['kComments', { kScores: 5, kComments: 3.5 }],
  ])('is a whole number from 3: %s', (_, anonymity) =>
    given()
      .when(wish('DraftSession', { ...draft(), anonymity }))
      .thenRejected('k-too-small'),
  );

  it('may be 3', () => {
    const data = { ...draft(), anonymity: { kScores: 3, kComments: 3 } };
    given().when(wish('DraftSession', data)).then({ type: 'SessionDrafted', data });
  });

  it('is reached by nobody or by all of them when a phase ends', () => {
    expect(() => demandEnough('vote', 4, 5)).toThrow(expect.objectContaining({ code: 'too-few-contributions' }));
    expect(() => [demandEnough('vote', 5, 5), demandEnough('vote', 0, 5)]).not.toThrow();
  });
});

describe('A team', () => {
  const open = (template: Template, sizes: Readonly<Record<string, number>>) => {
    const people = Object.entries(sizes).flatMap(([team, n]) =>
      Array.from({ length: n }, (_, i) => [`${team}${i}`, team]),
    );
    const crowd = { template, anonymity: usual, teamIds: Object.keys(sizes), roster: Object.fromEntries(people) };
    return () => demandReachable(crowd, exercise);
  };

  it('has as many participants as it takes to hide one, for the phase that asks for most', () => {
    expect(open(collecting('scores'), { D: 5, E: 9 })).not.toThrow();
    expect(open(collecting('words'), { D: 10, E: 9 })).toThrow(expect.objectContaining({ code: 'k-unreachable' }));
  });

  it('that has too few is named, with the smallest others that it could merge with', () => {
    expect(open(collecting('scores'), { D: 2, E: 9, S: 4, R: 1 })).toThrow(
      /R has 1, D has 2, S has 4.*let R and D and S take part as one team/,
    );
    expect(open(collecting('scores'), { D: 2, E: 2 })).toThrow(
      /have more people join, or draft the session with consensus/,
    );
  });

  it('may be small where authors are known', () => {
    expect(open(collecting('words', 'team_consensus'), { D: 1, E: 1 })).not.toThrow();
    expect(open(feedback.template, { D: 0 })).not.toThrow();
  });

  it('of one keeps a session shut that hides its authors', () =>
    given(drafted(collecting('scores')), scheduled, ...everybody)
      .when(wish('OpenSession', {}))
      .thenRejected('k-unreachable'));
});

describe('Who takes part', () => {
  const detached = drafted(collecting('scores'));

  it('is settled once a session is open that hides its authors', () => {
    given(detached, scheduled, ...everybody, opened)
      .when(wish('JoinSession', { teamId: 'S' }, 'new'))
      .thenRejected('roster-frozen');
    given(detached, scheduled, ...everybody, opened)
      .when(wish('JoinSession', { teamId: 'S' }, 'sue'))
      .thenNothing();
    given(detached, scheduled)
      .when(wish('JoinSession', { teamId: 'S' }, 'new'))
      .then(joined('new', 'S'));
  });

  it('may change while it is open where authors are known', () =>
    given(...inPhase('trace_entry'))
      .when(wish('JoinSession', { teamId: 'S' }, 'new'))
      .then(joined('new', 'S')));
});

describe('A contribution', () => {
  const contributionId = '5a0e4b1c-8d0f-4c3a-9f2e-1b6d7c8e9f00';
  const sealed: SessionEvent = {
    type: 'ContributionsSealed',
    data: { phase: 'trace_entry', form: 'words', mode: 'detached', items: [{ contributionId, data: {} }] },
  };
  const redacted: SessionEvent = { type: 'ContributionRedacted', data: { contributionId } };
  const redact = (by = 'ann') => wish('RedactContribution', { contributionId }, by);

  it('is taken out by a facilitator, once', () => {
    given(...inSynthesis, sealed)
      .when(redact())
      .then(redacted);
    given(...inSynthesis, sealed, closed)
      .when(redact())
      .then(redacted);
    given(...inSynthesis, sealed, redacted)
      .when(redact())
      .thenNothing();
  });

  it('is taken out by nobody else, and must be one of this session', () => {
    given(...inSynthesis, sealed)
      .when(redact('sue'))
      .thenRejected('not-facilitator');
    given(...inSynthesis)
      .when(redact())
      .thenRejected('no-such-contribution');
  });
});

describe('Words', () => {
  const publicFrom = publicFromOf('2026-03-02T12:00:00.000Z');
  const roles = [
    { personId: 'obi', role: 'observer' },
    { personId: 'spy', role: 'sponsor' },
  ] as const;
  const row = { publicFrom, facilitatorIds: ['ann'], participants: [{ personId: 'sue' }], roles };
  const at = (time: string) => ['ann', 'sue', 'obi', 'spy', 'viv'].filter((id) => mayRead(row, id, new Date(time)));

  it('stay inside the session for 24 hours after they were sealed', () => {
    expect(at('2026-03-03T11:59:59.999Z')).toEqual(['ann', 'sue', 'obi']);
    expect(at('2026-03-03T12:00:00.000Z')).toEqual(['ann', 'sue', 'obi', 'spy', 'viv']);
  });

  it('that nobody wrote keep nothing back', () =>
    expect(mayRead({ ...row, publicFrom: null }, 'viv', new Date('2026-03-02T12:00:00.000Z'))).toBe(true));
});
