import type { TooltipContentProps } from 'recharts';
import type { FlowPoint } from './flow-point.tsx';

/** The exact counts of the bucket under the pointer or, with the arrow keys, in focus. */
export function FlowTooltip({ active, payload }: TooltipContentProps) {
  const point = payload[0]?.payload as FlowPoint | undefined;
  if (!active || !point) return null;
  return (
    <div className="rounded-control border border-hairline bg-card px-3 py-2 shadow-float">
      <p className="role-label">{point.label}</p>
      <dl className="role-caption mt-1 grid grid-cols-[1fr_auto] gap-x-4">
        <dt className="text-muted">Made ready</dt>
        <dd className="text-end">{point.ready}</dd>
        <dt className="text-muted">Merged</dt>
        <dd className="text-end">{point.merged}</dd>
        <dt className="text-muted">Closed unmerged</dt>
        <dd className="text-end">{point.closedUnmerged}</dd>
      </dl>
      {point.isIncomplete && <p className="role-caption mt-1 text-muted">Not over yet</p>}
    </div>
  );
}
