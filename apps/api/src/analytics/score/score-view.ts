import { getScoreEvidence, type ScoreView } from '@devpulse/contracts/analytics/score';
import { serviceLevelOf } from '@devpulse/domain/metrics/targets';
import { PART_IDS, PART_WEIGHTS } from '@devpulse/domain/score/parts';
import { formatInstant } from '@devpulse/domain/time/instant';
import type { DashboardReads, OrganizationView } from '../../platform/dashboard-reads.ts';
import type { Scope } from '../requested-scope.ts';
import { scoreSummary } from '../score-summary.ts';

type Stored = NonNullable<Awaited<ReturnType<DashboardReads['readScore']>>>;

/** A stored score with everything it is made of. `organization` has the teams that the reader may see. */
export function composeScore(
  stored: Stored,
  { organization, scope }: { organization: OrganizationView; scope: Scope },
): ScoreView {
  const { detail, score, before } = stored;
  const summary = scoreSummary({ score, scoreBefore: before });
  if (summary === null) throw new Error('A stored score is one.');
  const teamOf = (teamId: string | null) => organization.teams.find(({ id }) => id === teamId) ?? null;
  const isScore = detail.kind === 'score';
  return {
    ...summary,
    scope: { type: scope.type, id: scope.id, name: scope.name },
    definitionVersion: stored.definitionVersion,
    window: { from: detail.window.from, to: detail.window.to },
    missing: isScore ? null : { reason: detail.reason, needed: detail.needed },
    serviceLevel: serviceLevelOf(
      { ...organization.targets, dated: stored.targets },
      { teamId: scope.teamId, day: score.day },
    ),
    serviceLevels: detail.serviceLevels.map(({ teamId, workingSeconds }) => ({
      team: teamOf(teamId),
      workingSeconds,
    })),
    parts: composeParts(detail, scoreAddress(organization, scope, score.day)),
    abandoned: isScore ? { ...detail.abandoned } : null,
    exclusions: detail.exclusions.map(({ part, reason, count }) => ({ part, reason, n: count })),
    computedAt: formatInstant(stored.computedAt),
  };
}

function composeParts(detail: Stored['detail'], evidence: (part: string) => string): ScoreView['parts'] {
  const present = detail.kind === 'score' ? detail.parts : [];
  const absent = new Map(detail.absentParts.map(({ id, reason }) => [id, reason]));
  return PART_IDS.map((id) => {
    const part = present.find((one) => one.id === id);
    return {
      part: id,
      weight: PART_WEIGHTS[id],
      value: part?.value ?? null,
      points: part?.points ?? null,
      n: part?.n ?? 0,
      numerator: part?.numerator ?? null,
      denominator: part?.denominator ?? null,
      absent: part === undefined ? (absent.get(id) ?? 'not_enough_data') : null,
      evidence: evidence(id),
    };
  });
}

function scoreAddress(organization: OrganizationView, scope: Scope, day: string): (part: string) => string {
  const path = getScoreEvidence.path.replace(':organization', organization.slug);
  const team = organization.teams.find(({ id }) => id === scope.teamId);
  return (part) => {
    const query = new URLSearchParams({ day, part });
    if (team !== undefined) query.set('team', team.slug);
    if (scope.repositoryId !== null) query.set('repository', scope.repositoryId);
    return `${path}?${query}`;
  };
}
