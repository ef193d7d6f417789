import { durationText } from '@devpulse/ui/words/duration-words';
import { WEEKDAYS } from '../../lib/calendar-words.ts';

const MINUTE = 60_000;

export const hoursOfMinutes = (minutes: number): number => Math.round((minutes / 60) * 100) / 100;

/** `Mon 8 h, Tue 8 h, Fri 6 h`; days without a target are left out. */
export function targetText(minutes: readonly number[]): string {
  const days = WEEKDAYS.flatMap(({ number, short }) => {
    const target = minutes[number - 1] ?? 0;
    return target === 0 ? [] : [`${short} ${durationText(target * MINUTE)}`];
  });
  return days.join(', ') || 'none';
}

export const minutesText = (minutes: number): string => durationText(minutes * MINUTE);
