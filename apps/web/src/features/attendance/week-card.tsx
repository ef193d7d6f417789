import { DurationFigure } from '@devpulse/ui/attendance/duration-figure';
import { WeekPlot } from '@devpulse/ui/attendance/week-plot';
import { WeekTable } from '@devpulse/ui/attendance/week-table';
import { buttonStyle } from '@devpulse/ui/button';
import { Card } from '@devpulse/ui/card';
import { LINK_STYLE } from '@devpulse/ui/link';
import { dayWords, momentWords } from '@devpulse/ui/words/moment-words';
import { plotDays, type WeekTotals } from '@devpulse/ui/words/week-model';
import { shiftNotes, tableDays, weekAside, weekStatus } from '@devpulse/ui/words/week-words';
import { clsx } from 'clsx';
import { Download, Info } from 'lucide-react';
import { attendanceAddress, attendanceDayAddress, timesheetAddress } from '../../lib/addresses.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { weekNumber } from '../../lib/weeks.ts';

export type OwnWeek = WeekTotals & { from: string; to: string; zone: string; now: number };

/** The caller's week, as bars on a scale of 24 hours or as a table of the same. */
export function WeekCard({
  organization,
  week,
  isTable,
  showsSessionTimes,
}: {
  organization: string;
  week: OwnWeek;
  isTable: boolean;
  /** Of the organization, to who sees the days. */
  showsSessionTimes: boolean;
}) {
  const { from, to, zone, now } = week;
  const seen = showsSessionTimes
    ? 'when sessions and pauses begin and end, never why'
    : 'the totals of a day, not the bars';
  const moments = momentWords(zone);
  const label = `Week of ${dayWords.longDate(from)}`;
  const opener = { href: (day: string) => attendanceDayAddress(organization, day), link: PageLink };
  return (
    <Card
      title={`Week ${weekNumber(from)}, ${dayWords.span(from, to)}`}
      subtitle={`Your days in ${zone}. ${weekStatus(week.days)}. Your manager sees ${seen}.`}
      action={<ViewSwitch organization={organization} week={from} isTable={isTable} />}
    >
      <p className="mt-3 flex flex-wrap items-baseline gap-x-2">
        <DurationFigure milliseconds={week.workedMs} />
        <span className="role-body text-muted">{weekAside(week)}</span>
      </p>
      <div className="mt-3">
        {isTable ? (
          <WeekTable label={label} days={tableDays(week, now, moments)} opener={opener} />
        ) : (
          <WeekPlot label={label} days={plotDays(week, now, moments)} opener={opener} />
        )}
      </div>
      {shiftNotes(week, now, moments).map(({ key, whole }) => (
        <p key={key} className="role-caption mt-3 flex items-start gap-2 text-muted">
          <Info aria-hidden size={14} className="mt-px shrink-0" />
          {whole}
        </p>
      ))}
      <Downloads organization={organization} from={from} to={to} />
    </Card>
  );
}

function ViewSwitch({
  organization,
  week,
  isTable,
}: {
  organization: string;
  week: string;
  isTable: boolean;
}) {
  const views = [
    { label: 'Bars', href: attendanceAddress(organization, { week }), isCurrent: !isTable },
    { label: 'Table', href: attendanceAddress(organization, { week, view: 'table' }), isCurrent: isTable },
  ];
  return (
    <nav aria-label="View" className="flex">
      {views.map(({ label, href, isCurrent }, index) => (
        <PageLink
          key={label}
          href={href}
          className={clsx(
            buttonStyle(),
            index === 0 ? 'rounded-e-none' : 'rounded-s-none border-s-0',
            isCurrent && 'bg-chosen text-accent',
          )}
          {...(isCurrent && { 'aria-current': 'true' as const })}
        >
          {label}
        </PageLink>
      ))}
    </nav>
  );
}

/** Plain links, as what they lead to is a file. */
function Downloads({ organization, from, to }: { organization: string; from: string; to: string }) {
  return (
    <p className="mt-4 flex flex-wrap gap-x-4">
      {(['csv', 'pdf'] as const).map((format) => (
        <a key={format} href={timesheetAddress(organization, format, { from, to })} className={LINK_STYLE}>
          <Download aria-hidden size={14} className="me-1" />
          {format === 'csv' ? 'CSV of this week' : 'PDF timesheet of this week'}
        </a>
      ))}
    </p>
  );
}
