/**
 * Ids of everything that comes from GitHub. They are computed from GitHub's own ids (UUID version 5, RFC 9562), never drawn:
 * so two workers that meet the same account, repository or pull request at once write the same row, a webhook and a
 * backfill meet in it, and a rebuild from raw events ends in the same rows with every link intact.
 * GitHub ids are decimal strings, for they exceed 2^31 and may exceed 2^53. Parts that a fold makes are named in the same way.
 */
import { v5 } from 'uuid';
import type { Instant } from './time/instant.ts';

/** Never change: every stored id hangs on it. */
const NAMESPACE = '5f0c2d84-3b1e-4d0a-9a56-7c1e6f2b9d13';

const idOf = (...parts: readonly string[]): string => v5(JSON.stringify(parts), NAMESPACE);

/** `accountId` is the GitHub id of the organization or user that installed the app; it survives a rename. */
export function organizationIdFor(accountId: string): string {
  return idOf('organization', accountId);
}

export function repositoryIdFor(organizationId: string, githubId: string): string {
  return idOf('repository', organizationId, githubId);
}

/** `githubId` is the database id of the pull request, not its number. */
export function pullRequestIdFor(organizationId: string, githubId: string): string {
  return idOf('pull_request', organizationId, githubId);
}

/** A review belongs to its pull request, whose id holds the organization. */
export function reviewIdFor(pullRequestId: string, githubId: string): string {
  return idOf('review', pullRequestId, githubId);
}

/** A request for a review has no id on GitHub: it is who was asked, and when. */
export function reviewRequestIdFor(
  pullRequestId: string,
  asked: { accountId: string; requestedAt: Instant },
): string {
  return idOf('review_request', pullRequestId, asked.accountId, String(asked.requestedAt));
}

/** The contributor that an account starts as; merging contributors keeps one of these ids. */
export function contributorIdFor(organizationId: string, accountId: string): string {
  return idOf('contributor', organizationId, accountId);
}

export function teamIdFor(organizationId: string, githubId: string): string {
  return idOf('team', organizationId, githubId);
}

/** A push has no id on GitHub: it is what moved one ref of one repository from one commit to another. */
export function pushIdFor(
  organizationId: string,
  push: { repositoryId: string; ref: string; before: string; after: string },
): string {
  return idOf('push', organizationId, push.repositoryId, push.ref, push.before, push.after);
}

/** The App of the configuration, which every process of the instance has to know under one id. `webUrl` is the origin of its GitHub. */
export function configuredAppIdFor(webUrl: string, appId: string): string {
  return idOf('github_app', webUrl, appId);
}

/** The dashboard's clock of a member: a device of its own, one for each. */
export function webClockIdFor(organizationId: string, userId: string): string {
  return idOf('web_clock', organizationId, userId);
}

/** A later part of a session of attendance that others trimmed: the session and where the part begins. */
export function sessionPartIdFor(sessionId: string, startedAt: Instant): string {
  return idOf('session_part', sessionId, String(startedAt));
}

/** A later piece of a pause of attendance. */
export function pausePieceIdFor(pauseId: string, startedAt: Instant): string {
  return idOf('pause_piece', pauseId, String(startedAt));
}

/** A correction that a member asks for under an id of their own, so that asking again finds it. */
export function correctionIdFor(organizationId: string, userId: string, askedAs: string): string {
  return idOf('correction', organizationId, userId, askedAs);
}
