import type { Table } from '../table.measures';
import type { SignalNoiseResult } from './signal-noise.measures';

type NameOf = (teamId: string) => string;

/** What flows between any two teams, as people read it. Null where too few would stand behind it. */
export function signalTable({ cells }: SignalNoiseResult, nameOf: NameOf): Table {
  return {
    columns: ['From', 'To', 'Raters', 'Signal share', 'Decibels', 'Band', 'Fails', 'Missing', 'Wasted hours a week'],
    rows: cells.map(({ fromTeamId, toTeamId, flow }) => [
      nameOf(fromTeamId),
      nameOf(toTeamId),
      ...(flow
        ? [
            String(flow.raters),
            twoDigits(flow.share.value),
            flow.decibels?.toFixed(1) ?? null,
            flow.band,
            flow.failingTest,
            String(flow.missing),
            flow.wastedHoursPerWeek.toFixed(1),
          ]
        : Array<null>(7).fill(null)),
    ]),
  };
}

/** What each channel costs, the most wasteful first. */
export function channelTable({ channels }: SignalNoiseResult): Table {
  return {
    columns: ['Channel', 'Raters', 'Signal share', 'Wasted hours a week'],
    rows: channels.map(({ channel, flow }) => [
      channel,
      flow ? String(flow.raters) : null,
      twoDigits(flow?.share.value ?? null),
      flow?.wastedHoursPerWeek.toFixed(1) ?? null,
    ]),
  };
}

/** What senders believe and what receivers say. */
export function guessTable({ cells }: SignalNoiseResult, nameOf: NameOf): Table {
  return {
    columns: ['From', 'To', 'Sender believes', 'Receiver says', 'Perception gap'],
    rows: cells
      .filter(({ guess }) => guess.value !== null)
      .map(({ fromTeamId, toTeamId, guess, flow, perceptionGap }) => [
        nameOf(fromTeamId),
        nameOf(toTeamId),
        twoDigits(guess.value),
        twoDigits(flow?.share.value ?? null),
        twoDigits(perceptionGap),
      ]),
  };
}

/** The noisiest flow in one sentence, or that none is; null while nothing is known. */
export function headline({ cells }: SignalNoiseResult, nameOf: NameOf): string | null {
  const known = cells.filter(({ flow }) => flow !== null);
  if (known.length === 0) return null;
  const noisy = known.filter(({ flow }) => flow?.band === 'noisy').toSorted((a, b) => a.tie! - b.tie!);
  const silent = known.filter(({ flow }) => flow?.band === 'silent').length;
  const said = noisy[0]
    ? `${nameOf(noisy[0].fromTeamId)} → ${nameOf(noisy[0].toTeamId)} is the noisiest, ${noisy[0].flow!.decibels!.toFixed(1)} dB.`
    : 'No flow has more noise than signal.';
  return `${said} Silent: ${silent} of ${known.length}.`;
}

const twoDigits = (value: number | null) => value?.toFixed(2) ?? null;
