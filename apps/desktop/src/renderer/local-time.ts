/** `2026-10-21T09:00`, as an input for date and time holds it, in the zone. */
export function toLocalInput(instant: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}

/**
 * The instant of a wall time in the zone; null for what is no time. `kept`, an instant to the second, is answered where it reads the same: so an
 * hour that came twice, and seconds, are not lost by a field that cannot show them.
 */
export function fromLocalInput(text: string, zone: string, kept: number | null): number | null {
  if (kept !== null && toLocalInput(kept, zone) === text) return kept;
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return null;
  }
}
