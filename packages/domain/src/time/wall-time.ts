/** `2026-10-21T09:00`, as an input for date and time holds it, in the zone. */
export function wallText(instant: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}

/**
 * The instant of a wall time in the zone; null for what is no time. `kept` is answered where it reads the same: so seconds, and an hour that
 * came twice, are not lost by a field that cannot show them.
 */
export function instantOfWall(text: string, zone: string, kept: number | null = null): number | null {
  if (kept !== null && wallText(kept, zone) === text) return kept;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return null;
  }
}
