const SIZE = 184;
const CENTRE = SIZE / 2;
const RADIUS = 87;
const FULL = Math.PI * 2;
/** Between two segments, each side, in pixels along the ring. */
const GAP = 2 / RADIUS;

/**
 * A ring with one segment for each hour of the target, clockwise from the top, and how far of it is worked, as paths in a box of 184.
 * Without a target, one plain ring.
 */
export function dialArcs(targetMinutes: number | null, workedMs: number): { track: string; fill: string } {
  if (targetMinutes === null || targetMinutes <= 0) {
    const top = CENTRE - RADIUS;
    return {
      track: `M${CENTRE} ${top}a${RADIUS} ${RADIUS} 0 1 1 0 ${2 * RADIUS}a${RADIUS} ${RADIUS} 0 1 1 0 ${-2 * RADIUS}`,
      fill: '',
    };
  }
  const hours = targetMinutes / 60;
  const reached = Math.min(1, workedMs / (targetMinutes * 60_000)) * FULL;
  let track = '';
  let fill = '';
  for (let hour = 0; hour < hours; hour += 1) {
    const from = (hour / hours) * FULL + GAP;
    const to = (Math.min(hour + 1, hours) / hours) * FULL - GAP;
    track += arc(from, to);
    if (reached > from) fill += arc(from, Math.min(to, reached));
  }
  return { track, fill };
}

function arc(from: number, to: number): string {
  if (to <= from) return '';
  const isLarge = to - from > Math.PI ? 1 : 0;
  return `M${point(from)}A${RADIUS} ${RADIUS} 0 ${isLarge} 1 ${point(to)}`;
}

function point(angle: number): string {
  const x = CENTRE + RADIUS * Math.sin(angle);
  const y = CENTRE - RADIUS * Math.cos(angle);
  return `${x.toFixed(2)} ${y.toFixed(2)}`;
}
