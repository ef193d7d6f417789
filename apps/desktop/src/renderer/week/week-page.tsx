import { DurationFigure } from '@devpulse/ui/attendance/duration-figure';
import { WeekPlot } from '@devpulse/ui/attendance/week-plot';
import { WeekTable } from '@devpulse/ui/attendance/week-table';
import { IconButton } from '@devpulse/ui/icon-button';
import { Segmented } from '@devpulse/ui/segmented';
import { TextButton } from '@devpulse/ui/text-button';
import { dayWords, type MomentWords } from '@devpulse/ui/words/moment-words';
import { plotDays } from '@devpulse/ui/words/week-model';
import { shiftNotes, tableDays, weekAside, weekStatus } from '@devpulse/ui/words/week-words';
import { ChevronLeft, ChevronRight, Clock, Info } from 'lucide-react';
import { useState } from 'react';
import type { AppView } from '../../ipc/view.ts';
import type { WeekView } from '../../ipc/week.ts';
import { Announced } from '../parts/announced.tsx';
import { Foot } from '../parts/foot.tsx';
import { ofTarget } from '../words/status.ts';
import { announceWeek } from '../words/week.ts';
import type { Go } from './week-place.ts';

type WeekPageProps = {
  week: WeekView;
  view: AppView;
  moments: MomentWords;
  go: Go;
  onDay: (day: string) => void;
  onSay: (words: string) => void;
};

/** Seven local days, as bars or as a table. */
export function WeekPage({ week, view, moments, go, onDay, onSay }: WeekPageProps) {
  const [shape, setShape] = useState<'bars' | 'table'>('bars');
  const first = week.days[0]?.day ?? '';
  const last = week.days[6]?.day ?? '';
  const label = `Days of the week ${dayWords.span(first, last)}`;
  const opener = { open: (day: string) => go({ page: 'day', day }) };
  return (
    <main className="flex min-h-full flex-col">
      <header className="flex flex-wrap items-center gap-1 ps-2 pe-4 pt-3">
        <IconButton label="Earlier week" onClick={() => onDay(shifted(first, -7))}>
          <ChevronLeft aria-hidden size={16} />
        </IconButton>
        <IconButton label="Later week" disabled={week.isLatest} onClick={() => onDay(shifted(first, 7))}>
          <ChevronRight aria-hidden size={16} />
        </IconButton>
        <h1 className="role-section flex-1 ps-1">
          <span className="max-pair:hidden">{dayWords.span(first, last)}</span>
          <span className="pair:hidden">{dayWords.shortSpan(first, last)}</span>
        </h1>
        <Segmented legend="View" options={SHAPES} value={shape} onChange={setShape} />
      </header>
      <WeekTotals week={week} />
      <div className="px-4">
        {shape === 'bars' ? (
          <WeekPlot label={label} days={plotDays(week, view.sentAt, moments)} opener={opener} />
        ) : (
          <WeekTable label={label} days={tableDays(week, view.sentAt, moments)} opener={opener} />
        )}
      </div>
      <ShiftNotes week={week} now={view.sentAt} moments={moments} />
      <div className="mt-auto">
        <WeekFoot week={week} view={view} moments={moments} go={go} />
      </div>
      <Announced words={announceWeek(week)} onSay={onSay} />
    </main>
  );
}

const SHAPES = [
  { value: 'bars', label: 'Bars' },
  { value: 'table', label: 'Table' },
] as const;

function shifted(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

function WeekTotals({ week }: { week: WeekView }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 px-4 pt-2 pb-3">
      <p>
        <DurationFigure milliseconds={week.workedMs} />
      </p>
      <p className="role-body text-muted">
        <span className="max-pair:hidden">{weekAside(week)}</span>
        <span className="pair:hidden">{ofTarget(week.targetMinutes)}</span>
      </p>
      <p className="role-caption ms-auto flex items-center gap-1 text-muted">
        <Clock aria-hidden size={14} />
        <span>
          <span className="max-pair:hidden">{weekStatus(week.days)}, days in </span>
          {week.zone}
        </span>
      </p>
    </div>
  );
}

function ShiftNotes({ week, now, moments }: { week: WeekView; now: number; moments: MomentWords }) {
  return shiftNotes(week, now, moments).map(({ key, short, whole }) => (
    <p
      key={key}
      className="role-caption mx-4 my-3 flex gap-2 rounded-card border border-hairline bg-card px-3 py-2"
    >
      <Info aria-hidden size={14} className="mt-px shrink-0 text-accent" />
      <span className="max-pair:hidden">{whole}</span>
      <span className="pair:hidden">{short}</span>
    </p>
  ));
}

function WeekFoot({ week, view, moments, go }: Pick<WeekPageProps, 'week' | 'view' | 'moments' | 'go'>) {
  const requests = view.work?.requests.length ?? 0;
  const at = week.fromServerAt;
  return (
    <Foot
      actions={
        <>
          <TextButton size="caption" onClick={() => go({ page: 'requests' })}>
            My requests ({requests})
          </TextButton>
          <TextButton
            size="caption"
            className="max-pair:hidden"
            onClick={() => void window.devpulse.openLink('export_data')}
          >
            Export CSV
          </TextButton>
        </>
      }
    >
      {at === null ? (
        'counted on this device'
      ) : (
        <>
          <span className="max-pair:hidden">Totals from the server, {moments.time(at)}</span>
          <span className="pair:hidden">From the server, {moments.time(at)}</span>
        </>
      )}
    </Foot>
  );
}
