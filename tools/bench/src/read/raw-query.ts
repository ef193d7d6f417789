import type pg from 'pg';
import { CALENDAR, ORGANIZATION_ID } from '../large-organization/population.ts';

/**
 * The same question as the overview's, as boards ask it of raw tables: merged pull requests of people over a range and the one before,
 * with the median and the 85th percentile of the time to merge and of the time to the first review by somebody else, in all and by day.
 * On the elapsed clock alone, and of one scope.
 */
const RAW_QUERY = `WITH merged AS (
    SELECT p.id, p.author_account_id, p.ready_at, p.merged_at, p.merged_at >= $3 AS is_current,
      date_trunc('day', p.merged_at AT TIME ZONE $5) AS day
    FROM pull_request p
    JOIN repository r ON r.organization_id = p.organization_id AND r.id = p.repository_id AND r.is_tracked
    JOIN github_account a ON a.organization_id = p.organization_id AND a.github_id = p.author_account_id AND NOT a.is_bot
    WHERE p.organization_id = $1 AND p.state = 'merged' AND p.merged_at >= $2 AND p.merged_at < $4),
  reviewed AS (
    SELECT m.id, min(v.submitted_at) AS at
    FROM merged m
    JOIN review v ON v.organization_id = $1 AND v.pull_request_id = m.id AND v.submitted_at <= m.merged_at
    JOIN github_account a ON a.organization_id = $1 AND a.github_id = v.reviewer_account_id AND NOT a.is_bot
    WHERE v.reviewer_account_id <> m.author_account_id GROUP BY m.id)
  SELECT m.is_current, m.day, count(*) AS merged, count(reviewed.at) AS reviewed,
    percentile_cont(ARRAY[0.5, 0.85]) WITHIN GROUP (ORDER BY extract(epoch FROM m.merged_at - m.ready_at)) AS cycle,
    percentile_cont(ARRAY[0.5, 0.85]) WITHIN GROUP (ORDER BY extract(epoch FROM greatest(reviewed.at, m.ready_at) - m.ready_at)) AS pickup
  FROM merged m LEFT JOIN reviewed USING (id)
  GROUP BY GROUPING SETS ((m.is_current), (m.is_current, m.day)) ORDER BY 1, 2`;
const OPEN_QUERY = `SELECT p.is_draft, count(*) FROM pull_request p
  JOIN github_account a ON a.organization_id = p.organization_id AND a.github_id = p.author_account_id AND NOT a.is_bot
  WHERE p.organization_id = $1 AND p.state = 'open' GROUP BY p.is_draft`;

const DAY = 86_400_000;

/** Milliseconds until both statements are answered. */
export async function timeRawQuery(owner: pg.Client, days: number): Promise<number> {
  const now = Date.now();
  const bounds = [now - 2 * days * DAY, now - days * DAY, now].map((at) => new Date(at));
  const startedAt = performance.now();
  await owner.query({
    name: 'raw_query',
    text: RAW_QUERY,
    values: [ORGANIZATION_ID, ...bounds, CALENDAR.zone],
  });
  await owner.query({ name: 'open_query', text: OPEN_QUERY, values: [ORGANIZATION_ID] });
  return performance.now() - startedAt;
}
