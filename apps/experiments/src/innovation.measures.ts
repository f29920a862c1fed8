import { wilson } from '@tandem/statistics';

/** When an experiment began and when it was decided, as far as it has been. */
export interface Course {
  readonly startedAt: string | null;
  readonly decidedAt: string | null;
  readonly opportunityId: string | null;
}

export interface MonthFigures {
  /** Such as 2026-01, in UTC. */
  readonly month: string;
  readonly started: number;
  readonly decided: number;
}

export interface Innovation {
  /** The last 12 months, the present one last; months without any are there with 0. */
  readonly months: readonly MonthFigures[];
  readonly ideas: number;
  /** Ideas that an experiment was begun for. */
  readonly tried: number;
  readonly conversion: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  readonly lowSample: boolean;
  /** Since the last experiment began. Null: none has. */
  readonly daysSinceLast: number | null;
}

const shown = 12;
const dayMs = 86_400_000;
const fewest = 10;

/** How often a team tries things, and how many of its ideas it has tried. */
export function innovationOf(courses: readonly Course[], ideas: readonly string[], now: string): Innovation {
  const count = (month: string, moment: (course: Course) => string | null) =>
    courses.filter((course) => moment(course)?.startsWith(month)).length;
  const months = lastMonths(now).map((month) => ({
    month,
    started: count(month, ({ startedAt }) => startedAt),
    decided: count(month, ({ decidedAt }) => decidedAt),
  }));
  const begun = courses.filter(({ startedAt }) => startedAt !== null);
  const proven = new Set(begun.map(({ opportunityId }) => opportunityId));
  const tried = ideas.filter((id) => proven.has(id)).length;
  const interval = wilson(tried, ideas.length);
  const last = begun.map(({ startedAt }) => Date.parse(startedAt!)).reduce((a, b) => Math.max(a, b), -Infinity);
  return {
    months,
    ideas: ideas.length,
    tried,
    conversion: ideas.length === 0 ? null : tried / ideas.length,
    ciLow: interval?.low ?? null,
    ciHigh: interval?.high ?? null,
    lowSample: ideas.length < fewest,
    daysSinceLast: begun.length === 0 ? null : Math.max(0, Math.floor((Date.parse(now) - last) / dayMs)),
  };
}

function lastMonths(now: string): string[] {
  const [year, month] = now.split('-').map(Number) as [number, number];
  return Array.from({ length: shown }, (_, i) =>
    new Date(Date.UTC(year, month - shown + i, 1)).toISOString().slice(0, 7),
  );
}
