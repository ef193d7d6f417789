import type { EngineNotice } from '@devpulse/domain/attendance/device/engine-types';
import type { OutboxEntry } from '@devpulse/domain/attendance/device/outbox';
import type { ClockView as DeviceView } from '@devpulse/domain/attendance/device/view';
import { localDayOf } from '@devpulse/domain/time/local-day';
import type { Notice, NoticeKind } from '../../ipc/notices.ts';
import type { RequestView } from '../../ipc/requests.ts';
import type { UpdateView } from '../../ipc/settings.ts';
import { entryFacts } from './entry-facts.ts';

/**
 * Which one is shown: what needs the person, what was closed for them, the device and its clock, pauses, reminders, information.
 * Undoing a clock-out comes before all, for it is gone after 60 seconds.
 */
const RANK: Record<NoticeKind, number> = {
  clocked_out: 0,
  entry_refused: 1,
  entries_unreadable: 1,
  closed_for_you: 2,
  clocked_out_elsewhere: 2,
  no_secure_storage: 3,
  clock_off: 3,
  clock_changed: 3,
  offline: 3,
  pauses_to_decide: 4,
  running_long: 5,
  long_break: 5,
  joined: 6,
  entry_held: 6,
  correction_decided: 6,
  update_ready: 6,
};
/** Their dismissal outlives the app. */
const LASTING = new Set<NoticeKind>(['no_secure_storage', 'correction_decided', 'entry_held', 'joined']);

export type NoticeFacts = {
  clock: DeviceView | null;
  entries: readonly OutboxEntry[];
  unreadable: number;
  isTokenKept: boolean;
  requests: readonly RequestView[];
  update: UpdateView;
};

type Dismissals = { has: (id: string) => boolean; add: (id: string) => void };

/** Collects what may be told, and says the one thing that is. */
export class NoticeBoard {
  readonly #dismissals: Dismissals;
  readonly #gone = new Set<string>();
  #told: EngineNotice[] = [];

  constructor(dismissals: Dismissals) {
    this.#dismissals = dismissals;
  }

  hear(notice: EngineNotice): void {
    this.#told = [...this.#told.filter(({ type }) => type !== notice.type), notice];
  }

  /** With the person who signs out goes what was told to them. */
  clear(): void {
    this.#told = [];
    this.#gone.clear();
  }

  dismiss(id: string, facts: NoticeFacts): boolean {
    const notice = this.#all(facts).find((one) => one.id === id);
    if (!notice) return false;
    if (LASTING.has(notice.kind)) this.#dismissals.add(id);
    else this.#gone.add(id);
    return true;
  }

  /** All that was not dismissed, the most pressing first. */
  open(facts: NoticeFacts): Notice[] {
    const open = this.#all(facts).filter(({ id }) => !this.#gone.has(id) && !this.#dismissals.has(id));
    return open.toSorted((a, b) => RANK[a.kind] - RANK[b.kind]);
  }

  current(facts: NoticeFacts): { notice: Notice | null; more: number } {
    const [first = null, ...behind] = this.open(facts);
    return { notice: first, more: behind.length };
  }

  #all(facts: NoticeFacts): Notice[] {
    const { clock, update } = facts;
    const notices: Notice[] = clock ? [...clockNotices(clock), ...this.#toldNotices(clock)] : [];
    if (clock) notices.push(...entryNotices(facts.entries, clock.zone));
    if (facts.unreadable > 0) {
      notices.push({
        kind: 'entries_unreadable',
        id: `unreadable:${facts.unreadable}`,
        count: facts.unreadable,
      });
    }
    if (clock && !facts.isTokenKept) notices.push({ kind: 'no_secure_storage', id: 'no_secure_storage' });
    notices.push(...decidedNotices(facts.requests));
    if (update.state === 'ready' && update.version) {
      notices.push({ kind: 'update_ready', id: `update:${update.version}`, version: update.version });
    }
    return notices;
  }

