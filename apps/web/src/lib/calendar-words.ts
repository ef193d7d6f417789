/** ISO weekdays, Monday first. */
export const WEEKDAYS = [
  { number: 1, name: 'Monday', short: 'Mon' },
  { number: 2, name: 'Tuesday', short: 'Tue' },
  { number: 3, name: 'Wednesday', short: 'Wed' },
  { number: 4, name: 'Thursday', short: 'Thu' },
  { number: 5, name: 'Friday', short: 'Fri' },
  { number: 6, name: 'Saturday', short: 'Sat' },
  { number: 7, name: 'Sunday', short: 'Sun' },
] as const;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAY_MINUTES = 1440;

/** `Fri 25 Dec 2026`; made here, as server and browser may differ in what `Intl` writes. */
export function dayOffText(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const weekday = WEEKDAYS[(date.getUTCDay() + 6) % 7];
  return `${weekday?.short} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A minute of the day as a time input has it: 540 is `09:00`; the end of the day is `00:00`. */
export function timeOfMinute(minute: number): string {
  const ofDay = minute % DAY_MINUTES;
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}`;
}

/** The minute of the day of a time input; null for what is no time. `00:00` as an end is the end of the day. */
export function minuteOfTime(time: string, edge: 'start' | 'end'): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (!match) return null;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return edge === 'end' && minute === 0 ? DAY_MINUTES : minute;
}

/** `Mon to Fri, 09:00 to 17:00`; weekdays with gaps are listed. */
export function workingHoursText(calendar: {
  weekdays: readonly number[];
  startMinute: number;
  endMinute: number;
}): string {
  const end = calendar.endMinute === DAY_MINUTES ? 'midnight' : timeOfMinute(calendar.endMinute);
  return `${weekdaysText(calendar.weekdays)}, ${timeOfMinute(calendar.startMinute)} to ${end}`;
}

function weekdaysText(weekdays: readonly number[]): string {
  const shorts = WEEKDAYS.filter(({ number }) => weekdays.includes(number)).map(({ short }) => short);
  const first = Math.min(...weekdays);
  const isUnbroken = Math.max(...weekdays) - first === weekdays.length - 1;
  if (isUnbroken && shorts.length > 2) return `${shorts[0]} to ${shorts.at(-1)}`;
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(shorts);
}

/** Inputs of the form of a calendar, by what the API calls them. */
export const CALENDAR_INPUTS = {
  'calendar.zone': 'zone',
  'calendar.weekdays': 'weekday',
  'calendar.startMinute': 'start',
  'calendar.endMinute': 'end',
  'calendar.holidays': 'holiday',
};

/** A calendar as its form sends it; what is missing is left for the API to refuse, by name. */
export function readCalendar(form: { text(name: string): string; all(name: string): string[] }) {
  return {
    zone: form.text('zone'),
    weekdays: form.all('weekday').map(Number),
    startMinute: minuteOfTime(form.text('start'), 'start') ?? -1,
    endMinute: minuteOfTime(form.text('end'), 'end') ?? -1,
    holidays: form.all('holiday'),
  };
}
