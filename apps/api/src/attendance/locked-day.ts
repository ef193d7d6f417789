import { readStandingLocks } from '@devpulse/database/attendance/locks';
import type { Tenant } from '@devpulse/database/tenant';
import { AppError } from '@devpulse/domain/errors';
import type { LocalDay } from '@devpulse/domain/time/local-day';

/** Throws AppError('days_locked') for a day that is locked for the member. */
export async function requireUnlocked(tenant: Tenant, userId: string, day: LocalDay): Promise<void> {
  const lock = (await readStandingLocks(tenant, [userId])).get(userId);
  if (lock === undefined || day > lock.through) return;
  throw new AppError('days_locked', 'This day is locked.', {
    field: 'path.day',
    remedy: 'Ask an Admin to unlock it, with a reason.',
  });
}
