import { DurationFigure } from '@devpulse/ui/attendance/duration-figure';
import { Button } from '@devpulse/ui/button';
import { IconButton } from '@devpulse/ui/icon-button';
import { TextButton } from '@devpulse/ui/text-button';
import { durationText } from '@devpulse/ui/words/duration-words';
import { dayWords, type MomentWords } from '@devpulse/ui/words/moment-words';
import { type Stretch, stretchesOf } from '@devpulse/ui/words/week-model';
import { stretchName } from '@devpulse/ui/words/week-words';
import { ChevronLeft } from 'lucide-react';
import type { WeekDay } from '../../ipc/week.ts';
import { Announced } from '../parts/announced.tsx';
import { Foot } from '../parts/foot.tsx';
import { ofTarget } from '../words/status.ts';
import { announceDay } from '../words/week.ts';
import { type DayProps, useTitleFocus } from './week-place.ts';

const STATUS = { open: 'Open for changes', final: 'Final', locked: 'Locked' };

/** Every stretch of a day with its kind. Only its owner sees why a pause began. */
export function DayPage({ day, view, moments, go, onSay }: Omit<DayProps, 'week'>) {
  useTitleFocus();
  const stretches = day.sessions
    .flatMap((session) => stretchesOf(session, day, view.sentAt))
    .toSorted((one, other) => one.startedAt - other.startedAt);
  const [first] = day.sessions;
  return (
    <main className="flex min-h-full flex-col">
      <header className="flex items-center gap-1 ps-2 pe-4 pt-3">
        <IconButton label="Back to week" onClick={() => go({ page: 'week' })}>
          <ChevronLeft aria-hidden size={16} />
        </IconButton>
        <h1 tabIndex={-1} className="role-section ps-1 outline-none">
          {dayWords.weekdayLongDate(day.day)}
        </h1>
      </header>
      <div className="flex items-baseline gap-2 px-4 pt-2 pb-3">
        <p>
          <DurationFigure milliseconds={day.workedMs} />
        </p>
        <p className="role-body text-muted">{ofTarget(day.targetMinutes)}</p>
      </div>
      <div className="flex flex-col gap-4 px-4 pb-4">
        <Stretches stretches={stretches} moments={moments} />
        <DaySums day={day} now={view.sentAt} moments={moments} />
        {first && (
          <Button onClick={() => go({ page: 'correct', day: day.day, sessionId: first.sessionId })}>
            Request a correction
          </Button>
        )}
      </div>
      <div className="mt-auto">
        <Foot
          actions={
            <TextButton
              size="caption"
              onClick={() => void window.devpulse.openWindow({ window: 'privacy', tab: 'looked' })}
            >
              Who looked
            </TextButton>
          }
        >
          {STATUS[day.status]}
        </Foot>
      </div>
      <Announced words={announceDay(day)} onSay={onSay} />
    </main>
  );
}

function Stretches({ stretches, moments }: { stretches: readonly Stretch[]; moments: MomentWords }) {
  if (stretches.length === 0) {
    return <p className="role-body text-muted">Nothing was recorded on this day.</p>;
  }
  return (
    <ol className="divide-y divide-hairline rounded-card border border-hairline bg-card">
      {stretches.map((stretch) => {
        const { startedAt, endedAt, kind } = stretch;
        const range = `${moments.time(startedAt)}–${moments.endTime(endedAt)}`;
        const clockNote = moments.clockNote(stretch);
        return (
          <li key={startedAt} className="flex min-h-9 items-center gap-3 px-3 py-1">
            <span className="role-body w-23 shrink-0 whitespace-nowrap">{range}</span>
            <span className={`role-body min-w-0 flex-1 ${TONES[kind]}`}>
              {stretchName(stretch)}
              {clockNote && (
                <>
                  , <span className="inline-block text-muted">{clockNote}</span>
                </>
              )}
            </span>
            {kind === 'unresolved' && (
              <TextButton
                aria-label={`Decide ${moments.range(stretch)}`}
                onClick={() => void window.devpulse.openWindow({ window: 'pauses' })}
              >
                Decide
              </TextButton>
            )}
            <span className="role-label whitespace-nowrap">{durationText(endedAt - startedAt)}</span>
          </li>
        );
      })}
    </ol>
  );
}

const TONES = { worked: '', break: 'text-muted', left_out: 'text-muted', unresolved: 'text-caution' };

function DaySums({ day, now, moments }: { day: WeekDay; now: number; moments: MomentWords }) {
  if (day.sessions.length === 0) return null;
  const from = Math.max(day.startsAt, Math.min(...day.sessions.map(({ startedAt }) => startedAt)));
  const isOpen = day.sessions.some(({ endedAt }) => endedAt === null);
  const to = Math.min(day.endsAt, Math.max(...day.sessions.map(({ endedAt }) => endedAt ?? now)));
  const sums = [
    { label: 'In, out', value: `${moments.time(from)}, ${isOpen ? 'open' : moments.endTime(to)}` },
    { label: 'Break', value: durationText(day.breakMs) },
    ...(day.unresolvedMs >= 60_000
      ? [{ label: 'Unresolved, not counted', value: durationText(day.unresolvedMs) }]
      : []),
  ];
  return (
    <dl className="flex flex-col gap-2">
      {sums.map(({ label, value }) => (
        <div key={label} className="flex items-baseline justify-between gap-2">
          <dt className="role-body text-muted">{label}</dt>
          <dd className="role-body">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
