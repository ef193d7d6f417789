import type { MomentWords } from '@devpulse/ui/words/moment-words';
import type { CommandAnswer } from '../../ipc/commands.ts';
import type { Notice } from '../../ipc/notices.ts';

export type NoticeAction = {
  label: string;
  isQuiet?: boolean;
  /** `earlier`: asks for a time first. */
  run: (() => Promise<CommandAnswer>) | 'earlier';
};

const app = () => window.devpulse;

/** What can be done about a notice, the remedy first. */
export function noticeActions(notice: Notice, moments: MomentWords, today: string): NoticeAction[] {
  const dismiss = (label: string): NoticeAction => ({
    label,
    run: () => app().entries({ type: 'dismiss_notice', noticeId: notice.id }),
  });
  const openWeek = (
    label: string,
    target: { day?: string; correctSessionId?: string | null },
  ): NoticeAction => ({
    label,
    run: () => app().openWindow({ window: 'week', ...target }),
  });
  switch (notice.kind) {
    case 'clocked_out':
      return [{ label: 'Undo', run: () => app().clock({ type: 'undo_clock_out' }) }];
    case 'closed_for_you':
    case 'clocked_out_elsewhere':
      return reviewActions(notice, moments, openWeek);
    case 'running_long':
      return [dismiss('Keep going'), { label: 'I left earlier', run: 'earlier' }];
    case 'entry_refused':
      return [
        openWeek('Enter the right time', { day: notice.day, correctSessionId: notice.sessionId }),
        { label: 'Leave it out', run: () => app().entries({ type: 'leave_out', eventId: notice.eventId }) },
      ];
    case 'offline':
      return [{ label: 'Try now', run: () => app().entries({ type: 'send_now' }) }];
    case 'no_secure_storage':
      return [{ label: 'How to set it up', run: () => app().openLink('secure_storage_help') }, dismiss('OK')];
    case 'pauses_to_decide':
      return [
        { label: 'Decide', run: () => app().openWindow({ window: 'pauses' }) },
        { ...dismiss('Later'), isQuiet: true },
      ];
    case 'long_break':
      return [{ label: 'End break', run: () => app().clock({ type: 'break_end' }) }, dismiss('Let it run')];
    case 'correction_decided':
      return [openWeek('See the day', { day: notice.day }), dismiss('OK')];
    case 'entry_held':
      return [
        { label: 'See the request', run: () => app().openWindow({ window: 'week', isOnRequests: true }) },
        dismiss('OK'),
      ];
    case 'entries_unreadable':
      return [openWeek('Open today', { day: today })];
    case 'update_ready':
      return [{ label: 'See changes', run: () => app().openLink('release_notes') }, dismiss('OK')];
    case 'joined':
    case 'clock_off':
    case 'clock_changed':
      return [dismiss('OK')];
  }
}

function reviewActions(
  notice: Extract<Notice, { kind: 'closed_for_you' | 'clocked_out_elsewhere' }>,
  moments: MomentWords,
  openWeek: (label: string, target: { day?: string; correctSessionId?: string | null }) => NoticeAction,
): NoticeAction[] {
  const { sessionId } = notice;
  const confirm = (end: number): NoticeAction => ({
    label: `${moments.time(end)} is right`,
    run: () => app().clock({ type: 'end_confirmed', sessionId }),
  });
  if (notice.kind === 'closed_for_you') {
    return [
      confirm(notice.endedAt),
      openWeek('Correct it', { day: notice.day, correctSessionId: sessionId }),
    ];
  }
  return [
    { label: 'Restore', run: () => app().clock({ type: 'end_restored', sessionId }) },
    confirm(notice.at),
  ];
}
