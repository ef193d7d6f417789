import type { OpenState } from '../delivery/facts.ts';
import type { Instant, Span } from '../time/instant.ts';
import type { LocalDay } from '../time/local-day.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import type { AlertSettings } from './settings.ts';

/**
 * Everything the rules look at, as it is at `now`. Events and reviews in it are those of people: bots, ghosts and the
 * author's own reviews are left out by the fold (metrics.md, section 1). Only what is tracked and not archived belongs here.
 */
export type AlertSnapshot = {
  readonly now: Instant;
  readonly organizationId: string;
  /** The organization's, for whatever has no team or whose team has none. */
  readonly calendar: WorkingCalendar;
  readonly settings: AlertSettings;
  readonly teams: readonly TeamState[];
  readonly repositories: readonly RepositoryState[];
  readonly pullRequests: readonly OpenPullRequest[];
  /** Merges of the last `MERGED_WITHOUT_REVIEW_DAYS` days, or more. */
  readonly unreviewedMerges: readonly UnreviewedMerge[];
  /** Of the last `REVIEW_LOAD_DAYS` days, or more. */
  readonly reviewRequests: readonly ReviewRequest[];
  readonly scores: readonly ScoreComparison[];
  readonly installations: readonly InstallationState[];
  /** Members' contributors, needed only while `contributor_inactivity` is on. */
  readonly people: readonly PersonActivity[];
  /** Recorded leave by contributor id, as local days of the person's calendar; null where leave is not recorded. */
  readonly leaveDays: Readonly<Record<string, readonly LocalDay[]>> | null;
  /** Null where attendance is not recorded. */
  readonly openSessions: readonly OpenSession[] | null;
};

type Activity = {
  readonly lastMergeOrReviewAt: Instant | null;
  /** Merges and human reviews of the last 56 days. */
  readonly activityOf8Weeks: number;
};

export type TeamState = Activity & {
  readonly id: string;
  readonly name: string;
  /** Null where it has the organization's. */
  readonly calendar: WorkingCalendar | null;
  /** People in it now. */
  readonly personCount: number;
  /** P85 of the working seconds between human events of its ready pull requests; null where too few are known. */
  readonly idleGapP85Seconds: number | null;
};

export type RepositoryState = Activity & {
  readonly id: string;
  readonly name: string;
  readonly installationId: string;
  readonly lastDeliveryAt: Instant | null;
  /** Of the organization's working days in the last 28 complete days: all of them, and those with a delivery. */
  readonly workingDayCount: number;
  readonly deliveryDayCount: number;
};

type PullRequestLabel = {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly repositoryId: string;
  readonly repositoryName: string;
  /** The author's team at `readyAt`, for a draft at its opening. */
  readonly teamId: string | null;
};

export type OpenPullRequest = PullRequestLabel & {
  readonly state: OpenState;
  /** Null for one that was never ready. */
  readonly readyAt: Instant | null;
  /** Start of the draft span it is in; null when it is no draft. */
  readonly draftSince: Instant | null;
  /** Of the last approval in force; null without one. */
  readonly approvedAt: Instant | null;
  readonly lastHumanEventAt: Instant | null;
  /** Ended times after `readyAt` in which it was a draft or closed: they count for no waiting. */
  readonly pausedSpans: readonly Span[];
  /** Additions and deletions less generated lines where known; null when unknown. */
  readonly sizeLines: number | null;
};

export type UnreviewedMerge = PullRequestLabel & {
  readonly mergedAt: Instant;
  /** Whether the policy of its base branch asks for a review; null when that is not known. */
  readonly policyAsksForReview: boolean | null;
  readonly firstHumanReviewAfterMergeAt: Instant | null;
};

/** A person was asked; requests to teams and to bots are none. `teamId` is the team the person was in when asked. */
export type ReviewRequest = {
  readonly teamId: string;
  readonly reviewerId: string;
  readonly requestedAt: Instant;
};

export type ScorePoint = {
  readonly value: number;
  /** Its 80 % interval; width in points. */
  readonly interval: { readonly width: number };
  readonly definitionVersion: number;
};

/** A score of the last complete local day and of 28 days before it; null where there is not enough data. */
export type ScoreComparison = {
  readonly scopeType: 'team' | 'repository' | 'organization';
  readonly scopeId: string;
  readonly name: string;
  readonly today: ScorePoint | null;
  readonly before: ScorePoint | null;
};

export type InstallationState = {
  readonly id: string;
  readonly accountName: string;
  readonly suspendedAt: Instant | null;
  /** Deliveries that will not be tried again by themselves. */
  readonly failedDeliveryCount: number;
  readonly oldestFailedDeliveryAt: Instant | null;
  /** The last time the rate limit was used up, and when it was or will be renewed. */
  readonly rateLimit: { readonly exhaustedAt: Instant; readonly renewedAt: Instant } | null;
};

export type PersonActivity = {
  readonly contributorId: string;
  readonly name: string;
  readonly teamId: string | null;
  /** Of any kind; null for a person without one, who is not judged. */
  readonly lastEventAt: Instant | null;
};

export type OpenSession = {
  readonly id: string;
  readonly contributorId: string;
  readonly teamId: string | null;
  readonly startedAt: Instant;
};
