import type { AuthorMode, Contribution, Sealed } from '../session.events';
import type { Frequency, GuessSheet, InfoSheet, SignalNoiseEvent } from './signal-noise.events';

/** A sheet and the team that it speaks for; unknown where the team is too small to be named. */
type Sheet<Data> = Pick<Contribution, 'contributionId' | 'teamId'> & Data;

/** A Signal-to-Noise session as far as it has come. */
export interface SignalNoise {
  readonly teamIds: readonly string[];
  readonly frequency: Frequency;
  readonly channels: readonly string[];
  /** Whether people or teams filled the sheets in. */
  readonly mode: AuthorMode;
  /** How many people must stand behind a figure. */
  readonly k: number;
  readonly sheets: readonly Sheet<InfoSheet>[];
  readonly guesses: readonly Sheet<GuessSheet>[];
  readonly asOf?: string;
}

export const blankSignalNoise: SignalNoise = {
  teamIds: [],
  frequency: 'count',
  channels: [],
  mode: 'detached',
  k: 1,
  sheets: [],
  guesses: [],
};

/** The work after one more event of the kind. */
export function withEvent(work: SignalNoise, event: SignalNoiseEvent): SignalNoise {
  switch (event.type) {
    case 'SignalsPrepared':
    case 'MatrixRevealed':
      return { ...work, ...event.data };
  }
}

/** The work with what a phase collected. */
export function withCollected(work: SignalNoise, { form, mode, k = 1, items }: Sealed): SignalNoise {
  switch (form) {
    case 'info':
      return { ...work, mode, k, sheets: items.map((item) => sheetOf<InfoSheet>(item)) };
    case 'guess':
      return { ...work, guesses: items.map((item) => sheetOf<GuessSheet>(item)) };
    default:
      return work;
  }
}

/** The work without the words of a sheet: what they are worth stays. */
export const withoutWords = (work: SignalNoise, contributionId: string): SignalNoise => ({
  ...work,
  sheets: work.sheets.map((sheet) =>
    sheet.contributionId === contributionId
      ? { ...sheet, items: sheet.items.map((item) => ({ ...item, topic: '' })) }
      : sheet,
  ),
});

const sheetOf = <Data>({ contributionId, teamId, data }: Contribution): Sheet<Data> => ({
  ...(data as Data),
  contributionId,
  ...(teamId !== undefined && { teamId }),
});
