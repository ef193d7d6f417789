const MINUTE = 60_000;

/** `7:52`, hours and minutes, rounded down; for tables, whose title says the unit. */
export function hoursText(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / MINUTE);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
