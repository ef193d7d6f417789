import { DayStrip } from '@devpulse/ui/attendance/day-strip';
import { TotalPair } from '@devpulse/ui/attendance/total-pair';
import { durationText, narrowDurationText } from '@devpulse/ui/words/duration-words';
import { dayWords } from '@devpulse/ui/words/moment-words';
import type { ReactNode } from 'react';
import type { WorkView } from '../../ipc/view.ts';
import type { Received } from '../bridge.ts';
import { ofTarget, targetLine } from '../words/status.ts';
import { unresolvedLine, useTodayWorked, useWeekWorked } from './clock-face.tsx';

const MINUTE = 60_000;
type TotalsProps = { work: WorkView; received: Received };

/** Today and this week, the week as bars. */
export function OpenTotals({ work, received }: TotalsProps) {
  const { today, week } = work;
  const worked = useTodayWorked(work, received);
  const weekWorked = useWeekWorked(work, received);
  const target = Math.max(0, ...week.days.map((day) => day.targetMinutes ?? 0));
  const scale = target || 480;
  const days = week.days.map((day) => ({
    ...day,
    workedMs: day.day === today.day ? worked : day.workedMs,
  }));
  return (
    <>
      <div className="flex flex-col gap-1 border-t border-hairline px-4 py-3">
        <Line name="Today" value={durationText(worked)} aside={targetLine(worked, today.targetMinutes)} />
        <TodayNotes today={today} />
      </div>
      <div className="border-t border-hairline px-4 py-3">
        <Line name="This week" value={durationText(weekWorked)} aside={ofTarget(week.targetMinutes)} />
        <DayStrip
          label={target > 0 ? `This week; the dashed line is ${durationText(target * MINUTE)}` : 'This week'}
          hasTarget={target > 0}
          days={days.map(({ day, workedMs }) => ({
            key: day,
            label: dayWords.weekday(day),
            value: narrowDurationText(workedMs),
            share: workedMs / (scale * MINUTE),
            isToday: day === today.day,
          }))}
        />
      </div>
    </>
  );
}

function Line({ name, value, aside }: { name: string; value: string; aside: string | null }) {
  return (
    <p className="flex items-baseline justify-between gap-2">
      <span className="role-label">
        {name} {value}
      </span>
      {aside && <span className="role-caption text-muted">{aside}</span>}
    </p>
  );
}

/** The same in one line, when a notice needs the room. */
export function FoldedTotals({ work, received }: TotalsProps) {
  const { today, week } = work;
  const worked = useTodayWorked(work, received);
  const weekWorked = useWeekWorked(work, received);
  return (
    <TotalPair
      totals={[
        {
          label: 'Today',
          value: durationText(worked),
          of: ofTarget(today.targetMinutes),
          notes: <TodayNotes today={today} />,
        },
        { label: 'This week', value: durationText(weekWorked), of: ofTarget(week.targetMinutes) },
      ]}
    />
  );
}

function TodayNotes({ today }: { today: WorkView['today'] }): ReactNode {
  const unresolved = unresolvedLine(today.unresolvedMs);
  return (
    <>
      {unresolved && <p className="role-caption text-caution">{unresolved}</p>}
      {today.isCountedHere && <p className="role-caption text-muted">counted on this device</p>}
    </>
  );
}
