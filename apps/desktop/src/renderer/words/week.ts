import { spokenDurationText } from '@devpulse/ui/words/duration-words';
import { dayWords } from '@devpulse/ui/words/moment-words';
import type { WeekDay, WeekView } from '../../ipc/week.ts';

const MINUTE = 60_000;

export function announceWeek(week: WeekView): string {
  const first = week.days[0]?.day ?? '';
  const target = week.targetMinutes ? ` of ${spokenDurationText(week.targetMinutes * MINUTE)}` : '';
  return `Week of ${dayWords.longDate(first)}, ${spokenDurationText(week.workedMs)}${target}`;
}

export function announceDay(day: WeekDay): string {
  const unresolved = day.unresolvedMs >= MINUTE ? `, ${spokenDurationText(day.unresolvedMs)} unresolved` : '';
  return `${dayWords.spoken(day.day)}, ${spokenDurationText(day.workedMs)}${unresolved}`;
}
