import { clsx } from 'clsx';

export type PlotBar = {
  kind: 'worked' | 'break' | 'unresolved';
  /** Of the 24 wall hours of a day, 0 … 1. */
  from: number;
  to: number;
  beganDayBefore: boolean;
  goesOnNextDay: boolean;
  /** `08:58–12:31 worked` */
  words: string;
};

export type PlotDay = {
  /** `2026-10-22` */
  key: string;
  weekday: string;
  date: string;
  bars: readonly PlotBar[];
  /** The wall hour that came twice, or that did not come, 0 … 1. */
  fold: { from: number; to: number; isMissing: boolean } | null;
  total: string;
  /** `15 min unresolved` */
  caution: string | null;
  /** `25 h day` */
  note: string | null;
  isToday: boolean;
};

const LINES = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const percent = (share: number) => `${(share * 100).toFixed(3)}%`;
/** So that a short stretch is still seen. */
const LEAST = 0.006;

/** One day's stretches. Bars are 16 high in a row of 40; `id` names the patterns of the plot. */
export function WeekLane({ day, id }: { day: PlotDay; id: string }) {
  return (
    <svg aria-hidden="true" width="100%" height="40" overflow="visible" className="self-stretch">
      {LINES.map((line) => (
        <line
          key={line}
          x1={percent(line / 8)}
          x2={percent(line / 8)}
          y1="0"
          y2="100%"
          className={clsx('stroke-hairline', line % 2 === 1 && 'max-pair:hidden')}
        />
      ))}
      {day.bars.map((bar) => (
        <Bar key={`${bar.kind} ${bar.from}`} bar={bar} id={id} />
      ))}
      {day.fold && (
        <rect
          x={percent(day.fold.from)}
          width={percent(day.fold.to - day.fold.from)}
          y="8"
          height="24"
          rx="2"
          fill={`url(#${id}-${day.fold.isMissing ? 'missing' : 'fold'})`}
          className={day.fold.isMissing ? 'stroke-control' : 'stroke-accent'}
        />
      )}
    </svg>
  );
}

function Bar({ bar, id }: { bar: PlotBar; id: string }) {
  const width = Math.max(bar.to - bar.from, LEAST);
  const place = { x: percent(bar.from), width: percent(width), y: 12, height: 16, rx: 2 };
  if (bar.kind === 'worked') {
    return (
      <g className="mark-solid fill-accent">
        <rect {...place}>
          <title>{bar.words}</title>
        </rect>
        {bar.goesOnNextDay && <Joint at={bar.to} x={3} />}
        {bar.beganDayBefore && <Joint at={bar.from} x={-5} />}
      </g>
    );
  }
  return (
    <rect
      {...place}
      className={bar.kind === 'break' ? 'stroke-control' : 'fill-canvas stroke-caution stroke-[1.5]'}
      {...(bar.kind === 'break' && { fill: `url(#${id}-break)` })}
    >
      <title>{bar.words}</title>
    </rect>
  );
}

/** The edge of a session that a midnight cuts. */
function Joint({ at, x }: { at: number; x: number }) {
  return (
    <svg aria-hidden="true" x={percent(at)} overflow="visible">
      <rect x={x} y={12} width={2} height={16} />
    </svg>
  );
}
