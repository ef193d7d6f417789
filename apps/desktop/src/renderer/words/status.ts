import { durationText } from '@devpulse/ui/words/duration-words';
import type { MomentWords } from '@devpulse/ui/words/moment-words';
import type { SignInProblem } from '../../ipc/screens.ts';
import type { AppView, ClockView, SyncView } from '../../ipc/view.ts';
import type { CommandProblem } from '../command.ts';

const MINUTE = 60_000;

export const STATE_WORDS: Record<ClockView['state'], string> = {
  out: 'Clocked out',
  in: 'Clocked in',
  on_break: 'On break',
};

export function entries(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}

/** `since 13:12`, `out since Wed 18:02`; null when the clock never ran. */
export function sinceLine(clock: ClockView, now: number, moments: MomentWords): string | null {
  if (clock.elsewhere !== null) {
    const { deviceName, since } = clock.elsewhere;
    return `in on ${deviceName ?? 'another device'} since ${moments.timeSince(since, now)}`;
  }
  if (clock.since === null) return null;
  const time = moments.timeSince(clock.since, now);
  return clock.state === 'out' ? `out since ${time}` : `since ${time}`;
}

/** What is left of a day's target: `2 h 33 min to 8 h`, `8 h reached`, `20 min over 8 h`; null without a target. */
export function targetLine(workedMs: number, targetMinutes: number | null): string | null {
  if (!targetMinutes) return null;
  const target = durationText(targetMinutes * MINUTE);
  const over = Math.floor(workedMs / MINUTE) - targetMinutes;
  if (over === 0) return `${target} reached`;
  const distance = durationText(Math.abs(over) * MINUTE);
  return over < 0 ? `${distance} to ${target}` : `${distance} over ${target}`;
}

export function ofTarget(targetMinutes: number | null): string | null {
  return targetMinutes ? `of ${durationText(targetMinutes * MINUTE)}` : null;
}

/** The line at the foot of the main window. */
export function syncLine(
  { sync, moreNotices }: Pick<AppView, 'sync' | 'moreNotices'>,
  moments: MomentWords,
): string {
  const line = syncState(sync, moments);
  if (moreNotices === 0) return line;
  return `${line} · ${moreNotices} more ${moreNotices === 1 ? 'notice' : 'notices'}`;
}

function syncState(sync: SyncView, moments: MomentWords): string {
  switch (sync.state) {
    case 'synced':
      return sync.at === null ? 'Not synced yet' : `Synced ${moments.time(sync.at)}`;
    case 'sending':
      return `Sending, ${Math.min(sync.sent + 1, sync.total)} of ${sync.total}`;
    case 'offline':
      return `Offline, ${sync.waiting} waiting`;
    case 'needs_you':
      return `${sync.count} needs you`;
  }
}

const SIGN_IN_PROBLEMS: Record<SignInProblem, string> = {
  server_address: 'That is not an address of a server. It looks like devpulse.example.com.',
  server_unreachable: 'The server does not answer. Check the address and your connection, then try again.',
  server_unknown: 'There is no DevPulse at this address. Check it, then try again.',
  browser_not_opened: 'No browser could be opened. Use a code instead.',
  took_too_long: 'The request ran out. Sign in once more.',
  state_mismatch: 'The answer did not belong to this request, so it was not used. Sign in once more.',
  denied: 'The request was declined in the browser.',
  code_expired: 'This code has run out. Get a new one.',
  session_ended: 'This sign-in has ended. Sign in again; recorded time is not affected.',
  tokens_unreadable: 'The kept sign-in could not be read. Sign in again; recorded time is not affected.',
};
export function signInProblem(problem: SignInProblem): string {
  return SIGN_IN_PROBLEMS[problem];
}

const PROBLEMS: Partial<Record<CommandProblem['problem'], string>> = {
  not_now: 'Not now: the clock has changed meanwhile.',
  offline: 'You are offline. Try again when the connection is back.',
  signed_out: 'You are signed out. Sign in first.',
  undo_too_late: 'The minute for undoing is over. Ask for a correction instead.',
  set_by_organization: 'Your organization sets this.',
  too_short: 'That is shorter than a second.',
  not_found: 'It is not there any more.',
  locked: 'That day is locked.',
  out_before_in: 'The end is before the beginning.',
  in_future: 'That time is in the future.',
};
/** What a command that did nothing came to, with what to do. */
export function problemLine({ problem, retryAfterSeconds }: CommandProblem): string {
  if (problem === 'try_later')
    return `The server cannot do that now. Try again ${waitText(retryAfterSeconds)}.`;
  return PROBLEMS[problem] ?? 'That did not work. Try again.';
}

/** `in 40 s`, `in 5 min`; `in a moment` where nobody said. */
export function waitText(seconds: number | null): string {
  if (seconds === null) return 'in a moment';
  return seconds < 120 ? `in ${seconds} s` : `in ${durationText(Math.ceil(seconds / 60) * MINUTE)}`;
}
