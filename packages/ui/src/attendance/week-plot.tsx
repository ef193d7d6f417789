import { clsx } from 'clsx';
import { useId } from 'react';
import type { LinkComponent } from '../link.tsx';
import { type PlotDay, WeekLane } from './week-lane.tsx';
import { PlotKey, PlotPatterns } from './week-plot-key.tsx';

/** What leads to a day: its address with the application’s own link, or an act. */
export type DayOpener =
  | { href: (day: string) => string; link: LinkComponent }
  | { open: (day: string) => void };

const HOURS = [0, 3, 6, 9, 12, 15, 18, 21, 24];
export const PLOT_COLUMNS =
  'grid grid-cols-[72px_1fr_100px] gap-1.5 pair:grid-cols-[88px_1fr_112px] pair:gap-2';

/** A week on one scale of 24 wall hours: a row for each local day, so that days compare whatever the clocks did. */
export function WeekPlot({
  label,
  days,
  opener,
}: {
  label: string;
  days: readonly PlotDay[];
  opener: DayOpener;
}) {
  const id = useId();
  return (
    <div>
      <PlotPatterns id={id} />
      <ol aria-label={label}>
        {days.map((day) => (
          <li
            key={day.key}
            className={clsx(
              PLOT_COLUMNS,
              'relative min-h-10 items-center border-t border-hairline hover:bg-hover',
            )}
          >
            <DayName day={day} opener={opener} />
            <WeekLane day={day} id={id} />
            <DayTotals day={day} />
          </li>
        ))}
      </ol>
      <div aria-hidden className={clsx(PLOT_COLUMNS, 'border-t border-control pb-2')}>
        <span />
        <span className="role-caption relative h-5 text-muted">
          {HOURS.map((hour) => (
            <AxisHour key={hour} hour={hour} />
          ))}
        </span>
      </div>
      <PlotKey id={id} days={days} />
    </div>
  );
}

function AxisHour({ hour }: { hour: number }) {
  return (
    <svg
      aria-hidden="true"
      width="100%"
      height="20"
      overflow="visible"
      className={clsx('absolute inset-0', hour % 6 !== 0 && 'max-pair:hidden')}
    >
      <text x={`${(hour / 24) * 100}%`} y="16" textAnchor="middle" fill="currentColor">
        {String(hour).padStart(2, '0')}
      </text>
    </svg>
  );
}

function DayName({ day, opener }: { day: PlotDay; opener: DayOpener }) {
  const className =
    'role-label text-start after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-control focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent';
  const words = (
    <>
      <span className={clsx(day.isToday && 'font-semibold text-accent')}>{day.weekday}</span>{' '}
      <span className="role-caption text-muted">{day.date}</span>
    </>
  );
  if ('href' in opener) {
    return (
      <opener.link href={opener.href(day.key)} className={className}>
        {words}
      </opener.link>
    );
  }
  return (
    <button type="button" onClick={() => opener.open(day.key)} className={className}>
      {words}
    </button>
  );
}

function DayTotals({ day }: { day: PlotDay }) {
  return (
    <span className="flex flex-col items-end gap-px text-end">
      <span className="role-label">{day.total}</span>
      {day.caution && <span className="role-caption whitespace-nowrap text-caution">{day.caution}</span>}
      {day.note && <span className="role-caption text-muted">{day.note}</span>}
      <span className="sr-only">{day.bars.map((bar) => bar.words).join(', ')}</span>
    </span>
  );
}
