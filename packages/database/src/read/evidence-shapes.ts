import type { DurationName } from '@devpulse/domain/delivery/facts';
import type { MetricId } from '@devpulse/domain/metrics/definitions';
import { snakeCase } from '../rollup/measures.ts';
import { teamAt } from '../rollup/team-at.ts';
import type { EvidenceNeed } from './evidence-needs.ts';

export type EvidenceScopeType = 'organization' | 'team' | 'repository' | 'contributor';

/** How the pull requests behind a metric are found: each once, with the instant by which it belongs to the range. */
export type Shape = {
  /** SQL for rows of id, at, working and elapsed. `parameter` names the parameter of a need. */
  items: (parameter: (need: EvidenceNeed) => string) => string;
  /** They are counted where they are; otherwise the stored days say how many there are. */
  isCounted: boolean;
  /** What the search takes beside the scope and the range; see `evidence-needs.ts`. */
  needs: readonly EvidenceNeed[];
};

type Asked = { scopeType: EvidenceScopeType; isNow: boolean };

/** SQL that keeps what belongs to the scope, `$2`; a pull request belongs to the team of `person` at an instant. */
function within(scopeType: EvidenceScopeType, person: string, at: string): string {
  switch (scopeType) {
    case 'organization':
      return 'p.organization_id = $2';
    case 'repository':
      return 'p.repository_id = $2';
    case 'contributor':
      return `${person} = $2`;
    case 'team':
      return `${person} IN (SELECT m.contributor_id FROM team_membership m WHERE m.organization_id = $1 AND m.team_id = $2)
        AND ${teamAt('$1', person, at)} = $2`;
  }
}

const inRange = (at: string) => `${at} >= $3::timestamptz AND ${at} < $4::timestamptz`;
const authored = (scopeType: EvidenceScopeType) =>
  within(scopeType, 'p.author_contributor_id', 'coalesce(p.ready_at, p.opened_at)');

const AUTHORS_TEAM = teamAt('$1', 'p.author_contributor_id', 'coalesce(p.ready_at, p.opened_at)');
type Parameter = (need: EvidenceNeed) => string;

const REVIEW_TARGETS = ['reviewTeams', 'reviewFrom', 'reviewSeconds'] as const;
/** SQL for the target of a first review that held the author's team at an instant; working seconds. */
const reviewTargetAt = (at: string, parameter: Parameter) => `(SELECT g.seconds
    FROM unnest(${parameter('reviewTeams')}::uuid[], ${parameter('reviewFrom')}::timestamptz[], ${parameter('reviewSeconds')}::bigint[])
      AS g (team_id, starts_at, seconds)
    WHERE g.starts_at <= ${at} AND (g.team_id IS NULL OR g.team_id = ${AUTHORS_TEAM})
    ORDER BY g.team_id IS NULL, g.starts_at DESC LIMIT 1)`;

const CYCLE_TARGETS = ['cycleTeams', 'cycleOffsets', 'cycleSeconds'] as const;
/** SQL: has the pull request been ready for longer than the cycle target of the author's team, on the team's clock. */
const isOlder = (parameter: Parameter) => `(SELECT g.work_offset - p.ready_working_offset > g.seconds
    FROM unnest(${parameter('cycleTeams')}::uuid[], ${parameter('cycleOffsets')}::bigint[], ${parameter('cycleSeconds')}::bigint[])
      AS g (team_id, work_offset, seconds)
    WHERE g.team_id IS NULL OR g.team_id = ${AUTHORS_TEAM}
    ORDER BY g.team_id IS NULL LIMIT 1)`;

type Event = {
  at: string;
  where: string;
  duration?: DurationName;
  needs?: readonly EvidenceNeed[];
  filter?: (parameter: Parameter) => string;
};

const mergedWith = (duration: DurationName): Event => ({
  at: 'merged_at',
  where: `p.state = 'merged' AND p.${snakeCase(duration)}_working IS NOT NULL`,
  duration,
});
const MERGED: Event = { at: 'merged_at', where: `p.state = 'merged'`, duration: 'cycle' };

const EVENTS: Partial<Record<MetricId, Event>> = {
  cycle_time: mergedWith('cycle'),
  time_to_first_review: mergedWith('pickup'),
  review_time: mergedWith('review'),
  merge_wait: mergedWith('mergeWait'),
  unreviewed_time: mergedWith('unreviewed'),
  coding_time: mergedWith('coding'),
  lead_time: mergedWith('lead'),
  first_reviews_in_target: {
    ...mergedWith('pickup'),
    needs: REVIEW_TARGETS,
    filter: (parameter) => `p.pickup_working <= ${reviewTargetAt('p.merged_at', parameter)}`,
  },
  merged: MERGED,
  commits: MERGED,
  additions: MERGED,
  deletions: MERGED,
  merged_without_review: { ...MERGED, where: `p.state = 'merged' AND p.is_merged_without_review` },
  reverted: { ...MERGED, where: `p.state = 'merged' AND p.reverts_number IS NOT NULL` },
  closed_unmerged: { at: 'closed_at', where: `p.state = 'closed'` },
  opened: { at: 'opened_at', where: 'true' },
  ready: { at: 'ready_at', where: 'true' },
};

