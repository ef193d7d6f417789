import type { ClockView as DeviceView } from '@devpulse/domain/attendance/device/view';
import type { Known } from '../src/main/server/server-facts.ts';
import { Settings } from '../src/main/settings/settings.ts';
import { NoticeBoard } from '../src/main/view/notice-board.ts';
import type { ViewParts } from '../src/main/view/view-parts.ts';

export const DAY = '2026-10-22';
export const ZONE = 'Europe/Berlin';
export const MINUTE = 60_000;

/** The instant of a wall time in Berlin. */
export const at = (time: string, day = DAY): number =>
  Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(ZONE).epochMilliseconds;

const id = (number: number): string => `01a00000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** Thursday at 15:06, clocked in since 13:12, everything sent. */
export function deviceView(change: Partial<DeviceView> = {}): DeviceView {
  const totals = { breakMs: 41 * MINUTE, unresolvedMs: 0, isCountedHere: false };
  return {
    at: at('15:06'),
    zone: ZONE,
    state: 'in',
    session: {
      sessionId: id(1),
      startedAt: at('13:12'),
      workedMs: 114 * MINUTE,
      isJoined: false,
      openedOn: null,
    },
    onBreak: null,
    elsewhere: null,
    lastOutAt: null,
    undoUntil: null,
    today: { day: DAY, workedMs: 327 * MINUTE, targetMs: 480 * MINUTE, ...totals },
    week: null,
    pauses: [],
    workedWithout: [],
    settled: [],
    review: [],
    sync: {
      state: 'synced',
      sent: 0,
      toSend: 0,
      lastSyncedAt: at('15:06'),
      offlineSince: null,
      waiting: 0,
      needsYou: [],
    },
    wrongClockMs: null,
    idleSource: 'works',
    ...change,
  };
}

export const outView = (change: Partial<DeviceView> = {}) =>
  deviceView({ state: 'out', session: null, lastOutAt: at('15:06'), ...change });

export const offline = (waiting: number): Partial<DeviceView> => ({
  sync: { ...deviceView().sync, state: 'offline', offlineSince: at('14:00'), waiting },
});

/** A quiet time that waits for an answer. */
export function pauseToDecide(number: number, from: string, to: string): DeviceView['pauses'][number] {
  const [startedAt, endedAt] = [at(from), at(to)];
  return {
    pauseId: id(number),
    sessionId: id(1),
    kind: 'idle',
    cause: 'no_input',
    startedAt,
    endedAt,
    pieces: [{ day: DAY, ms: endedAt - startedAt }],
    canClockOut: false,
    droppedIfClockedOut: [],
  };
}

export const known: Known = {
  userId: '0198c1d2-0000-4000-8000-0000000000b1',
  account: {
    id: '0198c1d2-0000-4000-8000-0000000000b1',
    name: 'Mira Okafor',
    email: 'mira@fjordline.example',
    isEmailVerified: true,
    pendingEmail: null,
    isInstanceOwner: false,
    hasPassword: true,
    createdAt: '2026-01-01T00:00:00.000Z',
    memberships: [
      {
        organization: { id: '0198c1d2-0000-4000-8000-0000000000c1', slug: 'fjordline', name: 'Fjordline' },
        role: 'developer',
        secondFactorDueAt: null,
        secondFactorPolicy: 'administrators',
      },
    ],
    session: {
      id: '0198c1d2-0000-4000-8000-0000000000d1',
      authenticatedAt: '2026-10-22T07:00:00.000Z',
      isRecentUntil: null,
    },
  },
  devices: [],
  organization: null,
};

const signedIn: ViewParts['signIn'] = { name: 'signed_in', session: {} as never };

export function viewParts(change: Partial<ViewParts> = {}): ViewParts {
  return {
    now: at('15:06'),
    version: '1.0.0',
    system: { platform: 'linux', name: 'Linux, x64' },
    deviceName: 'mira-laptop',
    zone: ZONE,
    signIn: signedIn,
    server: 'https://devpulse.fjordline.example',
    settings: Settings.parse({}),
    shortcut: { keys: null, refusedKeys: null },
    known,
    clock: deviceView(),
    entries: [],
    unreadable: 0,
    detection: { hasLockSignal: true, lockSeenAt: null, sleepSeenAt: null },
    update: { state: 'not_checked', version: null, checkedAt: null, isDeferred: false },
    isTokenKept: true,
    opened: null,
    board: newBoard(),
    ...change,
  };
}

const newBoard = (): NoticeBoard => {
  const dismissed = new Set<string>();
  return new NoticeBoard({ has: (one) => dismissed.has(one), add: (one) => dismissed.add(one) });
};
