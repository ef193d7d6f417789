'use client';

import { useMemo } from 'react';
import {
  Bar,
  BarChart,
  type BarShapeProps,
  CartesianGrid,
  Tooltip,
  usePlotArea,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
  ZIndexLayer,
} from 'recharts';
import { countTicks } from './count-axis.ts';
import type { FlowPoint } from './flow-point.tsx';
import { FlowTooltip } from './flow-tooltip.tsx';

const AXIS_TEXT = { fontSize: 12, fill: 'var(--muted)' };
const MARGIN = { top: 8, right: 16, bottom: 0, left: 0 };
/** Recharts draws bars at 300 and lines at 400. */
const ABOVE_BARS = 400;
const CURSOR = { fill: 'var(--hover)' };

/** Bars: merged. Short lines: made ready. Fills its box; the box has a fixed height, so nothing moves when it arrives. */
export function FlowChart({
  points,
  title,
  descriptionId,
}: {
  points: readonly FlowPoint[];
  title: string;
  /** Element that says the same in one sentence. */
  descriptionId: string;
}) {
  const data = useMemo(() => [...points], [points]);
  const ticks = useMemo(
    () => countTicks(Math.max(0, ...points.map((point) => Math.max(point.ready, point.merged)))),
    [points],
  );
  const labels = useMemo(() => new Map(points.map((point) => [point.key, point.tick])), [points]);
  const labelled = useMemo(
    () => points.filter((point) => point.tick !== null).map((point) => point.key),
    [points],
  );
  return (
    <BarChart
      responsive
      data={data}
      margin={MARGIN}
      barCategoryGap="20%"
      accessibilityLayer
      title={title}
      aria-describedby={descriptionId}
      style={{ width: '100%', height: '100%' }}
    >
      <CartesianGrid vertical={false} stroke="var(--hairline)" />
      <XAxis
        dataKey="key"
        ticks={labelled}
        tickFormatter={(key: string) => labels.get(key) ?? ''}
        interval="preserveEnd"
        minTickGap={6}
        axisLine={false}
        tickLine={false}
        tick={AXIS_TEXT}
        tickMargin={6}
        height={24}
      />
      <YAxis
        ticks={ticks}
        domain={[0, ticks.at(-1) ?? 1]}
        axisLine={false}
        tickLine={false}
        tick={AXIS_TEXT}
        width={28}
      />
      <Tooltip content={FlowTooltip} cursor={CURSOR} isAnimationActive={false} />
      <Bar dataKey="merged" shape={MergedBar} isAnimationActive={false} maxBarSize={32} />
      <ReadyMarks points={points} />
    </BarChart>
  );
}

function MergedBar({ x, y, width, height, payload }: BarShapeProps) {
  if (height <= 0) return null;
  if ((payload as FlowPoint).isIncomplete) {
    return (
      <rect
        x={x + 0.5}
        y={y + 0.5}
        width={Math.max(1, width - 1)}
        height={height}
        fill="var(--series-1)"
        fillOpacity={0.2}
        stroke="var(--series-1)"
        strokeDasharray="3 2"
      />
    );
  }
  return <rect x={x} y={y} width={width} height={height} rx={1.5} fill="var(--series-1)" />;
}

function ReadyMarks({ points }: { points: readonly FlowPoint[] }) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const plot = usePlotArea();
  if (!toX || !toY || !plot) return null;
  const half = Math.min(20, (plot.width / points.length) * 0.42);
  return (
    <ZIndexLayer zIndex={ABOVE_BARS}>
      <g stroke="var(--text)" strokeWidth={2}>
        {points.map((point) => {
          const x = toX(point.key, { position: 'middle' });
          const y = toY(point.ready);
          if (x === undefined || y === undefined || point.ready === 0) return null;
          return <line key={point.key} x1={x - half} x2={x + half} y1={y} y2={y} />;
        })}
      </g>
    </ZIndexLayer>
  );
}
