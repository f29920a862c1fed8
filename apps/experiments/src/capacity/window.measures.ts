import type { Policy, Use } from './capacity.events';

export interface Window {
  readonly startsAt: string;
  readonly endsAt: string;
}

const dayMs = 86_400_000;

/** The window that a moment lies in, in UTC: a calendar month, or so many days counted from a sprint's first day. */
export function windowOf({ window, sprintDays = 14, since }: Policy, at: string): Window {
  if (window === 'month') {
    const [year, month] = at.split('-').map(Number) as [number, number];
    return {
      startsAt: new Date(Date.UTC(year, month - 1, 1)).toISOString(),
      endsAt: new Date(Date.UTC(year, month, 1)).toISOString(),
    };
  }
  const first = Date.parse(since);
  const lengthMs = sprintDays * dayMs;
  const start = first + Math.floor((Date.parse(at) - first) / lengthMs) * lengthMs;
  return { startsAt: new Date(start).toISOString(), endsAt: new Date(start + lengthMs).toISOString() };
}

/** The window after one that is over. */
export const windowAfter = (policy: Policy, { endsAt }: Window): Window => windowOf(policy, endsAt);

/** What was used before a window ended, and what belongs to later ones. */
export function usesBefore(uses: readonly Use[], { endsAt }: Window) {
  const isBefore = ({ usedOn }: Use) => Date.parse(usedOn) < Date.parse(endsAt);
  const hours = uses.filter(isBefore).reduce((sum, use) => sum + use.hours, 0);
  return { hours, later: uses.filter((use) => !isBefore(use)) };
}

/** So long after its end a window is closed: what was done on its last day is told a little later. */
export const graceMs = 3 * dayMs;

/** Less than half of what was set aside. */
export const fallsShort = (usedPct: number, setPct: number): boolean => usedPct < setPct / 2;

/** From so many windows in a row on the team is told. */
export const alarmFrom = 2;
