import { isSignificantChange } from '../score/confidence.ts';
import {
  type AlertCandidate,
  deduplicationKey,
  type Findings,
  type NotEvaluated,
  notEvaluated,
} from './candidate.ts';
import { isRuleOn } from './settings.ts';
import type { AlertSnapshot, ScoreComparison, ScorePoint } from './snapshot.ts';

const teamOf = (score: ScoreComparison): string | null => (score.scopeType === 'team' ? score.scopeId : null);

function candidateOf(
  score: ScoreComparison,
  points: { today: ScorePoint; before: ScorePoint },
  now: number,
): AlertCandidate | null {
  const { today, before } = points;
  const value = before.value - today.value;
  if (value <= 0 || !isSignificantChange(today, before)) return null;
  const target = Math.max(today.interval.width, before.interval.width) / 2;
  return {
    rule: 'score_drop',
    subject: { type: score.scopeType, id: score.scopeId },
    deduplicationKey: deduplicationKey('score_drop', score.scopeType, score.scopeId),
    teamId: teamOf(score),
    repositoryId: score.scopeType === 'repository' ? score.scopeId : null,
    since: now,
    unit: 'points',
    target,
    value,
    evidence: {
      ids: { scopeId: score.scopeId },
      figures: {
        today: today.value,
        before: before.value,
        widthToday: today.interval.width,
        widthBefore: before.interval.width,
        definitionVersion: today.definitionVersion,
      },
      instants: {},
    },
    text: {
      headline: `The score fell from ${before.value.toFixed(1)} to ${today.value.toFixed(1)}`,
      about: score.name,
      target: `more than half of both intervals, ${target.toFixed(1)} points`,
    },
    personText: null,
    managersFrom: null,
  };
}

/** Scores that fell significantly against 28 days before; never a person's own. Source: metrics.md, sections 5 and 6. */
export function scoreDropAlerts(snapshot: AlertSnapshot): Findings {
  const candidates: AlertCandidate[] = [];
  const gaps: NotEvaluated[] = [];
  for (const score of snapshot.scores) {
    if (!isRuleOn(snapshot.settings, 'score_drop', teamOf(score))) continue;
    const { today, before } = score;
    const scope = { subjectId: score.scopeId };
    if (today === null || before === null) gaps.push(notEvaluated('score_drop', 'score_missing', scope));
    else if (today.definitionVersion !== before.definitionVersion) {
      gaps.push(notEvaluated('score_drop', 'definition_changed', scope));
    } else {
      const found = candidateOf(score, { today, before }, snapshot.now);
      if (found) candidates.push(found);
    }
  }
  return { candidates, holding: [], notEvaluated: gaps };
}
