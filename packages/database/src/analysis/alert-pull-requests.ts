import { type AlertSettings, isRuleOn } from '@devpulse/domain/alerts/settings';
import type { OpenPullRequest, ReviewRequest, UnreviewedMerge } from '@devpulse/domain/alerts/snapshot';
import type { OpenState } from '@devpulse/domain/delivery/facts';
import type { Instant } from '@devpulse/domain/time/instant';
import { teamAt } from '../rollup/team-at.ts';
import type { Tenant } from '../tenant.ts';

const TEAM = teamAt('$1', 'p.author_contributor_id', 'coalesce(p.ready_at, p.opened_at)');
const LABEL = `p.id, p.number, p.title, p.repository_id AS "repositoryId", r.full_name AS "repositoryName", ${TEAM} AS "teamId"`;
const OF_WATCHED = `JOIN repository r ON r.organization_id = $1 AND r.id = p.repository_id
    AND r.is_tracked AND r.removed_at IS NULL AND NOT r.is_archived`;
const milliseconds = (instant: string) => `(extract(epoch FROM ${instant}) * 1000)::bigint`;

/** Open ones with their latest event of a person; ended times after ready in which it was a draft or closed are its pauses. */
export const READ_OPEN = `SELECT ${LABEL}, p.ready_at AS "readyAt", p.approved_at AS "approvedAt",
    CASE WHEN p.draft_during @> $2::timestamptz THEN 'draft' WHEN p.approved_during @> $2::timestamptz THEN 'approved'
      WHEN p.in_review_during @> $2::timestamptz THEN 'inReview' ELSE 'waiting' END AS state,
    (SELECT lower(d) FROM unnest(p.draft_during) AS d WHERE d @> $2::timestamptz) AS "draftSince",
    CASE WHEN jsonb_typeof(p.snapshot->'size') = 'object'
      THEN greatest(0, p.additions + p.deletions - coalesce(p.generated_lines, 0)) END AS "sizeLines",
    (SELECT max(e.at) FROM timeline_entry e
      JOIN github_account a ON a.organization_id = $1 AND a.github_id = e.actor_id AND NOT a.is_bot
      WHERE e.organization_id = $1 AND e.pull_request_id = p.id AND e.at <= $2) AS "lastHumanEventAt",
    CASE WHEN p.ready_at < $2 THEN (
      SELECT json_agg(json_build_object('from', ${milliseconds('lower(s)')}, 'to', ${milliseconds('upper(s)')}) ORDER BY s)
      FROM unnest(tstzmultirange(tstzrange(p.ready_at, $2)) - (p.waiting_during + p.in_review_during + p.approved_during)) AS s
      WHERE upper(s) < $2) END AS "pausedSpans"
  FROM pull_request p ${OF_WATCHED}
  WHERE p.organization_id = $1 AND p.open_until = 'infinity' AND p.is_counted AND p.opened_at <= $2`;

type OpenRow = Omit<OpenPullRequest, 'pausedSpans'> & {
  state: OpenState;
  pausedSpans: OpenPullRequest['pausedSpans'] | null;
};

export async function readOpenPullRequests(tenant: Tenant, now: Instant): Promise<OpenPullRequest[]> {
  const { rows } = await tenant.query<OpenRow>({
    name: 'alert_open_pull_requests',
    text: READ_OPEN,
    values: [new Date(now)],
  });
  return rows.map((row) => ({ ...row, pausedSpans: row.pausedSpans ?? [] }));
}

/**
 * Merges without a review since an instant. GitHub does not tell what the policy of a branch is: whoever turns the rule on says that theirs
 * asks for one, and while nobody has said anything it is not known.
 */
export async function readUnreviewedMerges(
  tenant: Tenant,
  settings: AlertSettings,
  { since, now }: { since: Instant; now: Instant },
): Promise<UnreviewedMerge[]> {
  const { rows } = await tenant.query<Omit<UnreviewedMerge, 'policyAsksForReview'>>({
    name: 'alert_unreviewed_merges',
    text: `SELECT ${LABEL}, p.merged_at AS "mergedAt", (SELECT min(v.submitted_at) FROM review v
          WHERE v.organization_id = $1 AND v.pull_request_id = p.id AND v.is_counted AND v.submitted_at >= p.merged_at)
        AS "firstHumanReviewAfterMergeAt"
      FROM pull_request p ${OF_WATCHED}
      WHERE p.organization_id = $1 AND p.merged_at > $2 AND p.merged_at <= $3 AND p.is_merged_without_review AND p.is_counted`,
    values: [new Date(since), new Date(now)],
  });
  return rows.map((row) => ({ ...row, policyAsksForReview: asksForReview(settings, row.teamId) }));
}

function asksForReview(settings: AlertSettings, teamId: string | null): boolean | null {
  const rule = 'merged_without_review';
  const own = teamId === null ? undefined : settings.teams[teamId]?.[rule]?.isEnabled;
  const said = own ?? settings.organization[rule]?.isEnabled ?? null;
  return said === null ? null : isRuleOn(settings, rule, teamId);
}

/** Requests to people since an instant, with the team each was in when asked. */
export async function readReviewRequests(
  tenant: Tenant,
  { since, now }: { since: Instant; now: Instant },
): Promise<ReviewRequest[]> {
  const { rows } = await tenant.query<ReviewRequest>({
    name: 'alert_review_requests',
    text: `SELECT * FROM (
        SELECT q.reviewer_contributor_id AS "reviewerId", q.requested_at AS "requestedAt",
          ${teamAt('$1', 'q.reviewer_contributor_id', 'q.requested_at')} AS "teamId"
        FROM review_request q
        WHERE q.organization_id = $1 AND q.requested_at > $2 AND q.requested_at <= $3 AND q.is_counted
          AND q.reviewer_contributor_id IS NOT NULL) AS asked
      WHERE "teamId" IS NOT NULL`,
    values: [new Date(since), new Date(now)],
  });
  return rows;
}
