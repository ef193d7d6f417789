/** Geometry of a sparkline in a box of 100 × 100, y downwards. */
export type SparklinePaths = {
  /** Runs of values that follow each other; a gap in the data stays a gap. */
  line: string;
  /** The last step, when the last point is not finished. */
  incomplete: string;
  previous: string;
  /** Values with no neighbour, which a line cannot show. */
  lonely: readonly { x: number; y: number }[];
};

type Points = readonly (number | null)[];

/** `startsAtZero` for counts; durations are drawn between their extremes. Both series share one scale. */
export function sparklinePaths(
  points: Points,
  previous: Points,
  options: { startsAtZero: boolean; isLastIncomplete: boolean },
): SparklinePaths {
  const place = createScale([...points, ...previous], Math.max(points.length, previous.length), options);
  const lastIndex = points.length - 1;
  const isDashed = options.isLastIncomplete && isStep(points, lastIndex);
  return {
    line: toPath(isDashed ? points.slice(0, lastIndex) : points, place),
    incomplete: isDashed ? stepTo(points, lastIndex, place) : '',
    previous: toPath(previous, place),
    lonely: points.flatMap((value, index) =>
      value !== null && !isStep(points, index) && !isStep(points, index + 1) ? [place(index, value)] : [],
    ),
  };
}

type Place = (index: number, value: number) => { x: number; y: number };

function createScale(values: Points, width: number, options: { startsAtZero: boolean }): Place {
  const known = values.filter((value) => value !== null);
  const low = options.startsAtZero ? 0 : Math.min(...known);
  const span = Math.max(...known) - low;
  return (index, value) => ({
    x: round(width > 1 ? (index / (width - 1)) * 100 : 50),
    y: round(span > 0 ? 96 - ((value - low) / span) * 92 : 50),
  });
}

/** True where `index` and the point before it both have a value. */
function isStep(points: Points, index: number): boolean {
  return typeof points[index - 1] === 'number' && typeof points[index] === 'number';
}

function toPath(points: Points, place: Place): string {
  const commands: string[] = [];
  for (const [index, value] of points.entries()) {
    if (value === null) continue;
    const { x, y } = place(index, value);
    const joins = isStep(points, index);
    if (joins || isStep(points, index + 1)) commands.push(`${joins ? 'L' : 'M'}${x} ${y}`);
  }
  return commands.join('');
}

function stepTo(points: Points, index: number, place: Place): string {
  const from = place(index - 1, points[index - 1] ?? 0);
  const to = place(index, points[index] ?? 0);
  return `M${from.x} ${from.y}L${to.x} ${to.y}`;
}

const round = (value: number) => Math.round(value * 100) / 100;
