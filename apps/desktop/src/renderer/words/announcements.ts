import { spokenDurationText } from '@devpulse/ui/words/duration-words';
import { dayWords, type MomentWords } from '@devpulse/ui/words/moment-words';
import type { Notice } from '../../ipc/notices.ts';
import type { Screen } from '../../ipc/screens.ts';
import type { AppView } from '../../ipc/view.ts';
import { noticeWords } from './notices.ts';
import { entries } from './status.ts';

/** What a screen reader hears of a change of the clock; null when there is nothing to say. */
export function announceState(before: AppView, after: AppView, moments: MomentWords): string | null {
  if (before.screen.name !== after.screen.name) {
    const words = announceScreen(after.screen, moments);
    if (words !== null) return words;
  }
  const lines = [announceClock(before, after, moments), announceNotice(before.notice, after, moments)];
  return lines.filter((line) => line !== null).join(' ') || null;
}

function announceScreen(screen: Screen, moments: MomentWords): string | null {
  switch (screen.name) {
    case 'signed_out':
      return 'Sign in to DevPulse';
    case 'waiting_for_browser':
      return 'Waiting for the browser';
    case 'code':
      return `Code ${spelled(screen.userCode)}. Valid until ${moments.time(screen.expiresAt)}.`;
    case 'removed':
      return 'This device was removed from your account';
    case 'clock':
      return null;
  }
}

/** `B X K D, T M Q R`: letter by letter, a stop between the groups. */
export function spelled(code: string): string {
  return code
    .split(/[\s-]+/)
    .map((group) => [...group].join(' '))
    .join(', ');
}

function announceClock(before: AppView, after: AppView, moments: MomentWords): string | null {
  const was = before.work?.clock;
  const is = after.work?.clock;
  if (!is || was?.state === is.state) return null;
  const time = is.since === null ? '' : moments.timeSince(is.since, after.sentAt);
  if (is.state === 'on_break') return `On break since ${time}`;
  if (is.state === 'out') {
    const undo = is.undoUntil === null ? '' : '. Undo is available for 60 seconds.';
    return is.since === null ? 'Clocked out' : `Clocked out at ${time}${undo}`;
  }
  if (was?.state === 'on_break') {
    return `Break ended after ${spokenDurationText(was.elapsedMs + after.sentAt - before.sentAt)}. Clocked in.`;
  }
  if (was?.undoUntil && is.since !== null && is.since < before.sentAt) {
    return `Clock-out undone. Clocked in since ${time}.`;
  }
  return `Clocked in at ${time}`;
}

function announceNotice(before: Notice | null, after: AppView, moments: MomentWords): string | null {
  const { notice } = after;
  if (notice === null || before?.id === notice.id) return null;
  switch (notice.kind) {
    // Said with the clock, or in the region of its own.
    case 'clocked_out':
    case 'offline':
      return null;
    case 'joined':
      return `Already clocked in on ${notice.deviceName ?? 'another device'} since ${moments.timeSince(notice.since, after.sentAt)}. This device joined that session.`;
    case 'pauses_to_decide':
      return announcePauses(notice, moments);
    case 'closed_for_you':
      return `${dayWords.longWeekday(notice.day)}’s session was closed at ${moments.time(notice.endedAt)}. Please confirm or correct it.`;
    case 'running_long':
      return `Clocked in for ${spokenDurationText(notice.openMs)}`;
    case 'no_secure_storage':
      return 'This device has no secure storage. You stay signed in until you quit.';
    case 'update_ready':
      return `Version ${notice.version} is ready. It installs after you clock out.`;
    default:
      return noticeWords(notice, moments, after.sentAt).title;
  }
}

/** `A pause of 25 minutes to decide, 10:00 to 10:25. No hurry.` */
export function announcePauses(
  { count, totalMs, newest }: Omit<Extract<Notice, { kind: 'pauses_to_decide' }>, 'kind' | 'id'>,
  moments: MomentWords,
): string {
  if (count > 1) return `${count} pauses to decide, ${spokenDurationText(totalMs)} together`;
  if (newest.cause === 'app_closed') {
    return `A pause of ${spokenDurationText(totalMs)} to decide. DevPulse was closed from ${moments.spokenRange(newest)}.`;
  }
  return `A pause of ${spokenDurationText(totalMs)} to decide, ${moments.spokenRange(newest)}. No hurry.`;
}

/** Once for each change of the way out; numbers alone are not read again. */
export function announceSync(before: AppView, after: AppView): string | null {
  const was = before.sync;
  const is = after.sync;
  if (was.state === is.state) return null;
  switch (is.state) {
    case 'offline':
      if (is.waiting === 0) return 'Offline.';
      return `Offline. ${entries(is.waiting)} ${is.waiting === 1 ? 'is' : 'are'} waiting on this device.`;
    case 'sending':
      return `Sending ${entries(is.total)}`;
    case 'synced':
      return was.state === 'offline' ? 'Online again. All entries sent.' : 'All entries sent';
    case 'needs_you':
      return null;
  }
}
