import { statsVersion } from '@tandem/statistics';
import { type Figure, ratio } from '../figure.measures';
import { shownParts } from '../suppression.measures';
import { type FlowFigures, flowOf, type Rating, sum, valueOf } from './flow.measures';
import type { InfoItem } from './signal-noise.events';
import type { SignalNoise } from './signal-noise-work.measures';
import { type FromTo, sumsOf, toldOf } from './told.measures';

/** What flows from one team to another. The figures are null where too few would stand behind them. */
export interface SignalCell {
  readonly fromTeamId: string;
  readonly toTeamId: string;
  readonly flow: FlowFigures | null;
  /** The share one way less the share the other way. */
  readonly asymmetry: number | null;
  /** What the sender believed the share to be, and how much more that is than the share. */
  readonly guess: Figure;
  readonly perceptionGap: number | null;
  /** How well it serves, 0 to 1: 0 when silent, null when not known. */
  readonly tie: number | null;
}

/** All that a team sends, or all that reaches it. */
export interface SignalTotal {
  readonly teamId: string;
  readonly flow: FlowFigures | null;
}

export interface SignalChannel {
  readonly channel: string;
  readonly flow: FlowFigures | null;
}

/** One thing that comes, with what it is worth or costs. */
export interface NamedItem {
  readonly fromTeamId: string;
  readonly toTeamId: string;
  readonly topic: string;
  readonly channel: string;
  readonly score: number;
}

export interface SignalNoiseResult {
  readonly asOf: string;
  readonly statsVersion: string;
  readonly frequency: SignalNoise['frequency'];
  /** How many people must stand behind a figure; 1 where teams speak. */
  readonly k: number;
  readonly cells: readonly SignalCell[];
  readonly senders: readonly SignalTotal[];
  readonly receivers: readonly SignalTotal[];
  /** Most wasted hours first. */
  readonly channels: readonly SignalChannel[];
  /** The ten most valuable and the ten least helpful things. */
  readonly mostValuable: readonly NamedItem[];
  readonly leastHelpful: readonly NamedItem[];
}

/** Words tell more of their author than scores: so many must stand behind what is quoted. */
const leastForWords = 10;
const mostNamed = 10;

/** What the sheets of a session say: exercises page, 1.5. */
export function signalNoiseOf(work: SignalNoise, asOf: string): SignalNoiseResult {
  const { teamIds, frequency } = work;
  const k = work.mode === 'detached' ? work.k : 1;
  const ratings = ratingsOf(work);
  const told = toldOf(ratings, frequency, k);
  const speaks = (teamId: string) => ratings.some((rating) => rating.toTeamId === teamId);
  const figures = (some: readonly FromTo[], seed: string) => flowOf(merged(some), frequency, seed);
  const all = pairsOf(teamIds).map(([fromTeamId, toTeamId]) => {
    const some = ratings.filter(
      (one) => one.fromTeamId === fromTeamId && one.toTeamId === toTeamId && one.items.length > 0,
    );
    const flow =
      speaks(toTeamId) && told.cell(fromTeamId, toTeamId) ? figures(some, `${fromTeamId} ${toTeamId}`) : null;
    return { fromTeamId, toTeamId, flow };
  });
  const shareOf = (from: string, to: string) =>
    all.find(({ fromTeamId, toTeamId }) => fromTeamId === from && toTeamId === to)?.flow?.share.value ?? null;
  const cells = all.map(({ fromTeamId, toTeamId, flow }): SignalCell => {
    const share = shareOf(fromTeamId, toTeamId);
    const guess = guessOf(work, fromTeamId, toTeamId, k);
    return {
      fromTeamId,
      toTeamId,
      flow,
      asymmetry: difference(share, shareOf(toTeamId, fromTeamId)),
      guess,
      perceptionGap: difference(guess.value, share),
      tie: flow && (flow.band === 'silent' ? 0 : share),
    };
  });
  const total = (some: readonly FromTo[], isTold: boolean, seed: string) =>
    isTold && some.length > 0 ? figures(some, seed) : null;
  return {
    asOf,
    statsVersion,
    frequency,
    k,
    cells,
    senders: teamIds.map((teamId) => ({
      teamId,
      flow: total(
        ratings.filter((one) => one.fromTeamId === teamId),
        told.sender(teamId),
        `from ${teamId}`,
      ),
    })),
    receivers: teamIds.map((teamId) => ({
      teamId,
      flow: total(
        ratings.filter((one) => one.toTeamId === teamId),
        told.receiver(teamId),
        `to ${teamId}`,
      ),
    })),
    channels: channelsOf(ratings, work, told.whole ? k : Infinity),
    ...namedItems(ratings, work, cells),
  };
}