function eventShape({ at, where, duration, needs = [], filter }: Event, { scopeType }: Asked): Shape {
  const seconds = (clock: string) => (duration ? `p.${snakeCase(duration)}_${clock}` : 'NULL::bigint');
  return {
    items: (
      parameter,
    ) => `SELECT p.id, p.${at} AS at, ${seconds('working')} AS working, ${seconds('elapsed')} AS elapsed
      FROM pull_request p
      WHERE p.organization_id = $1 AND p.is_counted AND ${where} AND ${inRange(`p.${at}`)} AND ${authored(scopeType)}${
        filter === undefined ? '' : ` AND ${filter(parameter)}`
      }`,
    isCounted: false,
    needs,
  };
}

type Standing = { at: string; column: string; isWithin: boolean; isOlder?: true };

const READY = 'coalesce(p.ready_at, p.opened_at)';
const STANDING: Partial<Record<MetricId, Standing>> = {
  open_ready: { at: READY, column: 'draft_during', isWithin: false },
  older_than_target: { at: READY, column: 'draft_during', isWithin: false, isOlder: true },
  open_draft: { at: 'p.opened_at', column: 'draft_during', isWithin: true },
  waiting_for_review: { at: READY, column: 'waiting_during', isWithin: true },
  in_review: { at: READY, column: 'in_review_during', isWithin: true },
  approved_not_merged: { at: READY, column: 'approved_during', isWithin: true },
};

/** What stood at the end of the range, or stands now; found by how long it was open, whatever lies before and after. */
function standingShape(standing: Standing, { scopeType, isNow }: Asked): Shape {
  const { at, column, isWithin } = standing;
  const state = isNow
    ? `upper_inf(p.${column})`
    : `p.${column} @> ($4::timestamptz - interval '1 microsecond')`;
  const open = (parameter: Parameter) =>
    isNow
      ? `FROM pull_request p WHERE p.organization_id = $1 AND p.open_until = 'infinity' AND $3::timestamptz < $4::timestamptz`
      : `FROM unnest(${parameter('classes')}::timestamptz[]) WITH ORDINALITY AS c (opened_since, number)
        JOIN pull_request p ON p.organization_id = $1 AND p.open_class = (c.number - 1)::smallint
          AND p.opened_at >= c.opened_since AND p.opened_at < $4 AND p.open_until >= $4
        WHERE $3::timestamptz < $4::timestamptz`;
  return {
    items: (parameter) => `SELECT p.id, ${at} AS at, NULL::bigint AS working, NULL::bigint AS elapsed
      ${open(parameter)} AND p.is_counted AND ${isWithin ? '' : 'NOT '}${state} AND ${authored(scopeType)}${
        standing.isOlder ? ` AND ${isOlder(parameter)}` : ''
      }`,
    isCounted: true,
    needs: [...(isNow ? [] : (['classes'] as const)), ...(standing.isOlder ? CYCLE_TARGETS : [])],
  };
}

type Act = {
  table: string;
  at: string;
  person: string;
  where: string;
  seconds: string;
  /** Only what was answered within the target for a first review. */
  isInTarget?: true;
};

const REVIEWS: Act = {
  table: 'review',
  at: 'submitted_at',
  person: 'reviewer_contributor_id',
  where: 'is_counted',
  seconds: 'NULL::bigint',
};
const REQUESTS: Act = { ...REVIEWS, table: 'review_request', at: 'requested_at' };
const ANSWERS: Act = { ...REQUESTS, at: 'answered_at', seconds: 'v.answered_working' };
const ACTS: Partial<Record<MetricId, Act>> = {
  reviews_submitted: REVIEWS,
  pull_requests_reviewed: REVIEWS,
  review_requests: REQUESTS,
  review_requests_answered: ANSWERS,
  review_requests_answered_in_target: { ...ANSWERS, isInTarget: true },
};

/** Pull requests that something was done about, each by the last time: read backwards, a page ends where it is full. */
function actShape({ table, at, person, where, seconds, isInTarget }: Act, { scopeType }: Asked): Shape {
  const act = (row: string, parameter: Parameter) =>
    `${row}.organization_id = $1 AND ${row}.${where} AND ${inRange(`${row}.${at}`)}${
      isInTarget ? ` AND ${row}.answered_working <= ${reviewTargetAt(`${row}.${at}`, parameter)}` : ''
    }`;
  const ofScope = (row: string) =>
    scopeType === 'repository' ? 'true' : within(scopeType, `${row}.${person}`, `${row}.${at}`);
  return {
    items: (parameter) => `SELECT p.id, v.${at} AS at, ${seconds} AS working, NULL::bigint AS elapsed
      FROM ${table} v JOIN pull_request p ON p.organization_id = $1 AND p.id = v.pull_request_id AND p.is_counted
      WHERE ${act('v', parameter)} AND ${ofScope('v')} AND ${scopeType === 'repository' ? 'p.repository_id = $2' : 'true'}
        AND NOT EXISTS (SELECT 1 FROM ${table} l WHERE l.pull_request_id = v.pull_request_id AND ${act('l', parameter)}
          AND (l.${at}, l.id) > (v.${at}, v.id) AND ${ofScope('l')})`,
    isCounted: true,
    needs: isInTarget ? REVIEW_TARGETS : [],
  };
}

/** Throws RangeError for a metric that has no evidence. */
export function evidenceShape(metric: MetricId, asked: Asked): Shape {
  const event = EVENTS[metric];
  if (event !== undefined) return eventShape(event, asked);
  const standing = STANDING[metric];
  if (standing !== undefined) return standingShape(standing, asked);
  const act = ACTS[metric];
  if (act !== undefined) return actShape(act, asked);
  throw new RangeError(`There is no evidence of ${metric}.`);
}
