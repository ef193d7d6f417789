import { beginScores, computeScoreDay } from '@devpulse/database/analysis/score-work';
import type { OrganizationJob } from '@devpulse/jobs/catalogue';
import type { WorkerContext } from '../platform/context.ts';

/** Sets the targets that are due and computes the scores of every day that is missing or was changed, the newest first. */
export async function computeScores(
  { database, queues, bell, now, logger }: WorkerContext,
  { organizationId }: OrganizationJob,
): Promise<void> {
  const { days, hasDirtyDays } = await beginScores(database, { organizationId, now: now() });
  if (hasDirtyDays) bell.ring(organizationId);
  let changed = 0;
  for (const day of days)
    if (await computeScoreDay(database, { organizationId, now: now(), day })) changed += 1;
  logger.debug({ organizationId, days: days.length, changed }, 'computed scores');
  if (changed > 0) await queues.enqueue('evaluateAlerts', { organizationId });
}
