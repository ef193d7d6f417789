import { offsetText } from '@devpulse/ui/words/duration-words';
import type { MomentWords } from '@devpulse/ui/words/moment-words';
import type { DeviceView, Signal, UpdateView } from '../../ipc/settings.ts';
import type { WorkView } from '../../ipc/view.ts';

export const STORAGE_HELP =
  'This device has no secure storage that DevPulse can use. Install GNOME Keyring or KWallet and sign in once more to stay signed in. Recorded time is not affected.';

export const ROLE_WORDS: Record<WorkView['member']['role'], string> = {
  owner: 'Owner',
  admin: 'Admin',
  manager: 'Manager',
  developer: 'Developer',
};

type Scene = { now: number; isConnected: boolean; moments: MomentWords };

/** `Windows, linked 11 Jan 2026, last contact 15:02` */
export function deviceLine(device: DeviceView, { now, isConnected, moments }: Scene): string {
  if (device.removedAt !== null) return `${device.system}, removed ${moments.fullDate(device.removedAt)}`;
  const linked = `${device.system}, linked ${moments.fullDate(device.linkedAt)}`;
  if (device.isCurrent && isConnected) return `${linked}, in contact now`;
  if (device.lastContactAt === null) return linked;
  const at = device.lastContactAt;
  const when = moments.dayOf(at) === moments.dayOf(now) ? moments.time(at) : moments.dateTime(at);
  return `${linked}, last contact ${when}`;
}

/** What is known of a signal: `Last seen today, 12:31`. */
export function signalDetail({ reason, lastSeenAt }: Signal, now: number, moments: MomentWords): string {
  switch (reason) {
    case 'changes_as_expected':
      return 'Changes as expected';
    case 'always_zero':
      return 'Always 0: reported by XWayland';
    case 'no_signal':
      return 'No signal on this desktop';
    case 'not_seen_yet':
      return 'Not seen yet';
    case 'last_seen':
      return lastSeenAt === null ? 'Not seen yet' : `Last seen ${moments.lately(lastSeenAt, now)}`;
  }
}

/** `2 s behind the server, corrected` */
export function clockDetail(fastMs: number | null): string {
  if (fastMs === null) return 'Not compared with the server yet';
  if (Math.abs(fastMs) < 500) return 'Like the server’s';
  return fastMs > 0
    ? `${offsetText(fastMs)} fast, corrected`
    : `${offsetText(fastMs)} behind the server, corrected`;
}

export function updateWords(
  { state, version, checkedAt, isDeferred }: UpdateView,
  now: number,
  moments: MomentWords,
) {
  const when = checkedAt === null ? '' : `Checked ${moments.lately(checkedAt, now)}`;
  switch (state) {
    case 'ready':
      return {
        title: `Version ${version ?? ''} is ready`,
        detail: isDeferred
          ? 'It installs after you clock out. You can also restart now: the clock keeps running.'
          : 'It installs when you restart DevPulse.',
        button: 'Restart now',
      };
    case 'failed':
      return {
        title: 'Could not check for updates',
        detail: `The update server did not answer${checkedAt === null ? '' : ` at ${moments.time(checkedAt)}`}. DevPulse works on as it is.`,
        button: 'Try again',
      };
    case 'up_to_date':
      return { title: 'Up to date', detail: when, button: 'Check now' };
    case 'checking':
      return { title: 'Checking for updates', detail: when, button: '' };
    case 'downloading':
      return { title: `Getting version ${version ?? ''}`, detail: when, button: '' };
    case 'unsupported':
      return {
        title: 'Updates come from your system',
        detail: 'This installation is not updated by DevPulse.',
        button: '',
      };
    case 'not_checked':
      return { title: 'Not checked yet', detail: when, button: 'Check now' };
  }
}
