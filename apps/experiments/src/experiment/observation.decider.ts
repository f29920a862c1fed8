import { type Command, demand } from '@tandem/core';
import { kindOf, mostUsabilityUnits } from './design.decider';
import type { Design } from './design.events';
import type { ExperimentEvent } from './experiment.events';
import type { Entry } from './observation.events';

export type ObservationCommand =
  | Command<'RecordObservations', { entries: readonly Entry[]; now: string }>
  | Command<'VoidObservations', { entryIds: readonly string[]; reason: string }>;

interface Observed {
  readonly design: Design;
  readonly entries: readonly Entry[];
}

const mostEntries = 1_000;

/** What was seen of a few people or teams is entered by hand; what happens to many is tracked. */
export function decideObservations({ type, data }: ObservationCommand, state: Observed): ExperimentEvent[] {
  switch (type) {
    case 'RecordObservations': {
      const kind = kindOf(state.design);
      demand(kind !== 'ab', 'tracked-instead', 'An A/B test is observed through POST /v1/experiments/batch.');
      demand(data.entries.length > 0, 'nothing-observed', '`entries` must hold at least one.');
      const entries = data.entries.filter(({ entryId }) => !state.entries.some((known) => known.entryId === entryId));
      const all = [...state.entries, ...entries];
      const ids = new Set(entries.map(({ entryId }) => entryId));
      demand(ids.size === entries.length, 'entry-twice', 'Each `entryId` must stand once.');
      const room = `An experiment holds ${mostEntries} entries by hand. Track more than that.`;
      demand(all.length <= mostEntries, 'too-many', room);
      for (const entry of entries) demandSoundEntry(entry, state.design);
      const seen = new Set(all.map(({ subject, metric }) => JSON.stringify([subject, metric])));
      const once = kind === 'pilot' || seen.size === all.length;
      demand(once, 'subject-twice', 'Each `subject` is entered once a metric: what one does twice is no second case.');
      const people = new Set(all.map(({ subject }) => subject)).size;
      const small = `A usability test has at most ${mostUsabilityUnits} people. With more, compare versions.`;
      demand(kind !== 'usability' || people <= mostUsabilityUnits, 'too-many-units', small);
      if (entries.length === 0) return [];
      return [{ type: 'ObservationsRecorded', data: { entries, recordedAt: data.now } }];
    }

    case 'VoidObservations': {
      const { entryIds, reason } = data;
      demand(reason.trim() !== '', 'reason-missing', '`reason` must say why they do not count.');
      const known = entryIds.filter((id) => state.entries.some(({ entryId }) => entryId === id));
      return known.length === 0 ? [] : [{ type: 'ObservationsVoided', data: { entryIds: known, reason } }];
    }
  }
}

/** The entries that count after an event. */
export function withEntries(
  entries: readonly Entry[],
  { type, data }: Extract<ExperimentEvent, { type: 'ObservationsRecorded' | 'ObservationsVoided' }>,
): readonly Entry[] {
  if (type === 'ObservationsRecorded') return [...entries, ...data.entries];
  return entries.filter(({ entryId }) => !data.entryIds.includes(entryId));
}

function demandSoundEntry({ variant, metric, subject, period, n = 1, value }: Entry, design: Design): void {
  const { variants, metrics } = design;
  const named = variants.some(({ key }) => key === variant);
  demand(named, 'no-such-variant', `\`variant\` must be one of ${variants.map(({ key }) => key).join(', ')}.`);
  const measured = metrics.find(({ key }) => key === metric);
  demand(
    measured !== undefined,
    'no-such-metric',
    `\`metric\` must be one of ${metrics.map(({ key }) => key).join(', ')}.`,
  );
  const label = subject.trim() !== '' && subject.length <= 100;
  demand(
    label,
    'bad-subject',
    "`subject` must name whom it is about, in 1 to 100 characters, under nobody's own name.",
  );
  const timed = (kindOf(design) === 'pilot') === (period !== undefined);
  demand(timed, 'bad-period', '`period`, before or after, is told in a pilot and in nothing else.');
  demand(
    Number.isInteger(n) && n >= 1 && n <= 1e5,
    'bad-n',
    '`n` must be a whole number, 1 to 100,000: track more than that.',
  );
  demand(Number.isFinite(value) && Math.abs(value) <= 1e15, 'bad-value', '`value` must be a number within 1e15.');
  const counted = measured.kind === 'mean' ? n === 1 : Number.isInteger(value) && value >= 0 && value <= n;
  const rule =
    measured.kind === 'mean'
      ? '`n` of a mean is 1: enter each.'
      : '`value` of a proportion must be a whole number, 0 to `n`.';
  demand(counted, 'bad-count', rule);
}
