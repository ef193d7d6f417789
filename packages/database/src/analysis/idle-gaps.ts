import { quantileRank } from '@devpulse/domain/metrics/sketch';
import type { Instant } from '@devpulse/domain/time/instant';
import { workingSecondsBetween } from '@devpulse/domain/time/working-calendar';
import type { RollupRules } from '../rollup/rollup-rules.ts';
import { teamAt } from '../rollup/team-at.ts';
import type { Tenant } from '../tenant.ts';

const PERIOD_MILLISECONDS = 56 * 86_400_000;
const QUANTILE = 0.85;
/** Under so many gaps a team has no usual one. */
const FEWEST_GAPS = 20;

/** Instants of events of people on ready pull requests of teams that ended in eight weeks: from ready to the end, both of them included. */
const READ_EVENTS = `SELECT p.team_id AS "teamId", p.id,
    array_agg((extract(epoch FROM e.at) * 1000)::bigint ORDER BY e.at) AS events
  FROM (
    SELECT q.id, q.ready_at, q.open_until, ${teamAt('$1', 'q.author_contributor_id', 'q.ready_at')} AS team_id
    FROM pull_request q
    WHERE q.organization_id = $1 AND q.open_until >= $2 AND q.open_until < $3 AND q.is_counted AND q.ready_at <= q.open_until
    OFFSET 0) AS p
  CROSS JOIN LATERAL (
    SELECT p.ready_at AS at UNION SELECT p.open_until
    UNION SELECT t.at FROM timeline_entry t
      JOIN github_account a ON a.organization_id = $1 AND a.github_id = t.actor_id AND NOT a.is_bot
      WHERE t.organization_id = $1 AND t.pull_request_id = p.id AND t.at > p.ready_at AND t.at < p.open_until) AS e
  WHERE p.team_id IS NOT NULL
  GROUP BY p.team_id, p.id`;

/** Keeps with each team how long its ready pull requests usually lie between two events of people, for the rule stale_pull_request. */
export async function keepIdleGaps(tenant: Tenant, rules: RollupRules, now: Instant): Promise<void> {
  const { rows } = await tenant.query<{ teamId: string; events: string[] }>({
    name: 'events_of_teams',
    text: READ_EVENTS,
    values: [new Date(now - PERIOD_MILLISECONDS), new Date(now)],
  });
  const gaps = new Map<string, number[]>();
  for (const { teamId, events } of rows) {
    const calendar = rules.teamCalendars.get(teamId) ?? rules.calendar;
    const own = gaps.get(teamId) ?? [];
    events.slice(1).forEach((at, index) => {
      own.push(workingSecondsBetween(calendar, Number(events[index]), Number(at)));
    });
    gaps.set(teamId, own);
  }
  const usual = [...gaps].filter(([, own]) => own.length >= FEWEST_GAPS);
  await tenant.query({
    text: `UPDATE team t SET idle_gap_seconds = g.seconds
      FROM team s LEFT JOIN unnest($2::uuid[], $3::bigint[]) AS g (team_id, seconds) ON g.team_id = s.id
      WHERE s.organization_id = $1 AND t.organization_id = $1 AND t.id = s.id AND t.idle_gap_seconds IS DISTINCT FROM g.seconds`,
    values: [usual.map(([teamId]) => teamId), usual.map(([, own]) => quantileOf(own))],
  });
}

function quantileOf(gaps: number[]): number {
  gaps.sort((a, b) => a - b);
  return gaps[quantileRank(QUANTILE, gaps.length)] as number;
}
