import {
  type Announcement,
  cycleAdopted,
  cycleChangeAgreed,
  cycleMeasured,
  cycleOpened,
  cycleRecurred,
  cycleWentStale,
} from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import type { CycleEvent, Verdict } from './cycle.events';

/** What the company hears of an improvement cycle: how far it came and what the numbers say. What people wrote stays here. */
export function announce({ type, data, streamId: cycleId, at }: Recorded<CycleEvent>): Announcement[] {
  const heard = at.toISOString();
  switch (type) {
    case 'CycleOpened':
      return [cycleOpened.of({ cycleId, ...data, teamIds: [...data.teamIds], openedAt: heard })];
    case 'ChangeAgreed':
      return data.complete ? [cycleChangeAgreed.of({ cycleId, ...data, teamIds: [...data.teamIds] })] : [];
    case 'ChangeMeasured': {
      const { verdict, ...rest } = data;
      return [cycleMeasured.of({ cycleId, ...rest, teamIds: [...data.teamIds], ...figuresOf(verdict) })];
    }
    case 'CycleAdopted':
      return [cycleAdopted.of({ cycleId, ...data, teamIds: [...data.teamIds] })];
    case 'CycleWentStale': {
      const status = inKebab(data.status);
      return [cycleWentStale.of({ cycleId, ...data, teamIds: [...data.teamIds], status, wentStaleAt: heard })];
    }
    case 'CycleRecurred':
      return [cycleRecurred.of({ cycleId, ...data, teamIds: [...data.teamIds] })];
    default:
      return [];
  }
}

const figuresOf = ({ outcome, effect, interval, nBefore, nAfter, method, statsVersion }: Verdict) => ({
  verdict: inKebab(outcome),
  ...(effect === null ? {} : { effect }),
  ...(interval === null ? {} : { ciLow: interval.low, level: interval.level }),
  ...(interval?.high == null ? {} : { ciHigh: interval.high }),
  nBefore,
  nAfter,
  method,
  statsVersion,
});

const inKebab = (word: string) => word.replaceAll('_', '-');