/**
 * One for each sheet and each other team, also where it says nothing of it; for one person, unless teams speak. Sheets
 * of nobody's team say nothing here.
 */
const ratingsOf = ({ sheets, teamIds, mode }: SignalNoise): readonly FromTo[] =>
  sheets.flatMap(({ contributionId, teamId: toTeamId, people = 1, items }) =>
    toTeamId === undefined
      ? []
      : teamIds
          .filter((fromTeamId) => fromTeamId !== toTeamId)
          .map((fromTeamId) => ({
            contributionId,
            fromTeamId,
            toTeamId,
            people: mode === 'detached' ? 1 : people,
            items: items.filter((item) => item.fromTeamId === fromTeamId),
          })),
  );

/** One rating for each sheet, of all that it says here. */
function merged(ratings: readonly FromTo[]): readonly Rating[] {
  const ids = [...new Set(ratings.map(({ contributionId }) => contributionId))];
  return ids.map((id) => {
    const own = ratings.filter(({ contributionId }) => contributionId === id);
    return { ...own[0]!, items: own.flatMap(({ items }) => items) };
  });
}

/** None is told where fewer than k people speak of it, nor another by which that would be known. */
function channelsOf(ratings: readonly FromTo[], work: SignalNoise, k: number): readonly SignalChannel[] {
  const inChannel = (channel: string) =>
    ratings
      .map((rating) => ({
        ...rating,
        items: rating.items.filter((item) => item.kind !== 'missing' && item.channel === channel),
      }))
      .filter(({ items }) => items.length > 0);
  const named = ratings.flatMap(({ items }) =>
    items.flatMap((item) => (item.kind === 'missing' ? [] : [item.channel])),
  );
  const channels = [...new Set([...work.channels, ...named])];
  const isShown = shownParts(
    channels.flatMap((part) =>
      inChannel(part).map((rating) => ({
        part,
        contributionIds: [rating.contributionId],
        sums: sumsOf([rating], work.frequency),
      })),
    ),
    k,
  );
  return channels
    .map((channel) => ({
      channel,
      flow: isShown(channel) ? flowOf(merged(inChannel(channel)), work.frequency, `by ${channel}`) : null,
    }))
    .toSorted((a, b) => (b.flow?.wastedHoursPerWeek ?? -1) - (a.flow?.wastedHoursPerWeek ?? -1));
}

/** Told where teams speak, or enough people of the pair do. */
function namedItems(ratings: readonly FromTo[], { mode, k }: SignalNoise, cells: readonly SignalCell[]) {
  const mayQuote = ({ fromTeamId, toTeamId }: FromTo) => {
    const cell = cells.find((one) => one.fromTeamId === fromTeamId && one.toTeamId === toTeamId);
    return mode !== 'detached' || (cell?.flow?.raters ?? 0) >= Math.max(leastForWords, k);
  };
  const quoted = ratings.filter(mayQuote);
  const top = (scoreOf: (item: InfoItem) => number | null) =>
    quoted
      .flatMap(({ fromTeamId, toTeamId, items }) =>
        items.flatMap((item) => {
          const score = scoreOf(item);
          return score === null || item.kind === 'missing'
            ? []
            : [{ fromTeamId, toTeamId, topic: item.topic, channel: item.channel, score }];
        }),
      )
      .toSorted((a, b) => b.score - a.score)
      .slice(0, mostNamed);
  return {
    mostValuable: top((item) => (item.kind === 'signal' ? valueOf(item) : null)),
    leastHelpful: top((item) => (item.kind === 'noise' ? item.cost : null)),
  };
}

/** The mean of what the sender's people believe, null while too few of them say. */
function guessOf({ guesses, mode }: SignalNoise, fromTeamId: string, toTeamId: string, k: number): Figure {
  const shares = guesses
    .filter(({ teamId }) => teamId === fromTeamId)
    .flatMap((sheet) => sheet.guesses.filter((one) => one.toTeamId === toTeamId).map(({ share }) => share));
  const isTold = shares.length >= (mode === 'detached' ? k : 1);
  return ratio(isTold ? sum(shares) : 0, isTold ? shares.length : 0, shares.length);
}

const pairsOf = (teamIds: readonly string[]) =>
  teamIds.flatMap((from) => teamIds.filter((to) => to !== from).map((to) => [from, to] as const));

const difference = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b);
