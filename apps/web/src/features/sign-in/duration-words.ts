const MINUTE = 60;

/** `40 seconds`, `15 minutes`; minutes are rounded up, so that nobody comes too early. */
export function durationWords(seconds: number): string {
  if (seconds < 2 * MINUTE) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / MINUTE)} minutes`;
}
