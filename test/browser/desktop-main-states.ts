import type { AppView } from '../../apps/desktop/src/ipc/view.ts';
import { at, id } from './desktop-times.ts';
import { minutes, type ViewPatch, viewWith } from './desktop-views.ts';

const out = (since: number, worked: number): ViewPatch['work'] => ({
  clock: { state: 'out', since, elapsedMs: 0, isRunning: false, sessionId: null },
  today: { workedMs: minutes(worked) },
});
const signedOut = { work: null, isConnected: false } as const;

const states: Record<string, ViewPatch> = {
  'signed-out': { ...signedOut, screen: { name: 'signed_out', problem: null } },
  'server-unreachable': { ...signedOut, screen: { name: 'signed_out', problem: 'server_unreachable' } },
  'waiting-for-browser': { ...signedOut, screen: { name: 'waiting_for_browser', openUntil: at('08:53') } },
  code: {
    ...signedOut,
    screen: {
      name: 'code',
      userCode: 'BXKD TMQR',
      verificationAddress: 'devpulse.fjordline.example/device',
      expiresAt: at('09:02'),
      deviceName: 'mira-laptop',
      problem: null,
    },
  },
  'clocked-out': { work: { ...out(at('12:31'), 213), week: { workedMs: minutes(1650) } } },
  'clocked-in': {},
  'on-break': {
    sentAt: at('12:43'),
    work: {
      clock: { state: 'on_break', since: at('12:31'), elapsedMs: minutes(12) + 8000 },
      today: { workedMs: minutes(213) },
      week: { workedMs: minutes(1650) },
    },
  },
  joined: {
    sentAt: at('14:51'),
    work: {
      clock: { since: at('08:58'), elapsedMs: minutes(312) + 30_000 },
      today: { workedMs: minutes(312) },
      week: { workedMs: minutes(1749) },
    },
    notice: { kind: 'joined', id: 'joined', deviceName: 'studio-pc', since: at('08:58') },
  },
  'just-clocked-out': {
    sentAt: at('17:00'),
    work: {
      clock: { ...out(at('17:00'), 441)?.clock, undoUntil: at('17:01') },
      today: { workedMs: minutes(441) },
      week: { workedMs: minutes(1878) },
    },
    notice: { kind: 'clocked_out', id: 'out', at: at('17:00'), undoUntil: at('17:01') },
  },
  'closed-for-you': {
    sentAt: at('08:55'),
    work: { ...out(at('18:02', '2026-10-21'), 0), week: { workedMs: minutes(1437) } },
    notice: {
      kind: 'closed_for_you',
      id: 'closed',
      sessionId: id(2),
      day: '2026-10-21',
      endedAt: at('18:02', '2026-10-21'),
      openMs: minutes(840),
    },
  },
  'ten-hours': {
    sentAt: at('18:58'),
    work: {
      clock: { since: at('08:58'), elapsedMs: minutes(559) + 12_000 },
      today: { workedMs: minutes(559) },
      week: { workedMs: minutes(1996) },
    },
    notice: {
      kind: 'running_long',
      id: 'long',
      sessionId: id(1),
      openMs: minutes(600),
      closesAt: at('22:58'),
    },
  },
  'needs-you': {
    sync: { state: 'needs_you', count: 1, waiting: 0 },
    notice: {
      kind: 'entry_refused',
      id: 'refused',
      eventId: id(9),
      sessionId: id(3),
      action: 'clock_out',
      at: at('08:41', '2026-10-20'),
      day: '2026-10-20',
      code: 'ends_before_start',
      sessionStartedAt: at('09:10', '2026-10-20'),
    },
  },
  offline: {
    isConnected: false,
    sync: { state: 'offline', since: at('14:40'), waiting: 3 },
    work: { today: { isCountedHere: true } },
    notice: { kind: 'offline', id: 'offline', since: at('14:40'), waiting: 3 },
    moreNotices: 1,
  },
  sending: { sync: { state: 'sending', sent: 1, total: 3 } },
  'no-secure-storage': { tokenStorage: 'memory_only', notice: { kind: 'no_secure_storage', id: 'storage' } },
  'pause-to-decide': {
    work: {
      clock: { elapsedMs: minutes(89) + 47_000 },
      today: { workedMs: minutes(302), unresolvedMs: minutes(25) },
      week: { workedMs: minutes(1739) },
    },
    notice: {
      kind: 'pauses_to_decide',
      id: 'pauses',
      count: 1,
      totalMs: minutes(25),
      newest: { cause: 'no_input', startedAt: at('13:30'), endedAt: at('13:55') },
    },
  },
  removed: { ...signedOut, screen: { name: 'removed', removedAt: at('14:02'), waiting: 2 } },
  'open-elsewhere': {
    work: {
      clock: {
        ...out(at('12:31'), 213)?.clock,
        elsewhere: { since: at('13:12'), deviceName: 'studio-pc' },
      },
      today: { workedMs: minutes(213) },
    },
  },
  'no-target': {
    work: {
      today: { targetMinutes: null },
      week: { targetMinutes: null, days: weekWithoutTargets() },
      organizations: [
        { slug: 'fjordline', name: 'Fjordline' },
        { slug: 'larkspur', name: 'Larkspur' },
      ],
      ...out(at('12:31'), 213),
    },
  },
};

function weekWithoutTargets() {
  const days = viewWith({}).work?.week.days ?? [];
  return days.map((day) => ({ ...day, targetMinutes: null }));
}

const notices: ViewPatch['notice'][] = [
  { kind: 'long_break', id: 'n1', since: at('12:31'), onBreakMs: minutes(120) },
  { kind: 'clock_off', id: 'n2', fastMs: minutes(7) },
  { kind: 'clock_changed', id: 'n3', at: at('11:00'), from: at('11:00'), to: at('12:00') },
  { kind: 'clocked_out_elsewhere', id: 'n4', sessionId: id(1), at: at('12:30'), deviceName: 'studio-pc' },
  {
    kind: 'correction_decided',
    id: 'n5',
    requestId: id(7),
    day: '2026-10-21',
    isApproved: true,
    workedMs: minutes(558),
    decidedBy: 'Ana Ruiz',
  },
  {
    kind: 'entry_held',
    id: 'n6',
    eventId: id(8),
    action: 'clock_out',
    at: at('17:05', '2026-09-11'),
    day: '2026-09-11',
    reason: 'locked_period',
    sentTo: 'Ana Ruiz',
  },
  { kind: 'entries_unreadable', id: 'n7', count: 2 },
  { kind: 'update_ready', id: 'n8', version: '1.1.0' },
];

/** Every state of the main window, by name: those of the clock, and a notice of each other kind. */
export const mainStates: Record<string, AppView> = {
  ...Object.fromEntries(Object.entries(states).map(([name, patch]) => [name, viewWith(patch)])),
  ...Object.fromEntries(
    notices.map((notice) => [`notice-${notice?.kind}`, viewWith(notice ? { notice } : {})]),
  ),
};
