import { momentWords } from '@devpulse/ui/words/moment-words';
import type { PresenceItem } from './team-week.ts';

const WORDS = { in: 'At work', on_break: 'On a break', out: 'Not clocked in' };

/** `At work`, `On a break`, `Open, not heard from since 12:10` */
export function presenceText({ status, notHeardSince }: PresenceItem, zone: string): string {
  if (notHeardSince === null) return WORDS[status];
  return `Open, not heard from since ${momentWords(zone).time(Date.parse(notHeardSince))}`;
}
