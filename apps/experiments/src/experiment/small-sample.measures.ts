import type { Contrast } from './decision.measures';
import type { Design } from './design.events';
import type { Entry } from './observation.events';

/** Different subjects, or tries where one entry stands for many. */
export function unitsIn(entries: readonly Entry[]): number {
  const most = new Map<string, number>();
  for (const { subject, metric, n = 1, period = '' } of entries) {
    const key = JSON.stringify([metric, period]);
    most.set(JSON.stringify([subject, key]), Math.max(n, most.get(JSON.stringify([subject, key])) ?? 0));
  }
  const bySubject = new Map<string, number>();
  for (const [key, n] of most) {
    const [subject] = JSON.parse(key) as [string];
    bySubject.set(subject, Math.max(n, bySubject.get(subject) ?? 0));
  }
  return [...bySubject.values()].reduce((sum, n) => sum + n, 0);
}

export function smallSampleContrasts(_: Design, __: readonly Entry[]): Contrast[] {
  return [];
}
