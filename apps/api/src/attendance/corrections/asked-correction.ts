import { randomUUID } from 'node:crypto';
import type { askCorrection } from '@devpulse/contracts/attendance/corrections';
import type { RouteBody } from '@devpulse/contracts/route';
import type { CorrectionKind } from '@devpulse/database/attendance/corrections';
import { type KeptSession, readSessionsNamed } from '@devpulse/database/attendance/stored-sessions';
import type { Tenant } from '@devpulse/database/tenant';
import type { CorrectedPause } from '@devpulse/domain/attendance/correction';
import type { CorrectedTime, CorrectionChange } from '@devpulse/domain/attendance/correction-rules';
import { AppError } from '@devpulse/domain/errors';
import type { Instant } from '@devpulse/domain/time/instant';

export type Asked = RouteBody<typeof askCorrection>;

/** What a stored correction holds of a session: its range, and its pauses where these are said. */
export type CorrectedSession = { startedAt: Instant; endedAt: Instant; pauses: CorrectedPause[] | null };

export type AskedCorrection = {
  kind: Exclude<CorrectionKind, 'held_events'>;
  sessionId: string;
  before: CorrectedSession | null;
  after: CorrectedSession | null;
  /** The same, as the rules judge it. */
  change: CorrectionChange;
};

/** Throws AppError: `not_found` for a session that is not the caller's, `conflict` for one that is open or void. */
export async function readAsked(tenant: Tenant, userId: string, asked: Asked): Promise<AskedCorrection> {
  const session = asked.session === undefined ? null : await findSession(tenant, userId, asked.session);
  const before = session === null ? null : correctedOf(session);
  const after = asked.after === null ? null : wished(asked.after);
  if (before === null && after === null) throw nothingAsked();
  return {
    kind: before === null ? 'entry' : after === null ? 'void' : 'change',
    sessionId: session?.sessionId ?? randomUUID(),
    before,
    after,
    change: {
      before: timeOf(before),
      after: timeOf(
        after === null
          ? null
          : { ...after, pauses: after.pauses ?? pausesWithin(before?.pauses ?? [], after) },
      ),
    },
  };
}

async function findSession(
  tenant: Tenant,
  userId: string,
  id: string,
): Promise<KeptSession & { endedAt: Instant }> {
  const found = await readSessionsNamed(tenant, { userId, names: [id] });
  const session = found.find(({ sessionId }) => sessionId === id) ?? found[0];
  if (session === undefined) {
    throw new AppError('not_found', 'There is no such session of yours.', { field: 'body.session' });
  }
  const { endedAt } = session;
  if (endedAt === null || session.state === 'voided') throw notCorrectable(session.state);
  return { ...session, endedAt };
}

function correctedOf({ startedAt, endedAt, pauses }: KeptSession & { endedAt: Instant }): CorrectedSession {
  return {
    startedAt,
    endedAt,
    pauses: pauses.map((pause) => ({
      pauseId: pause.pauseId,
      kind: pause.kind,
      startedAt: pause.startedAt,
      endedAt: pause.endedAt ?? endedAt,
      resolution: pause.resolution,
    })),
  };
}

function wished({ startedAt, endedAt, breaks }: NonNullable<Asked['after']>): CorrectedSession {
  return {
    startedAt: Date.parse(startedAt),
    endedAt: Date.parse(endedAt),
    pauses:
      breaks?.map((one) => ({
        pauseId: randomUUID(),
        kind: 'break',
        startedAt: Date.parse(one.startedAt),
        endedAt: Date.parse(one.endedAt),
        resolution: 'excluded',
      })) ?? null,
  };
}

/** Pauses that stay, as far as they lie in the new range. */
export function pausesWithin<Pause extends { startedAt: Instant; endedAt: Instant }>(
  pauses: readonly Pause[],
  { startedAt, endedAt }: { startedAt: Instant; endedAt: Instant },
): Pause[] {
  return pauses
    .map((pause) => ({
      ...pause,
      startedAt: Math.max(pause.startedAt, startedAt),
      endedAt: Math.min(pause.endedAt, endedAt),
    }))
    .filter((pause) => pause.endedAt - pause.startedAt >= 1_000);
}

function timeOf(session: CorrectedSession | null): CorrectedTime | null {
  if (session === null) return null;
  const notWorked = (session.pauses ?? []).filter(({ resolution }) => resolution !== 'counted');
  return {
    startedAt: session.startedAt,
    endedAt: session.endedAt,
    pauses: notWorked.map(({ startedAt, endedAt }) => ({ from: startedAt, to: endedAt })),
  };
}

function nothingAsked(): AppError {
  return new AppError('invalid_request', 'There is nothing to correct.', {
    field: 'body.after',
    remedy: 'Name a session to void it, or say from when to when you worked.',
  });
}

function notCorrectable(state: string): AppError {
  return state === 'voided'
    ? new AppError('conflict', 'This session counts nothing any more.', {
        field: 'body.session',
        remedy: 'Enter the time by hand, without a session.',
      })
    : new AppError('conflict', 'This session is still open.', {
        field: 'body.session',
        remedy: 'Clock out first, then correct it.',
      });
}
