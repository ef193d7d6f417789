import { durationText, offsetText } from '@devpulse/ui/words/duration-words';
import { dayWords, type MomentWords } from '@devpulse/ui/words/moment-words';
import type { EntryAction, Notice } from '../../ipc/notices.ts';
import { entries } from './status.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;
type Words = { title: string; body: string };
type Writers = { [Kind in Notice['kind']]: (notice: Of<Kind>, moments: MomentWords, now: number) => Words };

const ENTRY_NAMES: Record<EntryAction, string> = {
  clock_in: 'Clock-in',
  clock_out: 'Clock-out',
  clock_out_undone: 'Undoing a clock-out',
  break_start: 'Break from',
  break_end: 'Break until',
  pause: 'Pause from',
  other: 'Entry of',
};

const CAUSES = {
  no_input: 'No input',
  locked: 'Screen locked',
  asleep: 'Asleep',
  app_closed: 'App closed',
};

const HERE = 'another device';

const WRITERS: Writers = {
  joined: ({ deviceName, since }, moments, now) => ({
    title: `Already clocked in on ${deviceName ?? HERE}`,
    body: `Since ${moments.timeSince(since, now)}. This device joined that session: break and clock out work from either.`,
  }),
  clocked_out: ({ at, undoUntil }, moments) => ({
    title: `Clocked out at ${moments.time(at)}`,
    body: `Not meant to? You can undo this until ${moments.time(undoUntil)}.`,
  }),
  closed_for_you: ({ day, endedAt, openMs }, moments) => ({
    title: `Is ${moments.time(endedAt)} right for ${dayWords.longWeekday(day)}?`,
    body: `The session stayed open for ${durationText(openMs)}. It was closed at ${moments.time(endedAt)}, when this device was last used.`,
  }),
  running_long: ({ openMs, closesAt }, moments, now) => ({
    title: `Clocked in for ${durationText(openMs)}`,
    body: `If it stays open, it closes at ${moments.timeSince(closesAt, now)} and asks you for the right end.`,
  }),
  entry_refused: (notice, moments) => ({ title: 'One entry needs you', body: refusal(notice, moments) }),
  offline: ({ since, waiting }, moments, now) => ({
    title: `Offline since ${moments.timeSince(since, now)}`,
    body: `${entries(waiting)} ${waiting === 1 ? 'is' : 'are'} safe on this device and ${waiting === 1 ? 'goes' : 'go'} out when the connection is back.`,
  }),
  no_secure_storage: () => ({
    title: 'You stay signed in until you quit',
    body: 'This device has no secure storage, so the sign-in is not kept. Recorded time is not affected.',
  }),
  pauses_to_decide: ({ count, totalMs, newest }, moments) =>
    count === 1
      ? {
          title: `${durationText(totalMs)} to decide`,
          body: `${CAUSES[newest.cause]} ${moments.range(newest)}. Not counted until you say so; there is no hurry.`,
        }
      : {
          title: `${count} pauses to decide`,
          body: `${durationText(totalMs)} together. Not counted until you say so; there is no hurry.`,
        },
  long_break: ({ since, onBreakMs }, moments, now) => ({
    title: `On break for ${durationText(onBreakMs)}`,
    body: `Since ${moments.timeSince(since, now)}. End it now, or let it run.`,
  }),
  clock_off: ({ fastMs }) => ({
    title: `This device’s clock is ${offsetText(fastMs)} ${fastMs > 0 ? 'fast' : 'slow'}`,
    body: 'Recorded times are corrected. Automatic time in the system settings prevents this.',
  }),
  clock_changed: ({ at, from, to }, moments) => ({
    title: `The clock was changed at ${moments.time(at)}`,
    body: `From ${moments.time(from)} to ${moments.time(to)} by hand. Your running time is not affected.`,
  }),
  clocked_out_elsewhere: ({ at, deviceName }, moments, now) => ({
    title: `Clocked out at ${moments.timeSince(at, now)} on ${deviceName ?? HERE}`,
    body: 'This device was in use after that. Restore the session if you were still working.',
  }),
  correction_decided: ({ day, isApproved, workedMs, decidedBy }) => ({
    title: isApproved ? 'Correction approved' : 'Correction not approved',
    body: [
      workedMs !== null &&
        `${dayWords.weekdayDate(day)} ${isApproved ? 'is now' : 'stays at'} ${durationText(workedMs)}.`,
      decidedBy !== null && `${isApproved ? 'Approved' : 'Decided'} by ${decidedBy}.`,
    ]
      .filter(Boolean)
      .join(' '),
  }),
  entry_held: (notice, moments) => ({ title: 'Your entry is now a request', body: held(notice, moments) }),
  entries_unreadable: () => ({
    title: 'Some saved entries cannot be read',
    body: 'They were set aside on this device, not deleted. Please look over today’s times.',
  }),
  update_ready: ({ version }) => ({
    title: `Version ${version} is ready`,
    body: 'It installs after you clock out.',
  }),
};

/** Fact and consequence of a notice. */
export function noticeWords(notice: Notice, moments: MomentWords, now: number): Words {
  const write = WRITERS[notice.kind] as (notice: Notice, moments: MomentWords, now: number) => Words;
  return write(notice, moments, now);
}

function refusal({ action, at, code, sessionStartedAt }: Of<'entry_refused'>, moments: MomentWords): string {
  const entry = `${ENTRY_NAMES[action]} ${moments.time(at)} on ${moments.weekdayDate(at)}`;
  const start = sessionStartedAt === null ? '' : `, ${moments.time(sessionStartedAt)}`;
  const because: Record<typeof code, string> = {
    ends_before_start: `is before that session’s start${start}`,
    unknown_session: 'belongs to a session that the server does not know',
    unknown_pause: 'belongs to a pause that the server does not know',
    pause_outside_session: 'lies outside of its session',
    session_is_closed: 'came after its session had ended',
    already_on_break: 'began while a break was running',
    undo_too_late: 'came more than 60 seconds later',
    nothing_to_restore: 'found nothing to restore',
    session_too_long: 'would make the session longer than allowed',
    content_differs: 'is known to the server with another content',
    not_accepted: 'was not accepted by the server',
  };
  return `${entry} ${because[code]}, so it was not recorded.`;
}

function held({ action, at, day, reason, sentTo }: Of<'entry_held'>, moments: MomentWords): string {
  const entry = `${ENTRY_NAMES[action].toLowerCase()} ${moments.time(at)} went to ${sentTo ?? 'your manager'} as a correction`;
  if (reason === 'locked_period') return `${dayWords.weekdayDate(day)} is locked, so ${entry}.`;
  if (reason === 'too_old') return `${dayWords.weekdayDate(day)} is too long ago, so ${entry}.`;
  return `The device it was recorded on was removed, so ${entry}.`;
}
