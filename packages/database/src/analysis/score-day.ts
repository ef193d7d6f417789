import { setImmediate } from 'node:timers/promises';
import {
  computeDeliveryReliabilityScore,
  type Score,
} from '@devpulse/domain/score/delivery-reliability-score';
import { judgePullRequests } from '@devpulse/domain/score/judgement';
import { SHORTEST_WINDOW_WEEKS, scoreReach } from '@devpulse/domain/score/score-window';
import type { Exclusion, ScoredPullRequest, ScoreInput } from '@devpulse/domain/score/scored-pull-request';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import { readRollupRules } from '../rollup/rollup-rules.ts';
import type { Tenant } from '../tenant.ts';
import {
  type Judges,
  judgedBy,
  judgesOf,
  type ScoredScope,
  scoredPullRequest,
  scoreInput,
} from './score-inputs.ts';
import {
  countLeftOut,
  type LeftOut,
  listTeamAuthors,
  type PullRequestRow,
  readReachOfAll,
  readReachOfSome,
} from './score-pull-requests.ts';

export type ComputedScore = ScoredScope & { score: Score };

/** Pull requests and what was left out, as far back as so many weeks, of the scopes that were asked for. */
type Material = {
  weeks: number | undefined;
  byScope: ReadonlyMap<string, readonly ScoredPullRequest[]>;
  leftOut: readonly LeftOut[];
};

/**
 * The score of every scope of an organization at the end of a day: of the organization, of each team, and of each tracked repository; null
 * when the organization is gone. Most scopes have enough in eight weeks, so no more is read of them; the others are read again for half
 * a year, without the rest.
 */
export async function computeScoresOfDay(tenant: Tenant, day: LocalDay): Promise<ComputedScore[] | null> {
  const rules = await readRollupRules(tenant.transaction, tenant.organizationId);
  if (rules === null) return null;
  const scopes = await listScopes(tenant);
  const judges = judgesOf(rules, day);
  const material = await readMaterial(tenant, judges, { scopes, weeks: SHORTEST_WINDOW_WEEKS });
  const computed: ComputedScore[] = [];
  const short: ScoredScope[] = [];
  for (const scope of scopes) {
    const score = scoreOf(judges, scope, material);
    if (score.window.weeks > SHORTEST_WINDOW_WEEKS) short.push(scope);
    else computed.push({ ...scope, score });
    await setImmediate();
  }
  if (short.length === 0) return computed;
  const whole = await readMaterial(tenant, judges, { scopes: short, weeks: undefined });
  for (const scope of short) {
    computed.push({ ...scope, score: scoreOf(judges, scope, whole) });
    await setImmediate();
  }
  return computed;
}

/** What one scope alone is scored by, read as far back as it needs; null when the organization is gone. */
export async function readScoreInput(
  tenant: Tenant,
  scope: ScoredScope,
  day: LocalDay,
): Promise<ScoreInput | null> {
  const rules = await readRollupRules(tenant.transaction, tenant.organizationId);
  if (rules === null) return null;
  const judges = judgesOf(rules, day);
  const read = async (weeks: number | undefined) => {
    const { byScope } = await readMaterial(tenant, judges, { scopes: [scope], weeks });
    return scoreInput(judges, scope, byScope.get(keyOf(scope)) ?? []);
  };
  const near = await read(SHORTEST_WINDOW_WEEKS);
  return judgePullRequests(near).window.weeks === SHORTEST_WINDOW_WEEKS ? near : read(undefined);
}

const keyOf = ({ scopeType, scopeId }: ScoredScope) => `${scopeType} ${scopeId}`;
const idsOf = (scopes: readonly ScoredScope[], type: ScoredScope['scopeType']) =>
  scopes.filter(({ scopeType }) => scopeType === type).map(({ scopeId }) => scopeId);

async function listScopes(tenant: Tenant): Promise<ScoredScope[]> {
  const { rows } = await tenant.query<ScoredScope>({
    name: 'scopes_of_scores',
    text: `SELECT 'team' AS "scopeType", t.id AS "scopeId" FROM team t WHERE t.organization_id = $1
      UNION ALL SELECT 'repository', r.id FROM repository r
      WHERE r.organization_id = $1 AND r.is_tracked AND r.removed_at IS NULL
      ORDER BY 1, 2`,
  });
  return [{ scopeType: 'organization', scopeId: tenant.organizationId }, ...rows];
}

async function readMaterial(
  tenant: Tenant,
  judges: Judges,
  of: { scopes: readonly ScoredScope[]; weeks: number | undefined },
): Promise<Material> {
  const { scopes, weeks } = of;
  const at = { day: judges.day, zone: judges.rules.calendar.zone };
  const teams = new Set(judges.rules.targets.dated.flatMap(({ teamId }) => teamId ?? []));
  const reach = scoreReach(at, judgedBy(judges, [...teams, ...judges.rules.teamCalendars.keys()]), weeks);
  const isWhole = scopes.some(({ scopeType }) => scopeType === 'organization');
  const repositoryIds = idsOf(scopes, 'repository');
  const teamIds = idsOf(scopes, 'team');
  const members = isWhole || teamIds.length === 0 ? [] : await listTeamAuthors(tenant, teamIds);
  const authorIds = [...idsOf(scopes, 'contributor'), ...members];
  const rows = isWhole
    ? await readReachOfAll(tenant, reach)
    : await readReachOfSome(tenant, reach, { repositoryIds, authorIds });
  const hasBots = isWhole || repositoryIds.length > 0;
  const leftOut = hasBots ? await countLeftOut(tenant, reach, isWhole ? null : repositoryIds) : [];
  return { weeks, byScope: groupByScope(rows, judges, scopes), leftOut };
}

function groupByScope(
  rows: readonly PullRequestRow[],
  judges: Judges,
  scopes: readonly ScoredScope[],
): Material['byScope'] {
  const byScope = new Map<string, ScoredPullRequest[]>(scopes.map((scope) => [keyOf(scope), []]));
  for (const row of rows) {
    const pullRequest = scoredPullRequest(row, judges);
    byScope.get(`organization ${judges.rules.organizationId}`)?.push(pullRequest);
    byScope.get(`repository ${row.repositoryId}`)?.push(pullRequest);
    byScope.get(`team ${row.teamId}`)?.push(pullRequest);
    byScope.get(`contributor ${row.authorId}`)?.push(pullRequest);
  }
  return byScope;
}

function scoreOf(judges: Judges, scope: ScoredScope, material: Material): Score {
  const score = computeDeliveryReliabilityScore(
    scoreInput(judges, scope, material.byScope.get(keyOf(scope)) ?? []),
  );
  return {
    ...score,
    exclusions: [...exclusionsOf(scope, material.leftOut, score.window.weeks), ...score.exclusions],
  };
}

/** Bots and ghosts are in no team; what they opened within the window is told of the organization and of repositories. */
function exclusionsOf({ scopeType, scopeId }: ScoredScope, leftOut: readonly LeftOut[], weeks: number) {
  const counts = new Map<LeftOut['reason'], number>();
  for (const { repositoryId, reason, weeksBefore, count } of leftOut) {
    const isOfScope =
      scopeType === 'organization' || (scopeType === 'repository' && repositoryId === scopeId);
    if (isOfScope && weeksBefore < weeks) counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, count]): Exclusion => ({ part: null, reason, count }));
}
