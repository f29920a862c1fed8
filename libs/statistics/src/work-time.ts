/** When a team works: on which days, from when to when by the clock on its wall, and which days it has off. */
export interface WorkingTime {
  /** As in the IANA time zone database: Europe/Berlin. */
  readonly timeZone: string;
  /** 1 Monday … 7 Sunday. */
  readonly weekdays: readonly number[];
  /** The clock on the wall, as 09:00; `until` lies later on the same day, 24:00 at the latest. */
  readonly from: string;
  readonly until: string;
  /** Days off, as 2026-12-25. */
  readonly holidays: readonly string[];
}

/** Monday to Friday, eight hours, in UTC: for a team that has said nothing. */
export const usualWorkingTime: WorkingTime = {
  timeZone: 'UTC',
  weekdays: [1, 2, 3, 4, 5],
  from: '09:00',
  until: '17:00',
  holidays: [],
};

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** The hours of a day of work. */
export const hoursOfWorkDay = ({ from, until }: WorkingTime) => (minutesOf(until) - minutesOf(from)) / 60;

/**
 * The hours of work between two moments. A day is as long as its working time by the clock on the wall, so a change to
 * summer time outside of it makes no difference. 0 if the end does not lie after the start.
 */
export function workHoursBetween(start: string, end: string, time: WorkingTime): number {
  const [first, last] = [wallOf(start, time.timeZone), wallOf(end, time.timeZone)];
  if (Date.parse(end) <= Date.parse(start)) return 0;
  const [opens, closes] = [minutesOf(time.from), minutesOf(time.until)];
  const within = (minutes: number) => Math.min(closes, Math.max(opens, minutes)) - opens;
  const before = isDayOfWork(first.day, time) ? within(first.minutes) : 0;
  const after = isDayOfWork(last.day, time) ? within(last.minutes) : 0;
  return Math.max(0, daysOfWork(first.day, last.day, time) * (closes - opens) - before + after) / 60;
}

/** The same in days of work of this team. */
export const workDaysBetween = (start: string, end: string, time: WorkingTime) =>
  workHoursBetween(start, end, time) / hoursOfWorkDay(time);

const msADay = 86_400_000;

interface Wall {
  /** Days since 1 January 1970, and minutes since midnight. */
  readonly day: number;
  readonly minutes: number;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function wallOf(moment: string, timeZone: string): Wall {
  const time = Date.parse(moment);
  if (Number.isNaN(time)) throw new RangeError(`${moment} is no moment.`);
  const clock = clocks.get(timeZone) ?? clockOf(timeZone);
  clocks.set(timeZone, clock);
  const part = Object.fromEntries(clock.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const day = Date.UTC(part['year']!, part['month']! - 1, part['day']!) / msADay;
  return {
    day,
    minutes: part['hour']! * 60 + part['minute']! + part['second']! / 60 + (time % 1000) / 60_000,
  };
}

const clockOf = (timeZone: string) =>
  new Intl.DateTimeFormat('en-GB-u-ca-iso8601', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: number) => ((((day + 3) % 7) + 7) % 7) + 1;
const nameOf = (day: number) => new Date(day * msADay).toISOString().slice(0, 10);

const isDayOfWork = (day: number, { weekdays, holidays }: WorkingTime) =>
  weekdays.includes(weekdayOf(day)) && !holidays.includes(nameOf(day));

/** From the first day on until before the last: whole weeks at once, so that years take no longer than days. */
function daysOfWork(first: number, last: number, time: WorkingTime): number {
  const weeks = Math.floor((last - first) / 7);
  let days = weeks * time.weekdays.length;
  for (let day = first + weeks * 7; day < last; day += 1) if (time.weekdays.includes(weekdayOf(day))) days += 1;
  const off = [...new Set(time.holidays)].map((name) => Date.parse(name) / msADay);
  return days - off.filter((day) => day >= first && day < last && time.weekdays.includes(weekdayOf(day))).length;
}
