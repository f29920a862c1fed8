import { demand } from '@tandem/core';
import type { Bands, Yardstick } from './feedback-speed.events';
import type { Figure } from '../figure.measures';

/** Where a figure lies: as wished, to be looked at, or not to be left so. */
export type Band = 'green' | 'yellow' | 'red';

/** A median of two work days, and of five; a tenth dropped, and a quarter. */
export const usualBands: Bands = { greenWorkDays: 2, yellowWorkDays: 5, greenLoss: 0.1, yellowLoss: 0.25 };

const mostPaths = 20;

/** Refuses bands that are out of order, and ways that lead nowhere. */
export function demandSoundYardstick(
  { bands = usualBands, declaredPaths = [] }: Yardstick,
  teamIds: readonly string[],
) {
  const { greenWorkDays, yellowWorkDays, greenLoss, yellowLoss } = bands;
  demand(
    greenWorkDays > 0 && greenWorkDays < yellowWorkDays,
    'bands-out-of-order',
    'bands.greenWorkDays must be above 0 and below bands.yellowWorkDays.',
  );
  demand(
    greenLoss >= 0 && greenLoss < yellowLoss && yellowLoss <= 1,
    'bands-out-of-order',
    'bands.greenLoss and bands.yellowLoss are parts from 0 to 1, the first the lesser.',
  );
  demand(declaredPaths.length <= mostPaths, 'too-many-paths', `declaredPaths has room for ${mostPaths} ways.`);
  for (const path of declaredPaths) {
    demand(path.length >= 2, 'path-too-short', 'declaredPaths: a way names two teams at least.');
    demand(new Set(path).size === path.length, 'path-goes-round', 'declaredPaths: a way names each team once.');
    const stranger = path.find((teamId) => !teamIds.includes(teamId));
    demand(!stranger, 'team-not-in-session', `declaredPaths: ${stranger} does not take part in this session.`);
  }
}

/** The band of a figure, also where all that is known is that it is more; null where nothing is known. */
export function bandOf({ value, moreThan }: Figure, green: number, yellow: number): Band | null {
  if (value !== null) return value <= green ? 'green' : value <= yellow ? 'yellow' : 'red';
  return moreThan !== undefined && moreThan >= yellow ? 'red' : null;
}

/** The fewest hops by declared ways, combined where they meet; null where none leads there. */
export function shortestPath({ declaredPaths = [] }: Yardstick, from: string, to: string): number | null {
  const next = (teamId: string) =>
    declaredPaths.flatMap((path) => path.flatMap((one, at) => (one === teamId ? (path[at + 1] ?? []) : [])));
  const seen = new Set([from]);
  let front = [from];
  for (let hops = 0; front.length > 0; hops += 1) {
    if (front.includes(to)) return hops;
    front = [...new Set(front.flatMap(next))].filter((teamId) => !seen.has(teamId));
    for (const teamId of front) seen.add(teamId);
  }
  return null;
}
