import type { Projection } from '@tandem/core';
import type { CapacityEvent, ClosedWindow, Policy, Use } from './capacity.events';
import { usesBefore, type Window, windowAfter, windowOf } from './window.measures';

export interface CapacityRow {
  readonly teamId: string;
  readonly policy: Policy;
  readonly startsAt: string;
  readonly endsAt: string;
  /** Since the window that is open began; what comes after its end counts for the next. */
  readonly usedHours: number;
  readonly usedPct: number;
  readonly uses: readonly Use[];
  /** The last two years of windows, the latest first. */
  readonly closed: readonly ClosedWindow[];
  readonly streak: number;
  readonly version: number;
}

const mostClosed = 60;

/** What a team has set aside for trying things, and what it makes of it. */
export const capacityBoard: Projection<CapacityRow, CapacityEvent> = {
  table: 'capacity_board_v1',
  indexes: [`row->>'endsAt'`],

  evolve(row, { type, data, streamId, version }) {
    if (type === 'CapacityPolicySet') {
      const known = row ?? { uses: [], closed: [], streak: 0 };
      return {
        ...known,
        teamId: streamId,
        ...inWindow(data, windowOf(data, row?.startsAt ?? data.since), known.uses),
        version,
      };
    }
    if (!row) return null;
    switch (type) {
      case 'CapacityUsed':
        return { ...row, ...inWindow(row.policy, row, [...row.uses, data]), version };
      case 'CapacityWindowClosed': {
        const closed = [data, ...row.closed].slice(0, mostClosed);
        const { later } = usesBefore(row.uses, data);
        return {
          ...row,
          closed,
          streak: data.streak,
          ...inWindow(row.policy, windowAfter(row.policy, data), later),
          version,
        };
      }
      case 'CapacityShortfallDetected':
        return { ...row, version };
    }
  },
};

function inWindow(policy: Policy, { startsAt, endsAt }: Window, uses: readonly Use[]) {
  const { hours: usedHours } = usesBefore(uses, { startsAt, endsAt });
  return { policy, startsAt, endsAt, uses, usedHours, usedPct: (usedHours / policy.hours) * 100 };
}
