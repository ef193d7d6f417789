import type { Instant } from '../../time/instant.ts';
import { addDays, type LocalDay, localDayOf } from '../../time/local-day.ts';
import type { DayPiece } from '../pause-choices.ts';
import type { EndReason, ReviewReason } from '../session.ts';
import { type DayTotals, dayTotals } from './day-totals.ts';
import type { EngineState } from './engine-types.ts';
import { undoableOf } from './offers.ts';
import { offsetToTell } from './offset.ts';
import { needsYouOf, type Outbox, waitingOf } from './outbox.ts';
import { type PauseToDecide, pausesView, type SettledPause } from './pauses-view.ts';
import type { Reading } from './reading.ts';
import { openSessionOf, runningBreakOf } from './record.ts';
import { type DeviceRules, UNDO_MS } from './rules.ts';
import { figuresOf } from './totals.ts';
import { isIdleSourceBroken } from './watch.ts';

/** An end that the member has to look at. */
export type EndToReview = {
  sessionId: string;
  startedAt: Instant;
  endedAt: Instant;
  endReason: EndReason;
  reviewReason: ReviewReason;
};

export const SYNC_STATES = ['synced', 'sending', 'offline', 'signed_out', 'removed'] as const;
export type SyncState = (typeof SYNC_STATES)[number];

/** What sending is doing. `sent` and `toSend` are of the present run. */
export type SyncLink = {
  state: SyncState;
  sent: number;
  toSend: number;
  lastSyncedAt: Instant | null;
  offlineSince: Instant | null;
};

export type SyncView = SyncLink & {
  waiting: number;
  /** Refused entries, each with what it was, for “needs you”. */
  needsYou: readonly { eventId: string; actionType: string; occurredAt: Instant; code: string }[];
};

/** Everything that windows, tray and notifications show of the clock. Instants are canonical as far as the offset is known. */
export type ClockView = {
  at: Instant;
  zone: string;
  state: 'out' | 'in' | 'break';
  /** The open session; `workedMs` is what the running clock shows. */
  session: {
    sessionId: string;
    startedAt: Instant;
    workedMs: number;
    isJoined: boolean;
    openedOn: string | null;
  } | null;
  onBreak: { pauseId: string; startedAt: Instant; lengthMs: number } | null;
  /** A session that runs on another device; clocking in joins it. */
  elsewhere: { startedAt: Instant; openedOn: string | null } | null;
  lastOutAt: Instant | null;
  undoUntil: Instant | null;
  today: DayTotals;
  /** Monday to Sunday; null before the server ever said. */
  week: { days: readonly DayTotals[]; workedMs: number; targetMs: number | null } | null;
  /** Oldest first. */
  pauses: readonly PauseToDecide[];
  /** What is counted now of each day that a pause to decide touches. */
  workedWithout: readonly DayPiece[];
  /** Decided pauses of the session that is open or ended last, oldest first. */
  settled: readonly SettledPause[];
  review: readonly EndToReview[];
  sync: SyncView;
  /** Server minus device in milliseconds, told when it is over five minutes; else null. */
  wrongClockMs: number | null;
  idleSource: 'works' | 'unavailable' | 'off';
};

export type ViewInput = {
  state: EngineState;
  at: Reading;
  /** Server minus steady time, in milliseconds; null when it is not known. */
  frameMs: number | null;
  rules: DeviceRules;
  outbox: Outbox;
  link: SyncLink;
};

/** What is shown of the device's clock at one moment. */
export function clockView(input: ViewInput): ClockView {
  const { state, at, frameMs, rules, outbox } = input;
  const { record, watch } = state;
  const now = at.wall - record.setMs;
  const shownMs = frameMs ?? record.setMs;
  const shown = (instant: number) => Math.round(instant + shownMs);
  const open = openSessionOf(record);
  const running = open && runningBreakOf(open);
  const undoable = undoableOf(record.sessions, now);
  const place = { now, zone: watch.zone, shownMs, isCountedHere: waitingOf(outbox).length > 0 };
  const today = localDayOf(shown(now), watch.zone);
  return {
    at: shown(now),
    zone: watch.zone,
    state: running ? 'break' : open ? 'in' : 'out',
    session: open && {
      sessionId: open.sessionId,
      startedAt: shown(open.startedAt),
      workedMs: figuresOf(open, now).workedMs,
      isJoined: open.joinedSessionId !== null,
      openedOn: open.openedOn,
    },
    onBreak: running && {
      pauseId: running.pauseId,
      startedAt: shown(running.startedAt),
      lengthMs: Math.max(0, now - running.startedAt),
    },
    elsewhere: record.elsewhere && {
      startedAt: shown(record.elsewhere.startedAt),
      openedOn: record.elsewhere.openedOn,
    },
    lastOutAt: lastEnd(state, shown),
    undoUntil: undoable?.closedAt ? shown(undoable.closedAt + UNDO_MS) : null,
    today: dayTotals(record, today, place),
    week: weekOf(record, today, place),
    ...pausesView(record, place),
    review: endsToReview(state, shown),
    sync: syncView(input, shown),
    wrongClockMs: offsetToTell(frameMs, record.setMs),
    idleSource: !rules.isDetectionOn ? 'off' : isIdleSourceBroken(watch, now) ? 'unavailable' : 'works',
  };
}

type Shown = (steady: number) => Instant;

function lastEnd({ record }: EngineState, shown: Shown): Instant | null {
  if (openSessionOf(record)) return null;
  const ends = record.sessions.flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt]));
  return ends.length === 0 ? null : shown(Math.max(...ends));
}

function weekOf(
  record: EngineState['record'],
  today: LocalDay,
  place: Parameters<typeof dayTotals>[2],
): ClockView['week'] {
  if (!record.figures) return null;
  const weekday = Temporal.PlainDate.from(today).dayOfWeek;
  const monday = addDays(today, 1 - weekday);
  const days = Array.from({ length: 7 }, (_, index) => dayTotals(record, addDays(monday, index), place));
  const targets = days.flatMap(({ targetMs }) => (targetMs === null ? [] : [targetMs]));
  return {
    days,
    workedMs: days.reduce((sum, day) => sum + day.workedMs, 0),
    targetMs: targets.length === 0 ? null : targets.reduce((sum, target) => sum + target, 0),
  };
}

function endsToReview({ record }: EngineState, shown: Shown): EndToReview[] {
  return record.sessions.flatMap(({ reviewReason, endedAt, endReason, sessionId, startedAt }) =>
    reviewReason !== null && endedAt !== null && endReason !== null
      ? [{ sessionId, startedAt: shown(startedAt), endedAt: shown(endedAt), endReason, reviewReason }]
      : [],
  );
}

function syncView({ outbox, link }: ViewInput, shown: Shown): SyncView {
  return {
    ...link,
    waiting: waitingOf(outbox).length,
    needsYou: needsYouOf(outbox).map(({ event, code }) => ({
      eventId: event.eventId,
      actionType: event.action.type,
      occurredAt: shown(event.occurredAt - event.setMs),
      code: code ?? 'not_accepted',
    })),
  };
}
