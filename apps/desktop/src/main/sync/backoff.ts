const FIRST_MS = 2000;
const LONGEST_MS = 5 * 60_000;

/** How long to wait after so many failures in a row: doubling up to five minutes, of which a random half, so that devices do not come together. */
export function backoffMs(failures: number, random: () => number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(whole / 2 + (random() * whole) / 2);
}
