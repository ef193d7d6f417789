import { MERGED_WITHOUT_REVIEW_DAYS } from '@devpulse/domain/alerts/merged-without-review';
import { REVIEW_LOAD_DAYS } from '@devpulse/domain/alerts/review-load';
import type {
  AlertSnapshot,
  InstallationState,
  ScoreComparison,
  ScorePoint,
} from '@devpulse/domain/alerts/snapshot';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';
import type { RollupRules } from '../rollup/rollup-rules.ts';
import type { Tenant } from '../tenant.ts';
import { readPlaces } from './alert-places.ts';
import { readOpenPullRequests, readReviewRequests, readUnreviewedMerges } from './alert-pull-requests.ts';
import { readAlertSettings } from './alert-settings.ts';
import { COMPARED_DAYS } from './score-plan.ts';

const DAY_MILLISECONDS = 86_400_000;
/** What failed earlier was given up on by people too. */
const FAILED_DAYS = 30;

/**
 * Everything the rules look at: what is open, what happened in two weeks, and sums of days; never a scan of history. Needs a transaction
 * that may see deliveries and budgets (`system`). Leave and attendance are not recorded, so people are not among it.
 */
export async function readAlertSnapshot(
  tenant: Tenant,
  rules: RollupRules,
  now: Instant,
): Promise<AlertSnapshot> {
  const today = localDayOf(now, rules.calendar.zone);
  const settings = await readAlertSettings(tenant, rules, today);
  const since = (days: number) => ({ since: now - days * DAY_MILLISECONDS - 1, now });
  const places = await readPlaces(tenant, { now, today, rules });
  return {
    now,
    organizationId: tenant.organizationId,
    calendar: rules.calendar,
    settings,
    ...places,
    pullRequests: await readOpenPullRequests(tenant, now),
    unreviewedMerges: await readUnreviewedMerges(tenant, settings, since(MERGED_WITHOUT_REVIEW_DAYS)),
    reviewRequests: await readReviewRequests(tenant, since(REVIEW_LOAD_DAYS)),
    scores: await readComparisons(tenant, places),
    installations: await readInstallations(tenant, now),
    people: [],
    leaveDays: null,
    openSessions: null,
  };
}

type ScoreRow = {
  scopeType: ScoreComparison['scopeType'];
  scopeId: string;
  isToday: boolean;
  value: number | null;
  width: number | null;
  definitionVersion: number;
};

/** Of the last day that has scores, with 28 days before it; scopes without either are left out. */
async function readComparisons(
  tenant: Tenant,
  places: Pick<AlertSnapshot, 'teams' | 'repositories'>,
): Promise<ScoreComparison[]> {
  const { rows: known } = await tenant.query<{ name: string; day: LocalDay | null }>({
    text: 'SELECT name, scored_through AS day FROM organization WHERE id = $1',
  });
  const day = known[0]?.day ?? null;
  if (day === null) return [];
  const { rows } = await tenant.query<ScoreRow>({
    name: 'alert_scores',
    text: `SELECT DISTINCT ON (s.scope_type, s.scope_id, s.day) s.scope_type AS "scopeType", s.scope_id AS "scopeId",
        s.day = $2 AS "isToday", s.value, s.high - s.low AS width, s.definition_version AS "definitionVersion"
      FROM score s WHERE s.organization_id = $1 AND s.day IN ($2, $3) AND s.scope_type <> 'contributor'
      ORDER BY s.scope_type, s.scope_id, s.day, s.definition_version DESC`,
    values: [day, addDays(day, -COMPARED_DAYS)],
  });
  const names = new Map([
    [tenant.organizationId, known[0]?.name ?? ''],
    ...[...places.teams, ...places.repositories].map(({ id, name }): [string, string] => [id, name]),
  ]);
  const byScope = Map.groupBy(rows, ({ scopeType, scopeId }) => `${scopeType} ${scopeId}`);
  return [...byScope.values()].flatMap((points) => {
    const { scopeType, scopeId } = points[0] as ScoreRow;
    const name = names.get(scopeId);
    if (name === undefined) return [];
    const of = (isToday: boolean) => pointOf(points.find((point) => point.isToday === isToday));
    return [{ scopeType, scopeId, name, today: of(true), before: of(false) }];
  });
}

function pointOf(row: ScoreRow | undefined): ScorePoint | null {
  if (row === undefined || row.value === null || row.width === null) return null;
  const { value, width, definitionVersion } = row;
  return { value, interval: { width }, definitionVersion };
}

async function readInstallations(tenant: Tenant, now: Instant): Promise<InstallationState[]> {
  const { rows } = await tenant.query<InstallationState>({
    name: 'alert_installations',
    text: `SELECT i.github_id::text AS id, i.account_login AS "accountName",
        CASE WHEN i.state = 'suspended' THEN coalesce(i.suspended_at, i.source_at) END AS "suspendedAt",
        coalesce(f.failed, 0) AS "failedDeliveryCount", f.oldest AS "oldestFailedDeliveryAt", b.spent AS "rateLimit"
      FROM installation i
      LEFT JOIN (
        SELECT d.installation_id, count(*)::int AS failed, min(d.received_at) AS oldest FROM raw_delivery d
        WHERE d.organization_id = $1 AND d.state = 'dead' AND d.received_at > $2 GROUP BY d.installation_id
      ) AS f ON f.installation_id = i.github_id
      LEFT JOIN LATERAL (
        SELECT json_build_object('exhaustedAt', (extract(epoch FROM g.updated_at) * 1000)::bigint,
          'renewedAt', (extract(epoch FROM g.resets_at) * 1000)::bigint) AS spent
        FROM github_budget g WHERE g.holder = 'installation:' || i.github_id AND g.remaining = 0 AND g.resets_at IS NOT NULL
        ORDER BY g.resets_at DESC LIMIT 1) AS b ON true
      WHERE i.organization_id = $1 AND i.state <> 'deleted'
      ORDER BY i.github_id`,
    values: [new Date(now - FAILED_DAYS * DAY_MILLISECONDS)],
  });
  return rows;
}
