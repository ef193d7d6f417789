import { getClock } from '@devpulse/contracts/attendance/clock';
import { listOwnDays } from '@devpulse/contracts/attendance/days';
import type { SessionView } from '@devpulse/contracts/attendance/shapes';
import type { ApiCall } from '@devpulse/contracts/client';
import type { ServerFact, ServerSession } from '@devpulse/domain/attendance/device/record';

const MINUTE = 60_000;

/** What the server says of the member's sessions, this week's days and the rules. Rejects with `ApiError`. */
export async function readFacts(call: ApiCall, organization: string, frameMs: number): Promise<ServerFact[]> {
  const params = { organization };
  const clock = await call(getClock, { params });
  const { from, to } = clock.week;
  const sheets = await call(listOwnDays, { params, query: { from, to } });
  const told = [clock.session, clock.lastSession, ...clock.toReview].filter((one) => one !== null);
  const sessions = [...new Map(told.map((one) => [one.id, one])).values()];
  const { rules } = clock;
  return [
    {
      type: 'rules',
      rules: {
        isDetectionOn: rules.idlePolicy === 'prompt' && rules.isDetectionOn,
        idleThresholdMs: rules.idleThresholdMinutes * MINUTE,
        maxOpenMs: rules.maxOpenMinutes * MINUTE,
        openReminderMs: rules.reminderMinutes * MINUTE,
        breakReminderMs: rules.breakReminderMinutes * MINUTE,
      },
    },
    ...(clock.session ? [] : [{ type: 'nothing_elsewhere' } as const]),
    ...sessions.map((session) => ({ type: 'session', session: toldSession(session), frameMs }) as const),
    {
      type: 'figures',
      asOf: Date.parse(clock.serverTime),
      frameMs,
      days: sheets.days.map(({ day, workedMs, breakMs, unresolvedMs, targetMinutes }) => ({
        day,
        workedMs,
        breakMs,
        unresolvedMs,
        targetMs: targetMinutes === null ? null : targetMinutes * MINUTE,
      })),
    },
  ];
}

function toldSession(session: SessionView): ServerSession {
  return {
    sessionId: session.id,
    aliases: session.aliases,
    openedOn: session.openedOn,
    startedAt: Date.parse(session.startedAt),
    endedAt: session.endedAt === null ? null : Date.parse(session.endedAt),
    endReason: session.endReason,
    reviewReason: session.reviewReason,
    isVoid: session.state === 'voided',
    pauses: session.pauses.map((pause) => ({
      pauseId: pause.id,
      kind: pause.kind,
      startedAt: Date.parse(pause.startedAt),
      endedAt: pause.endedAt === null ? null : Date.parse(pause.endedAt),
      resolution: pause.resolution,
    })),
  };
}