  #toldNotices(clock: DeviceView): Notice[] {
    return this.#told.flatMap((notice): Notice[] => {
      switch (notice.type) {
        case 'clock_changed': {
          const { at, jumpMs } = notice;
          return [
            { kind: 'clock_changed', id: `clock_changed:${at}`, at, from: at, to: at + Math.round(jumpMs) },
          ];
        }
        case 'open_long':
          if (clock.session?.sessionId !== notice.sessionId) return [];
          return [
            {
              kind: 'running_long',
              id: `running_long:${notice.sessionId}`,
              sessionId: notice.sessionId,
              openMs: Math.max(0, Math.round(clock.at - clock.session.startedAt)),
              closesAt: notice.closesAt,
            },
          ];
        case 'break_long':
          if (clock.onBreak?.pauseId !== notice.pauseId) return [];
          return [
            {
              kind: 'long_break',
              id: `long_break:${notice.pauseId}`,
              since: clock.onBreak.startedAt,
              onBreakMs: Math.max(0, Math.round(clock.onBreak.lengthMs)),
            },
          ];
        default:
          return [];
      }
    });
  }
}

function clockNotices(clock: DeviceView): Notice[] {
  const notices: Notice[] = [];
  const { session, sync, pauses } = clock;
  if (clock.undoUntil !== null && clock.lastOutAt !== null) {
    const { undoUntil } = clock;
    notices.push({ kind: 'clocked_out', id: `clocked_out:${undoUntil}`, at: clock.lastOutAt, undoUntil });
  }
  for (const { sessionId, startedAt, endedAt, reviewReason } of clock.review) {
    if (reviewReason === 'activity_after_end') {
      const id = `elsewhere:${sessionId}`;
      notices.push({ kind: 'clocked_out_elsewhere', id, sessionId, at: endedAt, deviceName: null });
    } else {
      const day = localDayOf(endedAt, clock.zone);
      const openMs = Math.max(0, Math.round(endedAt - startedAt));
      notices.push({ kind: 'closed_for_you', id: `closed:${sessionId}`, sessionId, day, endedAt, openMs });
    }
  }
  if (clock.wrongClockMs !== null) {
    // the server's time minus the device's: a negative figure is a fast clock
    notices.push({ kind: 'clock_off', id: 'clock_off', fastMs: -Math.round(clock.wrongClockMs) });
  }
  if (sync.state === 'offline' && sync.offlineSince !== null && sync.waiting > 0) {
    const { offlineSince: since, waiting } = sync;
    notices.push({ kind: 'offline', id: `offline:${since}`, since, waiting });
  }
  if (session?.isJoined) {
    const { sessionId, openedOn, startedAt } = session;
    notices.push({ kind: 'joined', id: `joined:${sessionId}`, deviceName: openedOn, since: startedAt });
  }
  const newest = pauses.at(-1);
  if (newest) {
    notices.push({
      kind: 'pauses_to_decide',
      id: `pauses:${newest.pauseId}`,
      count: pauses.length,
      totalMs: Math.round(pauses.reduce((sum, { startedAt, endedAt }) => sum + endedAt - startedAt, 0)),
      newest: { cause: newest.cause ?? 'no_input', startedAt: newest.startedAt, endedAt: newest.endedAt },
    });
  }
  return notices;
}

function entryNotices(entries: readonly OutboxEntry[], zone: string): Notice[] {
  return entries.flatMap((entry): Notice[] => {
    const facts = entryFacts(entry, zone);
    const { eventId } = facts;
    if (entry.state === 'needs_you' && facts.refusedAs) {
      const { sessionId, action, at, day, refusedAs: code } = facts;
      const id = `refused:${eventId}`;
      return [
        { kind: 'entry_refused', id, eventId, sessionId, action, at, day, code, sessionStartedAt: null },
      ];
    }
    if (entry.result === 'held' && facts.heldFor) {
      const { action, at, day, heldFor: reason } = facts;
      return [{ kind: 'entry_held', id: `held:${eventId}`, eventId, action, at, day, reason, sentTo: null }];
    }
    return [];
  });
}

function decidedNotices(requests: readonly RequestView[]): Notice[] {
  return requests
    .filter(({ state, decidedAt }) => decidedAt !== null && (state === 'approved' || state === 'declined'))
    .map(({ requestId, day, state, decidedBy }) => ({
      kind: 'correction_decided',
      id: `decided:${requestId}`,
      requestId,
      day,
      isApproved: state === 'approved',
      workedMs: null,
      decidedBy,
    }));
}
