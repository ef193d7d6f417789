import { type AnalysisClock, listAnalysisClocks } from '@devpulse/database/analysis/due-analyses';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, localDayOf } from '@devpulse/domain/time/local-day';
import type { WorkerContext } from '../platform/context.ts';
import type { PostRoom } from '../platform/post-room.ts';
import { sendDigests } from './send-digests.ts';

const MINUTE = 60_000;
const NIGHT = { hour: 2, minute: 30 };
/** While history comes in, scores are old as soon as they are new. */
const PATIENCE_MS = { live: MINUTE, importing: 10 * MINUTE } as const;
const ALERTS_EVERY_MS = 5 * MINUTE;

/**
 * Queues the scores and alerts of organizations that are due for them, and mails digests. What is due stands in rows, so whatever a queue
 * loses, or a job gives up on, is queued again a minute later; one organization never keeps the others waiting.
 */
export async function beginAnalyses(context: WorkerContext, room: PostRoom): Promise<void> {
  for (const clock of await listAnalysisClocks(context.database)) {
    const { organizationId } = clock;
    const now = context.now();
    try {
      if (areScoresDue(clock, now)) await context.queues.enqueue('computeScores', { organizationId });
      if (areAlertsDue(clock, now)) await context.queues.enqueue('evaluateAlerts', { organizationId });
      await sendDigests(room, clock);
    } catch (error) {
      context.logger.error({ err: error, organizationId }, 'the analyses of an organization were not begun');
    }
  }
}

/** At night, after the days have been confirmed; soon after something changed; and where days were left over. */
export function areScoresDue(clock: AnalysisClock, now: Instant): boolean {
  const { calendar, scoredThrough, scoresDirtySince, hasStaleDays, isImporting } = clock;
  const patience = isImporting ? PATIENCE_MS.importing : PATIENCE_MS.live;
  if (hasStaleDays || (scoresDirtySince !== null && now - scoresDirtySince >= patience)) return true;
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(calendar.zone);
  const isNightOver = Temporal.PlainTime.compare(local.toPlainTime(), NIGHT) >= 0;
  const today = localDayOf(now, calendar.zone);
  return isNightOver && (scoredThrough ?? '') < addDays(today, -1);
}

/** Every five minutes, and within a minute or two of a rollup. */
export function areAlertsDue({ alertsEvaluatedAt, rolledUpAt }: AnalysisClock, now: Instant): boolean {
  if (alertsEvaluatedAt === null) return true;
  const age = now - alertsEvaluatedAt;
  return age >= ALERTS_EVERY_MS || (age >= MINUTE && rolledUpAt !== null && rolledUpAt > alertsEvaluatedAt);
}
