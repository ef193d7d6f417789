import { entryKey, type PullRequestSnapshot, type TimelineEntry } from '@devpulse/domain/delivery/timeline';
import type { PullRequestObservation } from './observations.ts';
import type {
  PullRequestPayload,
  PullRequestReviewCommentPayload,
  PullRequestReviewPayload,
} from './payload-schemas.ts';
import { observeAccounts, observeRepository } from './repository.ts';

type SimplePullRequest = PullRequestReviewPayload['pull_request'];

export function observePullRequest(payload: PullRequestPayload): PullRequestObservation {
  const pull = payload.pull_request;
  const accounts = [pull.user, pull.merged_by, payload.sender, payload.requested_reviewer];
  return {
    ...observeCommon(payload, accounts),
    snapshot: {
      ...observeSnapshot(pull, payload.repository.full_name),
      size: {
        updatedAt: pull.updated_at,
        additions: pull.additions,
        deletions: pull.deletions,
        changedFiles: pull.changed_files,
        commits: pull.commits,
      },
      reviewComments:
        pull.review_comments == null ? null : { updatedAt: pull.updated_at, count: pull.review_comments },
    },
    entries: [...impliedEntries(pull, pull.merged_by?.id ?? null), ...actionEntries(payload)],
  };
}

export function observeReview(payload: PullRequestReviewPayload): PullRequestObservation {
  const pull = payload.pull_request;
  return {
    ...observeCommon(payload, [pull.user, payload.review.user, payload.sender]),
    snapshot: { ...observeSnapshot(pull, payload.repository.full_name), size: null },
    entries: [...impliedEntries(pull, null), ...reviewEntries(payload)],
  };
}

/** A comment on lines of code: it is counted, and is no review of its own. */
export function observeReviewComment(payload: PullRequestReviewCommentPayload): PullRequestObservation {
  const { comment, pull_request: pull } = payload;
  const entry: TimelineEntry = {
    key: entryKey.reviewCommented(comment.id),
    kind: 'review_commented',
    at: comment.created_at,
    actorId: comment.user?.id ?? null,
    // GitHub gives a deletion no time of its own.
    data:
      payload.action === 'deleted' ? { deletedAt: Math.max(pull.updated_at, comment.created_at + 1) } : {},
  };
  return {
    ...observeCommon(payload, [pull.user, comment.user, payload.sender]),
    snapshot: { ...observeSnapshot(pull, payload.repository.full_name), size: null },
    entries: [...impliedEntries(pull, null), entry],
  };
}

function observeCommon(
  payload: PullRequestPayload | PullRequestReviewPayload | PullRequestReviewCommentPayload,
  accounts: Parameters<typeof observeAccounts>[0],
) {
  const pull = payload.pull_request;
  return {
    kind: 'pull_request' as const,
    repository: observeRepository(payload.repository, pull.updated_at),
    accounts: observeAccounts(accounts, pull.updated_at),
    githubId: pull.id,
    number: pull.number,
    authorId: pull.user?.id ?? null,
  };
}

function observeSnapshot(pull: SimplePullRequest, repositoryName: string): PullRequestSnapshot {
  return {
    base: {
      updatedAt: pull.updated_at,
      title: pull.title,
      draft: pull.draft ?? null,
      state: pull.state,
      baseRef: pull.base.ref,
      headRef: pull.head.ref,
      headSha: pull.head.sha,
      headRepositoryId: pull.head.repo?.id ?? null,
      revertsNumber: readRevertedNumber(pull.body ?? '', repositoryName),
      labels: pull.labels ?? [],
    },
    size: null,
  };
}

/** GitHub's revert button writes `Reverts owner/repo#12`; a revert of another repository's pull request is none here. */
export function readRevertedNumber(body: string, repositoryName: string): number | null {
  const match = /^\s*Reverts\s+(?:([\w.-]+\/[\w.-]+))?#(\d{1,9})\b/im.exec(body);
  if (!match) return null;
  const isOwn = match[1] === undefined || match[1].toLowerCase() === repositoryName.toLowerCase();
  return isOwn ? Number(match[2]) : null;
}

