/**
 * A point in time, as whole milliseconds since 1970-01-01T00:00:00Z. GitHub's instants have a resolution of one second.
 * Anything that needs a calendar (days, zones, working hours) goes through Temporal; see `local-day.ts`.
 */
export type Instant = number;

/** A half-open range of instants, `[from, to)`. `to` null means that it has not ended. */
export type Span = { readonly from: Instant; readonly to: Instant | null };

/** Reads an RFC 3339 instant with its offset; null when the text is not one. */
export function parseInstant(text: string): Instant | null {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

/** As Temporal writes it, at a fraction of its cost. */
export function formatInstant(instant: Instant): string {
  if (instant % 1000 === 0) return `${new Date(instant).toISOString().slice(0, -'.000Z'.length)}Z`;
  if (Number.isInteger(instant)) return new Date(instant).toISOString().replace(/0+Z$/, 'Z');
  return Temporal.Instant.fromEpochMilliseconds(instant).toString();
}
