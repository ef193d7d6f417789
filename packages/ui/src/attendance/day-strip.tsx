import { clsx } from 'clsx';

const HEIGHT = 40;
/** The line of the target lies at this height; longer days go above it, up to the whole. */
const TARGET = 32;

export type StripDay = {
  key: string;
  /** `Thu` */
  label: string;
  /** `5 h 27`, or `–`. */
  value: string;
  /** Worked, of the longest target; may be above 1. */
  share: number;
  isToday: boolean;
};

/** Seven days as bars against the day's target, each with its figure. `label` says what the dashed line is. */
export function DayStrip({
  days,
  label,
  hasTarget,
}: {
  days: readonly StripDay[];
  label: string;
  hasTarget: boolean;
}) {
  return (
    <ol aria-label={label} className="relative mt-3 grid grid-cols-7">
      {hasTarget && (
        <li
          aria-hidden
          role="presentation"
          className="absolute inset-x-0 top-2 border-t border-dashed border-control"
        />
      )}
      {days.map((day) => (
        <li key={day.key} className="role-caption relative flex flex-col items-center gap-1">
          <svg
            aria-hidden="true"
            width="100%"
            height={HEIGHT + 1}
            className={day.isToday ? 'text-accent' : 'text-muted'}
          >
            <DayBar share={day.share} />
            <line x1="0" x2="100%" y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} className="stroke-control" />
          </svg>
          <span className={clsx(day.isToday && 'font-semibold')}>{day.label}</span>
          <span className={day.isToday ? 'font-semibold' : 'text-muted'}>{day.value}</span>
        </li>
      ))}
    </ol>
  );
}

function DayBar({ share }: { share: number }) {
  const height = share <= 0 ? 0 : Math.min(HEIGHT, Math.max(2, Math.round(share * TARGET)));
  if (height === 0) return null;
  return (
    <svg aria-hidden="true" x="50%" overflow="visible">
      <path
        className="mark-solid"
        fill="currentColor"
        d={`M-8 ${HEIGHT}v${2 - height}a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v${height - 2}z`}
      />
    </svg>
  );
}
