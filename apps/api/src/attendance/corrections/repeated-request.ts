import type { CorrectionRow } from '@devpulse/database/attendance/corrections';
import { readSessionsNamed } from '@devpulse/database/attendance/stored-sessions';
import type { Tenant } from '@devpulse/database/tenant';
import { AppError } from '@devpulse/domain/errors';
import type { Asked } from './asked-correction.ts';

/** Throws AppError('event_changed') unless `known`, which was asked for under the same id, says the same. */
export async function requireSameRequest(tenant: Tenant, known: CorrectionRow, asked: Asked): Promise<void> {
  const isSame =
    known.reason === asked.reason &&
    isSameTime(known.after, asked.after) &&
    (await isSameSession(tenant, known, asked.session));
  if (isSame) return;
  throw new AppError('event_changed', 'A request of this id says something else; it stays as it was.', {
    field: 'body.id',
    remedy: 'Send what was sent the first time, or give a new request an id of its own.',
  });
}

/** The same one may be asked for under the name that another device knows it by. */
async function isSameSession(
  tenant: Tenant,
  known: CorrectionRow,
  named: string | undefined,
): Promise<boolean> {
  if (named === undefined) return known.kind === 'entry';
  if (known.kind === 'entry') return false;
  if (named === known.sessionId) return true;
  const sessions = await readSessionsNamed(tenant, { userId: known.userId, names: [named] });
  return sessions.some(({ sessionId }) => sessionId === known.sessionId);
}

function isSameTime(known: CorrectionRow['after'], asked: Asked['after']): boolean {
  if (known === null || asked === null) return known === asked;
  const pauses = known.pauses?.map(({ startedAt, endedAt }) => [startedAt, endedAt]) ?? null;
  const breaks = asked.breaks?.map(rangeOf) ?? null;
  return (
    JSON.stringify([known.startedAt, known.endedAt, pauses]) === JSON.stringify([...rangeOf(asked), breaks])
  );
}

const rangeOf = ({ startedAt, endedAt }: { startedAt: string; endedAt: string }) => [
  Date.parse(startedAt),
  Date.parse(endedAt),
];
