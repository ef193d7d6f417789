import type { ClockView } from '@devpulse/domain/attendance/device/view';
import { expect, it } from 'vitest';
import { NoticeBoard, type NoticeFacts } from './notice-board.ts';

const NOW = Date.parse('2026-10-22T13:00:00Z');

/** What the board reads of a device's clock on which much happens at once. */
const busy = {
  at: NOW,
  zone: 'Europe/Berlin',
  undoUntil: NOW + 60_000,
  lastOutAt: NOW,
  session: { sessionId: 's', startedAt: NOW - 36_000_000, isJoined: false },
  onBreak: { pauseId: 'b', startedAt: NOW - 7_200_000, lengthMs: 7_200_000 },
  review: [{ sessionId: 'r', startedAt: NOW - 2, endedAt: NOW - 1, reviewReason: 'auto_closed' }],
  wrongClockMs: -600_000,
  sync: { state: 'offline', offlineSince: NOW - 5, waiting: 2 },
  pauses: [{ pauseId: 'p', cause: 'locked', startedAt: NOW - 9000, endedAt: NOW - 5000 }],
};

const facts = (clock: object | null): NoticeFacts => ({
  clock: clock as ClockView | null,
  entries: [],
  unreadable: 1,
  isTokenKept: true,
  requests: [],
  update: { state: 'ready', version: '2.0.0' } as NoticeFacts['update'],
});

function board() {
  const kept = new Set<string>();
  const made = new NoticeBoard(kept);
  made.hear({ type: 'open_long', sessionId: 's', closesAt: NOW + 1 } as never);
  return made;
}

/** Each notice that is shown once those before it were dismissed. */
function inOrder(made: NoticeBoard, given: NoticeFacts): string[] {
  const { notice, more } = made.current(given);
  if (!notice) return [];
  expect(made.dismiss(notice.id, given)).toBe(true);
  const rest = inOrder(made, given);
  expect(rest).toHaveLength(more);
  return [notice.kind, ...rest];
}

it('shows one at a time, in the order of their weight, and none again', () => {
  const made = board();
  expect(inOrder(made, facts(busy))).toEqual([
    'clocked_out',
    'entries_unreadable',
    'closed_for_you',
    'clock_off',
    'offline',
    'pauses_to_decide',
    'running_long',
    'update_ready',
  ]);
  expect(made.current(facts(busy))).toEqual({ notice: null, more: 0 });
});

it('drops a reminder with the session or the break that it was about', () => {
  const quiet = { ...busy, undoUntil: null, review: [], wrongClockMs: null, pauses: [] };
  const alone = { ...facts({ ...quiet, sync: { state: 'synced' } }), unreadable: 0 };
  const made = board();
  expect(made.current(alone).notice).toMatchObject({ kind: 'running_long', openMs: 36_000_000 });
  const other = { ...alone, clock: { ...alone.clock, session: null } as ClockView };
  made.hear({ type: 'break_long', pauseId: 'b' } as never);
  expect(made.current(other).notice).toMatchObject({ kind: 'long_break', onBreakMs: 7_200_000 });
  const ended = { ...other, clock: { ...other.clock, onBreak: null } as ClockView };
  expect(made.current(ended).notice?.kind).toBe('update_ready');
});

it('tells nothing of a person who signed out', () => {
  const made = board();
  made.clear();
  expect(inOrder(made, facts(null))).toEqual(['entries_unreadable', 'update_ready']);
});