/** What any payload of a pull request tells of its life, whatever the action was. */
function impliedEntries(pull: SimplePullRequest, mergedById: string | null): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    {
      key: entryKey.opened(),
      kind: 'opened',
      at: pull.created_at,
      actorId: pull.user?.id ?? null,
      data: {},
    },
  ];
  if (pull.merged_at != null) {
    const at = pull.merged_at;
    entries.push({ key: entryKey.merged(at), kind: 'merged', at, actorId: mergedById, data: {} });
  } else if (pull.closed_at != null && pull.state === 'closed') {
    const at = pull.closed_at;
    entries.push({ key: entryKey.closed(at), kind: 'closed', at, actorId: null, data: {} });
  }
  return entries;
}

/** What the action adds. GitHub gives an action no time of its own; `updated_at` is that of the change. */
function actionEntries(payload: PullRequestPayload): TimelineEntry[] {
  const pull = payload.pull_request;
  const at = pull.updated_at;
  const actorId = payload.sender?.id ?? null;
  const requested = payload.requested_reviewer
    ? { requestedAccountId: payload.requested_reviewer.id }
    : payload.requested_team
      ? { requestedTeamId: payload.requested_team.id }
      : {};
  const who = payload.requested_reviewer?.id ?? `team:${payload.requested_team?.id ?? '?'}`;
  const common = { at, actorId, data: {} };
  switch (payload.action) {
    case 'opened':
      return pull.draft == null
        ? []
        : [
            {
              key: entryKey.opened(),
              kind: 'opened',
              at: pull.created_at,
              actorId: pull.user?.id ?? null,
              data: { draft: pull.draft },
            },
          ];
    case 'ready_for_review':
      return [{ ...common, key: entryKey.readyForReview(at), kind: 'ready_for_review' }];
    case 'converted_to_draft':
      return [{ ...common, key: entryKey.convertedToDraft(at), kind: 'converted_to_draft' }];
    case 'reopened':
      return [{ ...common, key: entryKey.reopened(at), kind: 'reopened' }];
    case 'synchronize': {
      const headSha = payload.after ?? pull.head.sha;
      return [{ ...common, key: entryKey.commitsPushed(headSha), kind: 'commits_pushed', data: { headSha } }];
    }
    case 'review_requested':
      return [
        { ...common, key: entryKey.reviewRequested(who, at), kind: 'review_requested', data: requested },
      ];
    case 'review_request_removed':
      return [
        {
          ...common,
          key: entryKey.reviewRequestRemoved(who, at),
          kind: 'review_request_removed',
          data: requested,
        },
      ];
    case 'edited': {
      const data = { baseChanged: payload.changes?.base !== undefined };
      return [{ ...common, key: entryKey.edited(at), kind: 'edited', data }];
    }
    default:
      return [];
  }
}

/** On a dismissal the sender is the dismisser, and the review still tells who gave it and when. */
function reviewEntries(payload: PullRequestReviewPayload): TimelineEntry[] {
  const { review } = payload;
  if (review.state === 'pending' || review.submitted_at == null) return [];
  const reviewId = review.id;
  const isDismissed = review.state === 'dismissed';
  const entries: TimelineEntry[] = [
    {
      key: entryKey.reviewSubmitted(reviewId),
      kind: 'review_submitted',
      at: review.submitted_at,
      actorId: review.user?.id ?? null,
      data: {
        reviewId,
        ...(review.state !== 'dismissed' && { state: review.state }),
        ...(review.commit_id != null && { headSha: review.commit_id }),
      },
    },
  ];
  if (isDismissed && payload.action === 'dismissed') {
    entries.push({
      key: entryKey.reviewDismissed(reviewId),
      kind: 'review_dismissed',
      at: payload.pull_request.updated_at,
      actorId: payload.sender?.id ?? null,
      data: { reviewId },
    });
  }
  return entries;
}
