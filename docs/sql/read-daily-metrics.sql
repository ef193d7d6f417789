SELECT day, scope_type AS "scopeType", scope_id AS "scopeId", definition_version AS "definitionVersion",
  computed_at AS "computedAt", sketches,
  json_build_object('opened', opened, 'ready', ready, 'merged', merged, 'closedUnmerged', closed_unmerged,
    'reverted', reverted, 'reviewsSubmitted', reviews_submitted, 'pullRequestsReviewed', pull_requests_reviewed,
    'pushes', pushes, 'commits', commits, 'additions', additions, 'deletions', deletions,
    'mergedWithoutReview', merged_without_review, 'firstReviewsInTarget', first_reviews_in_target) AS counts,
  json_build_object('openReady', open_ready, 'openDraft', open_draft, 'waitingForReview', waiting_for_review,
    'inReview', in_review, 'approvedNotMerged', approved_not_merged, 'olderThanTarget', older_than_target) AS snapshot FROM daily_metrics
  WHERE organization_id = $1 AND scope_type = $2 AND scope_id = $3 AND definition_version = $4 AND day >= $5 AND day < $6
  ORDER BY day;
