import { durationText } from '@devpulse/ui/words/duration-words';
import type { MomentWords } from '@devpulse/ui/words/moment-words';
import { Notification } from 'electron';
import type { Notice } from '../../ipc/notices.ts';
import type { PauseCause } from '../../ipc/pauses.ts';
import type { WindowName } from '../../ipc/windows.ts';

export type Message = { title: string; body: string; opens: WindowName };

const CAUSES: Record<PauseCause, string> = {
  no_input: 'no input',
  locked: 'screen locked',
  asleep: 'asleep',
  app_closed: 'app closed',
};

/** What is told outside of the windows: little, without sound, and never twice. Null for what waits in the window. */
function messageOf(notice: Notice, moments: MomentWords): Message | null {
  switch (notice.kind) {
    case 'pauses_to_decide': {
      const { count, totalMs, newest } = notice;
      if (count > 1) {
        const body = `${durationText(totalMs)} together. Not counted until you decide.`;
        return { title: `${count} pauses to decide`, body, opens: 'pauses' };
      }
      const body = `${moments.range(newest)}, ${CAUSES[newest.cause]}. Answer when it suits you.`;
      return { title: `${durationText(totalMs)} to decide`, body, opens: 'pauses' };
    }
    case 'running_long': {
      const body = `If it stays open, it closes at ${moments.time(notice.closesAt)} and asks you for the right end.`;
      return { title: `Clocked in for ${durationText(notice.openMs)}`, body, opens: 'main' };
    }
    case 'long_break': {
      const body = `Since ${moments.time(notice.since)}. End it now, or let it run.`;
      return { title: `On break for ${durationText(notice.onBreakMs)}`, body, opens: 'main' };
    }
    case 'closed_for_you': {
      const body = `It was closed at ${moments.time(notice.endedAt)}. Please confirm or correct it.`;
      return { title: 'A session was closed for you', body, opens: 'main' };
    }
    case 'entry_refused':
      return { title: 'One entry needs you', body: 'Open DevPulse to see which.', opens: 'main' };
    default:
      return null;
  }
}

export const NOT_CLOCKED_IN: Message = {
  title: 'Not clocked in yet',
  body: 'You asked to be reminded. DevPulse never clocks you in by itself.',
  opens: 'main',
};

export type Notifier = { tell: (id: string, message: Message) => void };

/** Tells what of these is told outside of the windows. */
export function tellAll(notices: readonly Notice[], moments: MomentWords, notifier: Notifier): void {
  for (const notice of notices) {
    const message = messageOf(notice, moments);
    if (message) notifier.tell(notice.id, message);
  }
}

/** Shows each message once; a click opens its window. */
export function createNotifier(onOpen: (name: WindowName) => void): Notifier {
  const told = new Set<string>();
  const held = new Set<Notification>();
  return {
    tell(id, { title, body, opens }) {
      if (told.has(id) || !Notification.isSupported()) return;
      told.add(id);
      const notification = new Notification({ title, body, silent: true });
      // what nothing holds is collected, and its click with it
      held.add(notification);
      notification.on('click', () => onOpen(opens));
      notification.on('close', () => held.delete(notification));
      notification.show();
    },
  };
}
