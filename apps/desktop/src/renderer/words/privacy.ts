import { monthsText, RETENTION } from '@devpulse/domain/privacy/retention';
import type { AccessEntry } from '@devpulse/ui/attendance/access-log';
import type { NeverItem } from '@devpulse/ui/attendance/never-list';
import type { MomentWords } from '@devpulse/ui/words/moment-words';
import type { AccessLogView } from '../../ipc/week.ts';

export const WHOLE_LIST = `This is the whole list. It is made from the same schema that the server checks every entry against: what is not here is refused. Where ${monthsText(RETENTION.timeMonths)} stand, your organization may have chosen another time.`;
export const NEVER = 'None of this is collected, by anyone, on any plan. It cannot be switched on.';
export const WHO_LOOKED = 'Everyone who viewed, exported or changed your attendance data, and what they saw.';

export const NEVER_COLLECTED: readonly NeverItem[] = [
  { what: 'Screenshots or camera pictures', because: 'The app has no permission to take any.' },
  {
    what: 'Keystrokes, clicks, mouse movement',
    because: 'Only “how long since any input” is read, and it stays here.',
  },
  { what: 'Window titles, apps, addresses of pages', because: 'The app cannot see other apps.' },
  { what: 'Location, or the network address of an entry', because: 'Neither is in the schema.' },
  { what: 'Microphone or calls', because: 'Not requested, and refused if a page asks.' },
  { what: 'Files, clipboard, messages', because: 'Not read.' },
  {
    what: 'Scores or rankings of people',
    because: 'Hours never enter a score, and no list orders people by hours.',
  },
  {
    what: 'What you do while you are clocked out',
    because:
      'The time since the last input is not read then. That the clock of the computer was set is told.',
  },
];

export const USED_HERE: readonly { what: string; why: string }[] = [
  {
    what: 'Time since the last input',
    why: 'To notice a pause. One number in memory, replaced every second, written nowhere.',
  },
  {
    what: 'Screen locked, device asleep, app closed',
    why: 'To know when a pause began. Only the pause goes out, after you have seen it.',
  },
  {
    what: 'Settings of this app, and entries not sent yet',
    why: 'Kept in a file that only your system account can read.',
  },
];

const ROLES = { manager: 'your manager', admin: 'Admin', owner: 'Owner', other: null };
const DID = {
  viewed: 'viewed',
  exported: 'exported',
  changed: 'changed',
  locked: 'locked',
  unlocked: 'unlocked',
  decided: 'decided',
};

export function accessEntries({ entries }: AccessLogView, moments: MomentWords): AccessEntry[] {
  return entries.map((entry, index) => ({
    key: `${entry.at} ${index}`,
    when: moments.weekdayTime(entry.at),
    who: entry.who,
    role: ROLES[entry.role],
    did: DID[entry.did],
    what: entry.what,
  }));
}

/** `This list lives on the server. It was last seen at 14:38, with 5 entries.` */
export function offlineLog({ asOf, entries }: AccessLogView, moments: MomentWords): string {
  if (asOf === null) return 'This list lives on the server. It has not been seen on this device yet.';
  const count = entries.length === 1 ? '1 entry' : `${entries.length} entries`;
  return `This list lives on the server. It was last seen at ${moments.time(asOf)}, with ${count}.`;
}
