import { durationText } from '@devpulse/ui/words/duration-words';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { dialArcs } from './dial-arcs.ts';

const FILLS = {
  in: 'stroke-accent',
  on_break: 'stroke-muted [stroke-dasharray:3_3]',
  out: 'stroke-muted',
};

/** Today against its target: a segment for each hour. A meter with a text value; what stands in the middle is the clock. */
export function HourDial({
  state,
  workedMs,
  targetMinutes,
  children,
}: {
  state: keyof typeof FILLS;
  workedMs: number;
  targetMinutes: number | null;
  children: ReactNode;
}) {
  const { track, fill } = dialArcs(targetMinutes, workedMs);
  const worked = durationText(workedMs);
  const target = targetMinutes ? durationText(targetMinutes * 60_000) : null;
  const most = targetMinutes || 1440;
  return (
    <div className="relative mx-auto mt-1 mb-5 aspect-square w-46 min-w-30 shrink max-reflow:w-36">
      <meter
        className="sr-only"
        aria-label="Today"
        min={0}
        max={most}
        value={Math.min(Math.floor(workedMs / 60_000), most)}
        aria-valuetext={target ? `${worked} of ${target} worked today` : `${worked} worked today`}
      />
      <svg
        aria-hidden="true"
        viewBox="0 0 184 184"
        className="absolute inset-0 size-full overflow-visible fill-none stroke-6"
      >
        <path d={track} className="stroke-hairline" />
        <path d={fill} className={clsx('mark-solid', FILLS[state])} />
      </svg>
      <div className="absolute inset-0 flex flex-col items-center justify-center gap-1.5">{children}</div>
    </div>
  );
}
