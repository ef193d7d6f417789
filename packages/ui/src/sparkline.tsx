import { sparklinePaths } from './sparkline-path.ts';

export type SparklineView = {
  points: readonly (number | null)[];
  previous: readonly (number | null)[];
  startsAtZero: boolean;
  isLastIncomplete: boolean;
};

/** The shape of a series beside its figure, 32 px high; drawn on the server. The figure and the delta say it in words. */
export function Sparkline({ points, previous, ...options }: SparklineView) {
  const paths = sparklinePaths(points, previous, options);
  return (
    <svg
      aria-hidden
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      className="block h-8 w-full overflow-visible"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {paths.previous && (
        <path
          d={paths.previous}
          vectorEffect="non-scaling-stroke"
          className="stroke-muted"
          strokeWidth={1.25}
          strokeDasharray="2 4"
        />
      )}
      <path d={paths.line} vectorEffect="non-scaling-stroke" className="stroke-series-1" strokeWidth={2} />
      {paths.incomplete && (
        <path
          d={paths.incomplete}
          vectorEffect="non-scaling-stroke"
          className="stroke-series-1"
          strokeWidth={2}
          strokeDasharray="1 4"
        />
      )}
      {paths.lonely.map(({ x, y }) => (
        <path
          key={x}
          d={`M${x} ${y}h0`}
          vectorEffect="non-scaling-stroke"
          className="stroke-series-1"
          strokeWidth={4}
        />
      ))}
    </svg>
  );
}
