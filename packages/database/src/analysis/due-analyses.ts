import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import type { Database } from '../connection.ts';
import { type OrganizationRow, SETTINGS_COLUMNS, toSettings } from '../organizations.ts';
import { transaction } from '../transaction.ts';

/** Where the scores and alerts of an organization stand. */
export type AnalysisClock = {
  organizationId: string;
  calendar: WorkingCalendar;
  scoredThrough: LocalDay | null;
  scoresDirtySince: Instant | null;
  /** Days were noted and are not all computed. */
  hasStaleDays: boolean;
  /** History is being read, so what is computed now is computed again. */
  isImporting: boolean;
  alertsEvaluatedAt: Instant | null;
  rolledUpAt: Instant | null;
};

type Row = OrganizationRow & Omit<AnalysisClock, 'organizationId' | 'calendar'>;

export async function listAnalysisClocks(database: Database): Promise<AnalysisClock[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<Row>(
      `SELECT ${SETTINGS_COLUMNS}, o.scored_through AS "scoredThrough", o.scores_dirty_since AS "scoresDirtySince",
         cardinality(o.stale_score_days) > 0 AS "hasStaleDays", o.alerts_evaluated_at AS "alertsEvaluatedAt",
         o.rolled_up_at AS "rolledUpAt", EXISTS (
           SELECT 1 FROM repository_import i WHERE i.organization_id = o.id AND i.kind = 'backfill' AND i.state IN ('waiting', 'running')
         ) AS "isImporting"
       FROM organization o WHERE o.deletion_due_at IS NULL ORDER BY o.id`,
    );
    return rows.map((row) => ({
      organizationId: row.id,
      calendar: toSettings(row).calendar,
      scoredThrough: row.scoredThrough,
      scoresDirtySince: row.scoresDirtySince,
      hasStaleDays: row.hasStaleDays,
      isImporting: row.isImporting,
      alertsEvaluatedAt: row.alertsEvaluatedAt,
      rolledUpAt: row.rolledUpAt,
    }));
  });
}
