import type { SessionView } from '@devpulse/contracts/attendance/shapes';
import { DurationFigure } from '@devpulse/ui/attendance/duration-figure';
import { Card } from '@devpulse/ui/card';
import { Facts } from '@devpulse/ui/facts';
import { ListRow } from '@devpulse/ui/list-row';
import { durationText } from '@devpulse/ui/words/duration-words';
import { type MomentWords, momentWords } from '@devpulse/ui/words/moment-words';
import { type Stretch, stretchesOf, type WeekDay } from '@devpulse/ui/words/week-model';
import { shiftNotes, stretchName } from '@devpulse/ui/words/week-words';
import type { ReactNode } from 'react';
import { reviewText } from './end-review.ts';
import type { OwnSheet } from './own-week.ts';

const MINUTE = 60_000;

/** Every stretch of a day of the caller's with its kind, and what the day comes to. */
export function DayCard({
  day,
  sheet,
  zone,
  now,
}: {
  day: WeekDay;
  sheet: OwnSheet | undefined;
  zone: string;
  now: number;
}) {
  const moments = momentWords(zone);
  const stretches = day.sessions.flatMap((session) => stretchesOf(session, day, now));
  const target = sheet?.targetMinutes ? `of ${durationText(sheet.targetMinutes * MINUTE)}` : '';
  return (
    <Card
      title="The day"
      subtitle={`Days in ${zone}. Only you see why a pause began. ${STATUS_WORDS[day.status]}`}
    >
      <p className="mt-3 flex flex-wrap items-baseline gap-x-2">
        <DurationFigure milliseconds={day.workedMs} />
        <span className="role-body text-muted">{[target, day.leave].filter(Boolean).join(', ')}</span>
      </p>
      {stretches.length === 0 ? (
        <p className="role-body mt-3 text-muted">
          No session. Time that no clock recorded can be asked for here.
        </p>
      ) : (
        <ol aria-label="Stretches" className="mt-3">
          {stretches.map((stretch) => (
            <StretchRow key={stretch.startedAt} stretch={stretch} moments={moments} />
          ))}
        </ol>
      )}
      {shiftNotes({ days: [day] }, now, moments).map(({ key, whole }) => (
        <p key={key} className="role-caption mt-3 text-muted">
          {whole}
        </p>
      ))}
      {sheet && <DayFacts sheet={sheet} moments={moments} />}
    </Card>
  );
}

const STATUS_WORDS = {
  open: 'Open for changes.',
  final: 'Open for changes.',
  locked: 'Locked: you can still ask, an Admin decides.',
};

function StretchRow({ stretch, moments }: { stretch: Stretch; moments: MomentWords }) {
  const { kind, startedAt, endedAt } = stretch;
  const clockNote = moments.clockNote(stretch);
  return (
    <li className="role-body grid min-h-row grid-cols-[7.5rem_1fr_auto] items-center gap-2 border-b border-hairline py-1.5 last:border-b-0">
      <span>
        {moments.time(startedAt)}–{moments.endTime(endedAt)}
      </span>
      <span className={kind === 'worked' ? '' : 'text-muted'}>
        {stretchName(stretch)}
        {kind === 'unresolved' && <span className="text-caution">, unresolved</span>}
        {kind === 'left_out' && ', left out'}
        {clockNote && (
          <>
            , <span className="inline-block text-muted">{clockNote}</span>
          </>
        )}
      </span>
      <span className="role-label">{durationText(endedAt - startedAt)}</span>
    </li>
  );
}

function DayFacts({ sheet, moments }: { sheet: OwnSheet; moments: MomentWords }) {
  const { firstIn, lastOut } = sheet;
  const last = lastOut ? moments.endTime(Date.parse(lastOut)) : 'still in';
  const ends = firstIn && `${moments.time(Date.parse(firstIn))}, ${last}`;
  const items = [
    { label: 'First in, last out', value: ends ?? '–' },
    { label: 'Break', value: durationText(sheet.breakMs) },
    { label: 'Left out', value: durationText(sheet.excludedMs) },
    { label: 'Unresolved, not counted', value: durationText(sheet.unresolvedMs) },
  ];
  return (
    <div className="mt-3 border-t border-hairline">
      <Facts items={items} />
    </div>
  );
}

/** A session of the day with what is known of it; `action` is what can be said of it. */
export function SessionRow({
  session,
  day,
  zone,
  action,
}: {
  session: SessionView;
  day: WeekDay;
  zone: string;
  action: ReactNode;
}) {
  return (
    <ListRow
      title={sessionRange(session, zone)}
      detail={`${workedText(session, day)} ${noteOf(session, momentWords(zone))}`}
      action={action}
    />
  );
}

/** `09:00–18:02`, `since 09:00` */
export function sessionRange({ startedAt, endedAt }: SessionView, zone: string): string {
  const moments = momentWords(zone);
  if (endedAt === null) return `since ${moments.time(Date.parse(startedAt))}`;
  return moments.range({ startedAt: Date.parse(startedAt), endedAt: Date.parse(endedAt) });
}

/** `4 h 05 min worked, 49 min of it on this day.` */
function workedText({ id, startedAt, endedAt, workedMs }: SessionView, day: WeekDay): string {
  const part = day.sessions.find(({ sessionId }) => sessionId === id);
  const isOfDay =
    Date.parse(startedAt) >= day.startsAt && (endedAt === null || Date.parse(endedAt) <= day.endsAt);
  const ofIt = isOfDay || part === undefined ? '' : `, ${durationText(part.workedMs)} of it on this day`;
  return `${durationText(workedMs)} worked${ofIt}.`;
}

function noteOf(session: SessionView, moments: MomentWords): string {
  const { state, reviewReason, endedAt, openedOn, isLocked } = session;
  const notes = [
    reviewReason === null && state === 'auto_closed' && 'Closed automatically.',
    state === 'corrected' && 'Corrected.',
    reviewReason !== null && reviewText(session, endedAt ? moments.endTime(Date.parse(endedAt)) : 'now'),
    isLocked && 'Locked.',
    `Begun on ${openedOn ?? 'the dashboard or by hand'}.`,
  ];
  return notes.filter(Boolean).join(' ');
}
