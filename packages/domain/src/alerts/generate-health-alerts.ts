import type { AlertEvaluation, NotEvaluated } from './candidate.ts';
import { contributorInactivityAlerts, openSessionAlerts } from './contributor-alerts.ts';
import { inactivityAlerts } from './inactivity.ts';
import { integrationAlerts } from './integration.ts';
import { mergedWithoutReviewAlerts } from './merged-without-review.ts';
import { openPullRequestAlerts } from './open-pull-request-alerts.ts';
import { reviewLoadAlerts } from './review-load.ts';
import { scoreDropAlerts } from './score-drop.ts';
import type { AlertSnapshot } from './snapshot.ts';

const EVALUATIONS = [
  openPullRequestAlerts,
  mergedWithoutReviewAlerts,
  reviewLoadAlerts,
  inactivityAlerts,
  contributorInactivityAlerts,
  scoreDropAlerts,
  integrationAlerts,
  openSessionAlerts,
];

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const gapKey = (gap: NotEvaluated): string =>
  [gap.rule, gap.repositoryId ?? '', gap.subjectId ?? '', gap.reason].join(':');

/**
 * Every condition of section 6 of metrics.md that holds at `snapshot.now`, what is held, and what could not be judged. A condition is over
 * its target, never at it. Sorted by key, so that the order of the input does not show.
 */
export function generateHealthAlerts(snapshot: AlertSnapshot): AlertEvaluation {
  const findings = EVALUATIONS.map((evaluate) => evaluate(snapshot));
  return {
    candidates: findings
      .flatMap((found) => found.candidates)
      .sort((a, b) => byText(a.deduplicationKey, b.deduplicationKey)),
    holding: findings.flatMap((found) => found.holding).sort(byText),
    notEvaluated: findings
      .flatMap((found) => found.notEvaluated)
      .sort((a, b) => byText(gapKey(a), gapKey(b))),
    settings: snapshot.settings,
  };
}
