import { demand } from '@tandem/core';
import { hoursOfWorkDay, type WorkingTime } from '@tandem/statistics';

const mostHolidays = 400;
const clock = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Refuses a working time that no calendar and no clock has. */
export function demandSoundWorkingTime(time: WorkingTime): void {
  const { timeZone, weekdays, from, until, holidays } = time;
  demand(isTimeZone(timeZone), 'bad-time-zone', '`timeZone` must be a name such as Europe/Berlin.');
  const areDays = weekdays.every((day) => Number.isInteger(day) && day >= 1 && day <= 7);
  const isSet = weekdays.length > 0 && new Set(weekdays).size === weekdays.length;
  demand(areDays && isSet, 'bad-weekdays', '`weekdays` lists 1 (Monday) to 7 (Sunday), each once, and one at least.');
  const areClocks = clock.test(from) && (clock.test(until) || until === '24:00');
  demand(areClocks, 'bad-clock', '`from` and `until` must be like 09:00; the day ends at 24:00.');
  demand(hoursOfWorkDay(time) > 0, 'until-before-from', '`until` must lie after `from`, on the same day.');
  const badDay = holidays.find((day) => !isDay(day));
  demand(badDay === undefined, 'bad-holiday', `\`holidays\` must be days like 2026-12-25: ${badDay} is none.`);
  demand(holidays.length <= mostHolidays, 'too-many-holidays', `\`holidays\` has room for ${mostHolidays} days.`);
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isTimeZone(name: string): boolean {
  try {
    return name.includes('/') || name === 'UTC' ? !!new Intl.DateTimeFormat('en', { timeZone: name }) : false;
  } catch {
    return false;
  }
}
