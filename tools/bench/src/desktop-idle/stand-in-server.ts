import { randomUUID } from 'node:crypto';
import type { Account } from '@devpulse/contracts/account/profile';
import type { getClock } from '@devpulse/contracts/attendance/clock';
import type { listOwnDays } from '@devpulse/contracts/attendance/days';
import type { AttendanceEventBody, sendAttendanceEvents } from '@devpulse/contracts/attendance/events';
import type { SessionTokens } from '@devpulse/contracts/auth/tokens';
import type { RouteResponse } from '@devpulse/contracts/route';

const HOUR = 3_600_000;
const ORGANIZATION = { id: randomUUID(), slug: 'acme', name: 'Acme' };
const later = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();

export const SERVER = 'http://127.0.0.1:9';
export const SIGN_IN = {
  server: SERVER,
  userId: randomUUID(),
  deviceId: randomUUID(),
  sessionId: randomUUID(),
  refreshToken: 'bench-refresh-token-0123456789',
  refreshExpiresAt: later(24 * HOUR),
};

/** The person, as the app keeps it from its last run. */
export const ACCOUNT: Account = {
  id: SIGN_IN.userId,
  name: 'Ann Example',
  email: 'ann@example.com',
  isEmailVerified: true,
  pendingEmail: null,
  isInstanceOwner: false,
  hasPassword: true,
  createdAt: later(-HOUR),
  memberships: [
    {
      organization: ORGANIZATION,
      role: 'developer',
      secondFactorDueAt: null,
      secondFactorPolicy: 'administrators',
    },
  ],
  session: { id: SIGN_IN.sessionId, authenticatedAt: later(-HOUR), isRecentUntil: null },
};

/** Answers at once what a device that is in order asks for; everything else, 404. */
export const answerAsServer: typeof fetch = async (input, init) => {
  const { pathname } = new URL(String(input));
  if (pathname.endsWith('/auth/refresh')) return Response.json(tokens());
  if (pathname.endsWith('/events')) return Response.json(takeEvents(String(init?.body)));
  if (pathname.endsWith('/attendance/clock')) return Response.json(clock());
  if (pathname.endsWith('/attendance/days')) return Response.json(days());
  const problem = { type: 'about:blank', title: '-', status: 404, code: 'not_found' };
  return Response.json({ ...problem, detail: '-', requestId: '-' }, { status: 404 });
};

const tokens = (): SessionTokens => ({
  sessionId: SIGN_IN.sessionId,
  accessToken: 'bench-access-token',
  accessExpiresAt: later(HOUR),
  refreshToken: SIGN_IN.refreshToken,
  refreshExpiresAt: SIGN_IN.refreshExpiresAt,
});

let nextSeq = 1;
function takeEvents(body: string): RouteResponse<typeof sendAttendanceEvents> {
  const { events } = JSON.parse(body) as { events: AttendanceEventBody[] };
  nextSeq += events.length;
  const results = events.map(({ eventId }) => ({
    eventId,
    result: 'applied' as const,
    firstResult: null,
    code: null,
    joinedSessionId: null,
    isClamped: false,
  }));
  return { results, nextSeq, serverTime: later(0) };
}

const NOTHING = { workedMs: 0, breakMs: 0, unresolvedMs: 0, targetMinutes: 480 };
const today = () => later(0).slice(0, 10);

const clock = (): RouteResponse<typeof getClock> => ({
  serverTime: later(0),
  status: 'out',
  session: null,
  lastSession: null,
  undoableUntil: null,
  notHeardSince: null,
  pendingPauses: [],
  toReview: [],
  today: { ...NOTHING, day: today() },
  week: { ...NOTHING, from: today(), to: today() },
  zone: { zone: 'UTC', mode: 'automatic' },
  rules: {
    idlePolicy: 'prompt',
    idleThresholdMinutes: 10,
    idleMinimumMinutes: 5,
    idleMaximumMinutes: 60,
    isDetectionOn: true,
    maySwitchDetectionOff: true,
    maxOpenMinutes: 840,
    reminderMinutes: 600,
    breakReminderMinutes: 120,
  },
  web: { deviceId: randomUUID(), nextSeq: 1 },
  undecidedCorrections: 0,
});

const days = (): RouteResponse<typeof listOwnDays> => ({
  weeks: [],
  totals: NOTHING,
  lockedThrough: null,
  days: [],
});
