import { type Command, type Decider, demand } from '@tandem/core';
import type { CapacityEvent, ClosedWindow, Policy, Use } from './capacity.events';
import { alarmFrom, fallsShort, graceMs, usesBefore, type Window, windowAfter, windowOf } from './window.measures';

export type CapacityCommand =
  | Command<'SetCapacityPolicy', Policy & { readonly now: string }>
  | Command<'RecordCapacityUse', Use & { readonly now: string }>
  | Command<'CloseWindows', { now: string }>;

export type Capacity =
  | { readonly status: 'unset' }
  | {
      readonly status: 'set';
      readonly policy: Policy;
      readonly open: Window;
      /** What was used in the open window, and since it ended. */
      readonly uses: readonly Use[];
      readonly streak: number;
    };

const date = /^\d{4}-\d\d-\d\d$/;
/** A service that was down for long closes so many windows at once, and the rest the next time. */
const mostAtOnce = 60;

/** What a team sets aside for trying things is compared with what it used, window by window. */
export const capacity: Decider<Capacity, CapacityCommand, CapacityEvent> = {
  initialState: () => ({ status: 'unset' }),

  decide({ type, data }, state) {
    if (type === 'SetCapacityPolicy') {
      const { now: _, ...policy } = data;
      demandSound(policy);
      return [{ type: 'CapacityPolicySet', data: policy }];
    }
    demand(state.status === 'set', 'no-policy', 'The team has set nothing aside: set a policy first.');

    switch (type) {
      case 'RecordCapacityUse': {
        const { now, ...use } = data;
        if (state.uses.some(({ useId }) => useId === use.useId)) return [];
        demand(use.hours > 0 && use.hours <= 1e5, 'bad-hours', '`hours` must be above 0 and at most 100,000.');
        demand(isDay(use.usedOn), 'bad-day', '`usedOn` must be a day such as 2026-01-05.');
        demand(use.usedOn <= now.slice(0, 10), 'in-the-future', '`usedOn` must not lie in the future.');
        const kinds = `\`kind\` must be one of ${state.policy.kinds.join(', ')}, which the policy names.`;
        demand(state.policy.kinds.includes(use.kind), 'other-kind', kinds);
        const isOpen = Date.parse(use.usedOn) >= Date.parse(state.open.startsAt);
        demand(isOpen, 'window-closed', `The window before ${state.open.startsAt.slice(0, 10)} is closed.`);
        demand(use.ref === null || use.ref.length <= 200, 'too-long', '`ref` has room for 200 characters.');
        return [{ type: 'CapacityUsed', data: use }];
      }

      case 'CloseWindows': {
        const events: CapacityEvent[] = [];
        let { open, uses, streak } = state;
        while (Date.parse(open.endsAt) + graceMs <= Date.parse(data.now) && events.length < mostAtOnce) {
          const { hours, later } = usesBefore(uses, open);
          const closed = closedWindow(state.policy, open, hours, streak);
          events.push({ type: 'CapacityWindowClosed', data: closed });
          if (closed.streak >= alarmFrom) {
            const { setPct, usedPct } = closed;
            const { setById } = state.policy;
            const alarm = {
              setPct,
              usedPct,
              streak: closed.streak,
              windowEndedAt: closed.endsAt,
              ...(setById && { setById }),
            };
            events.push({ type: 'CapacityShortfallDetected', data: alarm });
          }
          [open, uses, streak] = [windowAfter(state.policy, open), later, closed.streak];
        }
        return events;
      }
    }
  },

  evolve(state, { type, data }) {
    switch (type) {
      case 'CapacityPolicySet': {
        const open = windowOf(data, state.status === 'set' ? state.open.startsAt : data.since);
        return state.status === 'set'
          ? { ...state, policy: data, open }
          : { status: 'set', policy: data, open, uses: [], streak: 0 };
      }
      case 'CapacityUsed':
        return state.status === 'set' ? { ...state, uses: [...state.uses, data] } : state;
      case 'CapacityWindowClosed': {
        if (state.status !== 'set') return state;
        const { later } = usesBefore(state.uses, data);
        return { ...state, open: windowAfter(state.policy, data), uses: later, streak: data.streak };
      }
      case 'CapacityShortfallDetected':
        return state;
    }
  },
};

function closedWindow(
  { pct, hours }: Policy,
  { startsAt, endsAt }: Window,
  used: number,
  streak: number,
): ClosedWindow {
  const usedPct = (used / hours) * 100;
  return { startsAt, endsAt, setPct: pct, usedPct, usedHours: used, streak: fallsShort(usedPct, pct) ? streak + 1 : 0 };
}

function demandSound({ pct, window, sprintDays, since, hours, kinds }: Policy): void {
  demand(pct >= 1 && pct <= 100, 'bad-share', '`pct` must be 1 to 100; 10 to 20 is usual.');
  demand(isDay(since), 'bad-day', '`since` must be a day such as 2026-01-05.');
  demand(hours > 0 && hours <= 1e5, 'bad-hours', '`hours` must be above 0 and at most 100,000.');
  const days = window === 'month' ? sprintDays === undefined : isSprint(sprintDays);
  demand(days, 'bad-sprint', '`sprintDays` must be 1 to 60 days of a sprint, and is left out of a month.');
  const once = kinds.length > 0 && new Set(kinds).size === kinds.length;
  demand(once, 'bad-kinds', '`kinds` must name at least one, each once.');
}

const isSprint = (days: number | undefined) => days !== undefined && Number.isInteger(days) && days >= 1 && days <= 60;

const isDay = (day: string) => date.test(day) && new Date(`${day}T00:00:00.000Z`).toJSON()?.slice(0, 10) === day;
