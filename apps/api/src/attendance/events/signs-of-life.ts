import { readDatedRules } from '@devpulse/database/attendance/rules';
import { saveSignOfLife } from '@devpulse/database/attendance/signs-of-life';
import { readCurrentSessions } from '@devpulse/database/attendance/stored-sessions';
import type { Stream } from '@devpulse/database/attendance/streams';
import { keepTime } from '@devpulse/database/attendance/time-keeping';
import type { Tenant } from '@devpulse/database/tenant';
import { horizonOf } from '@devpulse/domain/attendance/rules';
import type { Instant } from '@devpulse/domain/time/instant';

/**
 * A device was heard from. While a session is open that it is linked to, that is evidence that somebody was there; once the longest time is
 * over it no longer is. Source: M2, D3.
 */
export async function noteSignOfLife(
  tenant: Tenant,
  of: { userId: string; stream: Stream; now: Instant },
): Promise<void> {
  const { userId, stream, now } = of;
  if (stream.removedAt !== null || stream.kind === 'web') return;
  const current = await readCurrentSessions(tenant, { userId, since: now });
  const open = current.find(({ endedAt }) => endedAt === null);
  const link = open?.links.find(({ deviceId }) => deviceId === stream.deviceId);
  if (open === undefined || link === undefined) return;
  const begun = open.rawStartedAt;
  const isOver = now > horizonOf(begun, await readDatedRules(tenant, { from: begun, to: begun + 1 }));
  if (!isOver)
    await saveSignOfLife(tenant, { userId, deviceId: stream.deviceId, sessionId: link.knownAs, until: now });
  const mayChangePauses = open.links.length > 1;
  if (!isOver && !mayChangePauses) return;
  await keepTime(tenant, {
    userId,
    touched: { from: open.startedAt, to: now },
    names: [open.sessionId],
    fresh: [],
    now,
  });
}
