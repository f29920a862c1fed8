import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import type { SessionEvent } from '../session.events';
import { drafted, noon, opened } from '../session.fixture';
import { signal } from './info-sheets.fixture';
import { signalNoiseBoard } from './signal-noise-board.projection';
import { signalNoiseTemplate } from './signal-noise.template';

const row = (...events: SessionEvent[]) => rowOf(signalNoiseBoard, ...events.map((event) => recorded(event)));
const prepared: SessionEvent = {
  type: 'SignalsPrepared',
  data: { teamIds: ['P', 'E'], frequency: 'count', channels: ['chat'] },
};
const sealed: SessionEvent = {
  type: 'ContributionsSealed',
  data: {
    phase: 'list_and_rate',
    form: 'info',
    mode: 'team_consensus',
    items: [{ contributionId: 'c1', teamId: 'E', data: { items: [signal('P', 4)] } }],
  },
};
const shown: SessionEvent = { type: 'MatrixRevealed', data: { asOf: noon } };
const redacted: SessionEvent = { type: 'ContributionRedacted', data: { contributionId: 'c1' } };

it('has the sessions of its kind only', () => {
  expect(row(drafted(signalNoiseTemplate))).toMatchObject({ sessionId: 's-1', result: null });
  expect(row(drafted(), shown)).toBeNull();
  expect(row(shown)).toBeNull();
});

it('shows the matrix when it is shown, and not before', () => {
  expect(row(drafted(signalNoiseTemplate), opened, prepared, sealed)?.result).toBeNull();
  expect(row(drafted(signalNoiseTemplate), opened, prepared, sealed, shown)?.result).toMatchObject({
    asOf: noon,
    cells: [{ fromTeamId: 'P', toTeamId: 'E', tie: 5 / 6 }, { tie: null }],
    mostValuable: [{ topic: 'Releases' }],
  });
});

it('loses words that are taken out, before it is shown and after', () => {
  const early = row(drafted(signalNoiseTemplate), prepared, sealed, redacted);
  const late = row(drafted(signalNoiseTemplate), prepared, sealed, shown, redacted);
  expect(early).toMatchObject({ work: { sheets: [{ items: [{ topic: '' }] }] }, result: null });
  expect(late?.result).toMatchObject({
    asOf: noon,
    cells: [{ tie: 5 / 6 }, {}],
    mostValuable: [{ topic: '', score: 4 }],
  });
});
