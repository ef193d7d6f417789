import { SCORE_VERSION } from '@devpulse/domain/score/delivery-reliability-score';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';
import { announceChange } from '../change-notices.ts';
import type { Database } from '../connection.ts';
import { readRollupRules } from '../rollup/rollup-rules.ts';
import { inOrganization, type Tenant } from '../tenant.ts';
import { lockInOrder } from '../transaction.ts';
import { keepIdleGaps } from './idle-gaps.ts';
import { computeScoresOfDay } from './score-day.ts';
import { HISTORY_DAYS, planScores, type ScoreState } from './score-plan.ts';
import { saveScores } from './scores.ts';
import { keepServiceLevels } from './service-levels.ts';

export type ScoreWork = { organizationId: string; now: Instant };
export type ScoresBegun = {
  /** Days to compute, newest first. */
  days: LocalDay[];
  /** Targets were set by which days have to be rolled up again. */
  hasDirtyDays: boolean;
};

/**
 * Sets the targets that are due, then notes which days are to be computed and that nothing else has changed, in one transaction: what
 * changes from now on is for the next time, and the days that are noted are computed even if this process is not there any more.
 */
export async function beginScores(database: Database, work: ScoreWork): Promise<ScoresBegun> {
  return inScoreWork(database, work, async (tenant) => {
    const rules = await readRollupRules(tenant.transaction, tenant.organizationId);
    if (rules === null) return { days: [], hasDirtyDays: false };
    const today = localDayOf(work.now, rules.calendar.zone);
    const state = await readState(tenant, today);
    const begun = { days: planScores(state), hasDirtyDays: false };
    if (state.firstDay !== null) {
      const from = [state.firstDay, addDays(today, -HISTORY_DAYS)].sort().at(-1) as LocalDay;
      begun.hasDirtyDays = await keepServiceLevels(tenant, { rules, from, today, now: work.now });
    }
    if ((state.scoredThrough ?? '') < state.yesterday) await keepIdleGaps(tenant, rules, work.now);
    await noteStaleDays(tenant, begun.days, state.yesterday);
    return begun;
  });
}

/** Computes one day and tells of what changed; again, and in whatever order, it comes to the same rows. */
export async function computeScoreDay(
  database: Database,
  work: ScoreWork & { day: LocalDay },
): Promise<boolean> {
  return inScoreWork(database, work, async (tenant) => {
    const { day, now } = work;
    const scores = await computeScoresOfDay(tenant, day);
    const isChanged = scores !== null && (await saveScores(tenant, { day, now, scores }));
    await settleDay(tenant, day);
    if (isChanged)
      await announceChange(tenant.transaction, { organizationId: work.organizationId, now, days: [day] });
    return isChanged;
  });
}

function inScoreWork<T>(
  database: Database,
  { organizationId }: ScoreWork,
  work: (tenant: Tenant) => Promise<T>,
): Promise<T> {
  return inOrganization(database, organizationId, async (tenant) => {
    const { transaction: tx } = tenant;
    await tx.query("SET LOCAL statement_timeout = '5min'; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'");
    await lockInOrder(tx, [`scores:${organizationId}`]);
    return work(tenant);
  });
}

type StateRow = Omit<ScoreState, 'yesterday' | 'firstDay' | 'changed'> & {
  firstAt: Instant | null;
  zone: string;
  isChanged: boolean;
  changedFrom: LocalDay | null;
};

async function readState(tenant: Tenant, today: LocalDay): Promise<ScoreState> {
  const { rows } = await tenant.query<StateRow>({
    name: 'score_state',
    text: `SELECT o.scored_through AS "scoredThrough", o.stale_score_days::text[] AS stale, o.time_zone AS zone,
        o.scores_dirty_since IS NOT NULL AS "isChanged", o.scores_dirty_from AS "changedFrom",
        (SELECT min(p.opened_at) FROM pull_request p WHERE p.organization_id = $1) AS "firstAt",
        ARRAY(SELECT s.day::text FROM score s WHERE s.organization_id = $1 AND s.scope_type = 'organization' AND s.scope_id = $1
          AND s.definition_version = $2 AND s.day >= $3) AS scored
      FROM organization o WHERE o.id = $1 FOR UPDATE OF o`,
    values: [SCORE_VERSION, addDays(today, -HISTORY_DAYS - 1)],
  });
  const { firstAt, zone, isChanged, changedFrom, ...state } = rows[0] as StateRow;
  return {
    ...state,
    yesterday: addDays(today, -1),
    firstDay: firstAt === null ? null : localDayOf(firstAt, zone),
    changed: isChanged ? { from: changedFrom } : null,
  };
}

async function noteStaleDays(tenant: Tenant, days: readonly LocalDay[], yesterday: LocalDay): Promise<void> {
  await tenant.query({
    text: `UPDATE organization SET stale_score_days = $2::date[], scores_dirty_since = NULL, scores_dirty_from = NULL,
        scored_through = CASE WHEN $3::date = ANY ($2::date[]) THEN scored_through ELSE greatest(scored_through, $3::date) END
      WHERE id = $1`,
    values: [days, yesterday],
  });
}

async function settleDay(tenant: Tenant, day: LocalDay): Promise<void> {
  await tenant.query({
    text: `UPDATE organization SET stale_score_days = array_remove(stale_score_days, $2::date),
        scored_through = greatest(scored_through, $2::date) WHERE id = $1`,
    values: [day],
  });
}
