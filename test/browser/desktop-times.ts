/** The story that the desktop windows are looked at in: Thursday 22 October 2026 in Berlin. */
export const DAY = '2026-10-22';
export const ZONE = 'Europe/Berlin';
export const MINUTE = 60_000;

/** The instant of a wall time in the zone of the story. */
export function at(time: string, day = DAY): number {
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(ZONE).epochMilliseconds;
}

export function id(number: number): string {
  return `01a00000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
