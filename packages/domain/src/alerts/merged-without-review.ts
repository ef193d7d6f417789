import {
  type AlertCandidate,
  deduplicationKey,
  type Findings,
  type NotEvaluated,
  notEvaluated,
} from './candidate.ts';
import { isRuleOn } from './settings.ts';
import type { AlertSnapshot, UnreviewedMerge } from './snapshot.ts';

/** A merge cannot be undone, so its alert ends by itself after this many elapsed days. */
export const MERGED_WITHOUT_REVIEW_DAYS = 14;
const SHOWN_MILLISECONDS = MERGED_WITHOUT_REVIEW_DAYS * 86_400_000;

function candidateOf(merge: UnreviewedMerge): AlertCandidate {
  const { id, repositoryId, teamId, mergedAt } = merge;
  return {
    rule: 'merged_without_review',
    subject: { type: 'pull_request', id },
    deduplicationKey: deduplicationKey('merged_without_review', 'pull_request', id),
    teamId,
    repositoryId,
    since: mergedAt,
    unit: 'count',
    target: 1,
    value: 0,
    evidence: { ids: { pullRequestId: id, repositoryId }, figures: { reviews: 0 }, instants: { mergedAt } },
    text: {
      headline: 'Merged without a review',
      about: `${merge.repositoryName} #${merge.number}, ${merge.title}`,
      target: 'the branch’s policy asks for one',
    },
    personText: null,
    managersFrom: null,
  };
}

/** Merges of the last 14 days without a human review, where the branch's policy asks for one. Source: metrics.md, section 6. */
export function mergedWithoutReviewAlerts(snapshot: AlertSnapshot): Findings {
  const candidates: AlertCandidate[] = [];
  const unknown = new Map<string, NotEvaluated>();
  for (const merge of snapshot.unreviewedMerges) {
    if (!isRuleOn(snapshot.settings, 'merged_without_review', merge.teamId)) continue;
    const reviewedAt = merge.firstHumanReviewAfterMergeAt;
    if (reviewedAt !== null && reviewedAt <= snapshot.now) continue;
    if (snapshot.now - merge.mergedAt > SHOWN_MILLISECONDS) continue;
    if (merge.policyAsksForReview === null) {
      const scope = { subjectId: merge.id, repositoryId: merge.repositoryId };
      unknown.set(merge.id, notEvaluated('merged_without_review', 'branch_policy_unknown', scope));
    } else if (merge.policyAsksForReview) candidates.push(candidateOf(merge));
  }
  return { candidates, holding: [], notEvaluated: [...unknown.values()] };
}
