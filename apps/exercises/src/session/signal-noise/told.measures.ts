import { minutesOf, type Rating, sum, weightOf } from './flow.measures';
import type { Frequency } from './signal-noise.events';

/** What one sheet says of one sender. */
export interface FromTo extends Rating {
  readonly fromTeamId: string;
}

/** What may be told of a matrix. */
export interface Told {
  cell(fromTeamId: string, toTeamId: string): boolean;
  sender(teamId: string): boolean;
  receiver(teamId: string): boolean;
  /** Whether the sum of all may be known, which the channels add up to. */
  readonly whole: boolean;
}

/**
 * What may be told so that nobody can work out what fewer than k people said. Cells come first, since ties are made of
 * them: a cell of k people is told, a smaller one is not. A total is told only if what remains of it beside the cells
 * that are told is nothing, or of k people and not 0. All that sender has sent only if each of its cells is told, so
 * that no two totals share a hidden cell; the whole only if what remains beside the receivers' is as good.
 */
export function toldOf(ratings: readonly FromTo[], frequency: Frequency, k: number): Told {
  const speaking = ratings.filter(({ items }) => items.length > 0);
  const peopleOf = (some: readonly FromTo[]) => new Set(some.map(({ contributionId }) => contributionId)).size;
  const isTold = (fromTeamId: string, toTeamId: string) => {
    const people = peopleOf(speaking.filter((one) => one.fromTeamId === fromTeamId && one.toTeamId === toTeamId));
    return people === 0 || people >= k;
  };
  const hidden = speaking.filter(({ fromTeamId, toTeamId }) => !isTold(fromTeamId, toTeamId));
  const mayBeKnown = (rest: readonly FromTo[]) =>
    rest.length === 0 || (peopleOf(rest) >= k && sumsOf(rest, frequency).every((total) => total > 0));
  const ofReceiver = (teamId: string) => hidden.filter(({ toTeamId }) => toTeamId === teamId);
  return {
    cell: isTold,
    sender: (teamId) => hidden.every(({ fromTeamId }) => fromTeamId !== teamId),
    receiver: (teamId) => mayBeKnown(ofReceiver(teamId)),
    whole: mayBeKnown(hidden.filter(({ toTeamId }) => !mayBeKnown(ofReceiver(toTeamId)))),
  };
}

/** Every sum that is told, with how far it is from the most it could be: a sum at its end tells each of its parts. */
export function sumsOf(ratings: readonly FromTo[], frequency: Frequency): readonly number[] {
  const weights = ratings.map((rating) => weightOf(rating, frequency));
  const [signal, noise] = [sum(weights.map((one) => one.signal)), sum(weights.map((one) => one.noise))];
  const most = (kind: 'signal' | 'noise') =>
    5 *
    sum(
      ratings.flatMap(({ items }) =>
        items.map((item) => (item.kind !== kind ? 0 : frequency === 'per_week' ? item.perWeek : 1)),
      ),
    );
  return [
    signal,
    most('signal') - signal,
    noise,
    most('noise') - noise,
    sum(ratings.map((rating) => minutesOf(rating, ['noise']))),
    sum(ratings.map((rating) => minutesOf(rating, ['signal', 'noise']))),
  ];
}
