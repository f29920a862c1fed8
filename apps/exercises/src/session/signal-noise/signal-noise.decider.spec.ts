import { describe, expect, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import type { z } from 'zod';
import { session } from '../session.decider';
import type { SessionEvent } from '../session.events';
import { drafted, entered, everybody, noon, opened, scheduled, wish } from '../session.fixture';
import { signal } from './info-sheets.fixture';
import { guessForm, infoForm } from './info-form.measures';
import { guessObjection, infoObjection } from './objection.measures';
import { blankSignalNoise, withCollected, withoutWords } from './signal-noise-work.measures';
import { signalNoiseTemplate } from './signal-noise.template';

const given = specOf(session);
const teamIds = ['S', 'P', 'D', 'E', 'R'];
const inPhase = (phase: string, ...events: SessionEvent[]): SessionEvent[] => [
  drafted(signalNoiseTemplate),
  scheduled,
  ...everybody,
  opened,
  ...events,
  entered(phase),
];
const plan = { frequency: 'count', channels: ['chat', 'ticket'] } as const;
const prepared: SessionEvent = { type: 'SignalsPrepared', data: { teamIds, ...plan } };
const sealed = (form: string, ...items: { teamId?: string; data: object }[]) => ({
  phase: form === 'info' ? 'list_and_rate' : 'sender_guess',
  form,
  mode: 'detached' as const,
  k: 5,
  items: items.map((item, index) => ({ contributionId: `c${index}`, ...item })),
});
const info = sealed('info', { teamId: 'E', data: { items: [signal('P', 4)] } });

describe('A Signal-to-Noise session', () => {
  it('begins with the channels by which information comes', () => {
    given(...inPhase('prep'))
      .when(wish('PrepareSignals', plan))
      .then(prepared);
    given(...inPhase('prep'))
      .when(wish('PrepareSignals', { ...plan, channels: [' chat ', 'ticket'] }))
      .then(prepared);
    given(...inPhase('prep'))
      .when(wish('PrepareSignals', plan, 'eve'))
      .thenRejected('not-facilitator');
    given(...inPhase('prep'))
      .when(wish('AdvancePhase', {}))
      .thenRejected('guard-failed');
  });

  it.each([
    [[], 'channels-missing'],
    [['chat', ' '], 'channel-without-name'],
    [['chat', 'chat '], 'channel-twice'],
  ])('refuses the channels %j', (channels, code) =>
    given(...inPhase('prep'))
      .when(wish('PrepareSignals', { ...plan, channels }))
      .thenRejected(code),
  );

  it('goes on once somebody has said what reaches them', () => {
    given(...inPhase('list_and_rate', prepared))
      .when(wish('AdvancePhase', {}))
      .thenRejected('guard-failed');
    given(...inPhase('list_and_rate', prepared))
      .when(wish('AdvancePhase', { sealed: [info] }))
      .then({ type: 'ContributionsSealed', data: info }, entered('sender_guess', '2026-03-04T12:00:00.000Z'));
  });

  it('shows the matrix when the senders have guessed', () => {
    given(...inPhase('sender_guess', prepared, { type: 'ContributionsSealed', data: info }))
      .when(wish('AdvancePhase', {}))
      .then(entered('reveal', '2026-03-02T12:20:00.000Z'), { type: 'MatrixRevealed', data: { asOf: noon } });
  });

  it('keeps of a sheet its items, its team where it is known, and how many must stand behind it', () => {
    const work = withCollected(
      blankSignalNoise,
      sealed('info', { teamId: 'E', data: { items: [signal('P', 4)] } }, { data: { items: [] } }),
    );
    expect(work).toMatchObject({ mode: 'detached', k: 5 });
    expect(work.sheets).toEqual([
      { contributionId: 'c0', teamId: 'E', items: [signal('P', 4)] },
      { contributionId: 'c1', items: [] },
    ]);
    const guess = { guesses: [{ toTeamId: 'E', share: 0.5 }] };
    expect(withCollected(work, sealed('guess', { teamId: 'P', data: guess })).guesses).toEqual([
      { contributionId: 'c0', teamId: 'P', ...guess },
    ]);
    expect(withCollected(work, { ...info, form: 'other' })).toBe(work);
  });

  it('forgets the words of a sheet and not what they are worth', () => {
    const work = withCollected(blankSignalNoise, info);
    expect(withoutWords(work, 'c0').sheets[0]?.items).toEqual([{ ...signal('P', 4), topic: '' }]);
    expect(withoutWords(work, 'c1')).toEqual(work);
  });
});

describe('A form', () => {
  const teamId = '0198c0de-0000-7000-8000-000000000001';
  const about = { fromTeamId: teamId, topic: 'Releases', channel: 'chat', perWeek: 2, minutesPerWeek: 30 };
  const good = { ...about, kind: 'signal', value: 4 };
  const tests = { answers: 5, timely: 1, usable: 3 };
  const bad = { ...about, kind: 'noise', cost: 2, reason: 'too_late' };
  const { channel: _, perWeek: __, minutesPerWeek: ___, ...lacking } = { ...about, kind: 'missing' };
  const guess = { toTeamId: teamId, share: 0.5 };

  it.each<[string, z.ZodType, object, boolean]>([
    ['a signal of a value', infoForm, { items: [good] }, true],
    ['a signal of three tests', infoForm, { items: [{ ...good, value: undefined, tests }] }, true],
    ['a signal of both', infoForm, { items: [{ ...good, tests }] }, false],
    ['a signal of neither', infoForm, { items: [{ ...good, value: undefined }] }, false],
    ['a value of 6', infoForm, { items: [{ ...good, value: 6 }] }, false],
    ['a noise with its reason', infoForm, { items: [bad] }, true],
    ['a noise without', infoForm, { items: [{ ...bad, reason: undefined }] }, false],
    ['a noise with a value', infoForm, { items: [{ ...bad, value: 3 }] }, false],
    ['what is missing', infoForm, { items: [lacking] }, true],
    ['nothing at all', infoForm, { people: 4, items: [] }, true],
    ['for nobody', infoForm, { people: 0, items: [] }, false],
    ['a guess', guessForm, { guesses: [guess] }, true],
    ['a guess above 1', guessForm, { guesses: [{ ...guess, share: 1.1 }] }, false],
    ['two guesses of one team', guessForm, { guesses: [guess, guess] }, false],
  ])('%s', (_name, schema, sheet, isTaken) => expect(schema.safeParse(sheet).success).toBe(isTaken));

  it('is about other teams of the session', () => {
    const writing = { teamId: 'E', teamIds };
    const [items, guesses] = [
      (id: string) => ({ items: [signal(id, 4)] }),
      (id: string) => ({ guesses: [{ ...guess, toTeamId: id }] }),
    ];
    expect([infoObjection(items('P'), writing), guessObjection(guesses('P'), writing)]).toEqual([undefined, undefined]);
    expect(infoObjection(items('E'), writing)).toMatch(/fromTeamId names another team/);
    expect(infoObjection(items('X'), writing)).toMatch(/X does not take part/);
    expect(guessObjection(guesses('E'), writing)).toMatch(/toTeamId names another team/);
  });
});
