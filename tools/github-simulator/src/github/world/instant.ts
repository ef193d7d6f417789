/** The instant without its fraction of a second, which GitHub never tells. Milliseconds since 1970. */
export function wholeSecond(at: number): number {
  return Math.floor(at / 1_000) * 1_000;
}

/** `2026-11-20T13:32:00Z`: an instant as GitHub's APIs write it. */
export function dateTime(at: number): string;
export function dateTime(at: number | null): string | null;
export function dateTime(at: number | null): string | null {
  return at === null ? null : `${new Date(at).toISOString().slice(0, 19)}Z`;
}
