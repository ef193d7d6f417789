import { durationText } from '@devpulse/ui/words/duration-words';
import type { MomentWords } from '@devpulse/ui/words/moment-words';
import type { AppView, WorkView } from '../../ipc/view.ts';

export type TrayState = 'out' | 'in' | 'break';
export type TrayBadge = '' | '-offline' | '-needs-you';

/** The image says the state and at most one thing beside it; what needs the person comes first. */
export function trayImageName(view: AppView): `${TrayState}${TrayBadge}` {
  const clock = view.work?.clock.state ?? 'out';
  const state = clock === 'on_break' ? 'break' : clock;
  return `${state}${badgeOf(view)}`;
}

function badgeOf({ sync, work, screen }: AppView): TrayBadge {
  if (sync.state === 'needs_you' || screen.name === 'removed') return '-needs-you';
  if (work && sync.state === 'offline') return '-offline';
  return work && work.pauses.pending.length > 0 ? '-needs-you' : '';
}

/** `Clocked in since 13:12`; the first line of the menu. */
export function stateLine({ work, sentAt, screen }: AppView, moments: MomentWords): string {
  if (screen.name === 'removed') return 'This device was removed';
  if (!work) return 'Signed out';
  const { state, since } = work.clock;
  const word = { out: 'Clocked out', in: 'Clocked in', on_break: 'On break' }[state];
  return since === null ? word : `${word} since ${moments.timeSince(since, sentAt)}`;
}

export function todayLine({ today }: WorkView): string {
  const of = today.targetMinutes === null ? '' : ` of ${durationText(today.targetMinutes * 60_000)}`;
  return `Today ${durationText(today.workedMs)}${of}`;
}

export const entriesText = (count: number) => `${count} ${count === 1 ? 'entry' : 'entries'}`;

/** `DevPulse, clocked in since 13:12, today 5 h 27 min` */
export function tooltip(view: AppView, moments: MomentWords): string {
  const line = stateLine(view, moments);
  const parts = ['DevPulse', line.charAt(0).toLowerCase() + line.slice(1)];
  const { work, sync } = view;
  if (work && sync.state === 'offline') parts.push(`offline, ${sync.waiting} waiting`);
  else if (work?.clock.state === 'in') parts.push(`today ${durationText(work.today.workedMs)}`);
  return parts.join(', ');
}

/** `1:54` beside the image, by the minute; empty while no time runs. */
export function runningTitle({ work, settings }: AppView): string {
  if (!work || !settings.showTimeInTray || work.clock.state === 'out') return '';
  const minutes = Math.floor(work.clock.elapsedMs / 60_000);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
