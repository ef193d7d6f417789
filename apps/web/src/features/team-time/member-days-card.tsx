import type { getMemberDays, listMemberSessions } from '@devpulse/contracts/attendance/days';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Card } from '@devpulse/ui/card';
import { LINK_STYLE } from '@devpulse/ui/link';
import { StackTable } from '@devpulse/ui/stack-table';
import { durationText } from '@devpulse/ui/words/duration-words';
import { dayWords, momentWords } from '@devpulse/ui/words/moment-words';
import { Download, Eye } from 'lucide-react';
import { leaveText } from '../../lib/leave-words.ts';

type MemberDays = RouteResponse<typeof getMemberDays>;
type MemberSessions = RouteResponse<typeof listMemberSessions>['items'];
const MINUTE = 60_000;
const END = { align: 'end' } as const;

/** What of somebody's days others may see: totals, first in and last out. */
export function MemberDaysCard({
  data,
  isSelf,
  files,
}: {
  data: MemberDays;
  isSelf: boolean;
  files: readonly { label: string; href: string }[];
}) {
  const { days, totals } = data;
  return (
    <Card
      title="Days"
      subtitle={totalsText(totals)}
      action={
        !isSelf && (
          <span className="role-caption flex items-center gap-1.5 text-muted">
            <Eye aria-hidden size={14} className="shrink-0" />
            The person sees that you opened this
          </span>
        )
      }
    >
      {days.length === 0 ? (
        <p className="role-body mt-3 text-muted">No day of this week has come yet.</p>
      ) : (
        <StackTable
          label="Days"
          className="mt-3"
          columns={[
            { label: 'Day' },
            { label: 'Worked', ...END },
            { label: 'Break', ...END },
            { label: 'Unresolved', ...END },
            { label: 'First in', ...END },
            { label: 'Last out', ...END },
            { label: 'Target', ...END },
            { label: 'Notes' },
          ]}
          rows={days.map((day) => ({ key: day.day, cells: cellsOf(day) }))}
        />
      )}
      <p className="mt-3 flex flex-wrap gap-x-4">
        {files.map(({ label, href }) => (
          <a key={href} href={href} className={LINK_STYLE}>
            <Download aria-hidden size={14} className="me-1" />
            {label}
          </a>
        ))}
      </p>
    </Card>
  );
}

function totalsText({ workedMs, breakMs, unresolvedMs, targetMinutes }: MemberDays['totals']): string {
  const target = targetMinutes ? ` of ${durationText(targetMinutes * MINUTE)}` : '';
  return `${durationText(workedMs)} worked${target}, ${durationText(breakMs)} break, ${durationText(unresolvedMs)} unresolved and not counted.`;
}

function cellsOf(day: MemberDays['days'][number]) {
  const { time, endTime, clockNote } = momentWords(day.zone);
  const { firstIn, lastOut } = day;
  const clocks =
    firstIn && lastOut && clockNote({ startedAt: Date.parse(firstIn), endedAt: Date.parse(lastOut) });
  const hasWork = firstIn !== null || day.workedMs > 0;
  return [
    dayWords.weekdayDate(day.day),
    hasWork ? durationText(day.workedMs) : '–',
    hasWork && durationText(day.breakMs),
    day.unresolvedMs >= MINUTE && durationText(day.unresolvedMs),
    firstIn !== null && time(Date.parse(firstIn)),
    lastOut ? endTime(Date.parse(lastOut)) : firstIn !== null && 'still in',
    day.targetMinutes ? durationText(day.targetMinutes * MINUTE) : null,
    [notesOf(day), clocks].filter(Boolean).join(', ') || null,
  ];
}

/** Of an open day with nothing to say about it, nothing. */
function notesOf(day: MemberDays['days'][number]): string {
  const notes = [
    day.status === 'locked' && 'locked',
    day.leave && leaveText(day.leave).toLowerCase(),
    day.isHoliday && 'day off',
    day.autoClosed > 0 && 'a session ended by itself',
    day.corrected > 0 && 'corrected',
  ];
  return notes.filter(Boolean).join(', ');
}

/** Only where the organization shows session times; a pause is told as no more than that. */
export function MemberSessionsCard({ sessions, zone }: { sessions: MemberSessions; zone: string }) {
  const moments = momentWords(zone);
  const rangeOf = ({ startedAt, endedAt }: { startedAt: string; endedAt: string | null }) =>
    endedAt === null
      ? `since ${moments.time(Date.parse(startedAt))}`
      : moments.range({ startedAt: Date.parse(startedAt), endedAt: Date.parse(endedAt) });
  return (
    <Card title="Session times" subtitle="Your organization shows them to those who see the days.">
      <StackTable
        label="Session times"
        className="mt-3"
        columns={[{ label: 'Day' }, { label: 'Session' }, { label: 'Paused' }]}
        rows={sessions.map((session) => ({
          key: session.startedAt,
          cells: [
            moments.weekdayDate(Date.parse(session.startedAt)),
            rangeOf(session),
            session.paused.map(rangeOf).join(', ') || '–',
          ],
        }))}
      />
    </Card>
  );
}
