import type { Instant } from '@devpulse/domain/time/instant';
import { z } from 'zod';
import type { GithubClient } from '../client/client.ts';
import type { CommitAuthorObservation, PushObservation, RepositoryObservation } from '../observations.ts';
import { Account, cappedText, InstantField } from '../payload-schemas.ts';
import { observeAccounts } from '../repository.ts';

const NOTHING = /^0+$/;

const Activity = z.object({
  before: cappedText(64),
  after: cappedText(64),
  ref: cappedText(500),
  timestamp: InstantField,
  activity_type: cappedText(40),
  actor: Account.nullish(),
});
export type Activity = z.output<typeof Activity>;

const Page = z.array(Activity);

export type ActivityReading = {
  /** Oldest first. */
  activities: Activity[];
  etag: string | null;
  /** GitHub's clock when reading began. */
  readAt: Instant;
};

/**
 * Reads GitHub's log of what was pushed to a repository since an instant; null when nothing has changed since the ETag. Rejects with a
 * GithubFault.
 */
export async function readActivity(
  client: GithubClient,
  { fullName, since, etag }: { fullName: string; since: Instant; etag: string | null },
): Promise<ActivityReading | null> {
  const first = await client.rest('GET', `/repos/${fullName}/activity`, {
    schema: Page,
    query: { per_page: 100 },
    etag,
  });
  if (first.data === null) return null;
  const activities = [...first.data];
  let path = first.next;
  while (path !== null && (activities.at(-1)?.timestamp ?? 0) >= since) {
    const page: { data: Activity[] | null; next: string | null } = await client.rest('GET', path, {
      schema: Page,
    });
    activities.push(...(page.data ?? []));
    path = page.next;
  }
  const wanted = activities.filter(({ timestamp }) => timestamp >= since);
  return { activities: wanted.reverse(), etag: first.etag, readAt: first.answeredAt };
}

const Author = z.object({
  name: cappedText(200).nullish(),
  email: cappedText(254)
    .transform((email) => email.trim().toLowerCase())
    .nullish(),
  // Author dates are set by hand: an impossible one is no date.
  date: InstantField.nullish().catch(null),
});

const Commit = z.object({
  commit: z.object({ author: Author.nullish() }),
  author: Account.partial().nullish().catch(null),
  parents: z.array(z.object({ sha: cappedText(64) })).default([]),
});

const Comparison = z.object({ total_commits: z.int().nonnegative(), commits: z.array(Commit) });
export type Comparison = z.output<typeof Comparison>;

/** Whether something has to be compared to tell the commits of a push: nothing does for a branch that was deleted. */
export function hasCommits({ after }: Activity): boolean {
  return !NOTHING.test(after);
}

/**
 * What a push is compared with to tell its commits; null when nothing is known to be. A new branch is compared with the default branch as
 * it was then, since its commits may have come there meanwhile: `later` are the activities after it.
 */
export function baseOf(
  { before }: Activity,
  later: readonly Activity[],
  defaultBranch: string | null,
): string | null {
  if (!NOTHING.test(before) || defaultBranch === null) return NOTHING.test(before) ? null : before;
  const next = later.find(({ ref }) => ref === `refs/heads/${defaultBranch}`);
  return next === undefined || NOTHING.test(next.before) ? defaultBranch : next.before;
}

/** The commits that a push has brought, oldest first. Rejects with a GithubFault; `gone`: they are not there any more. */
export async function readComparison(
  client: GithubClient,
  { fullName, base, head }: { fullName: string; base: string; head: string },
): Promise<Comparison | null> {
  const path = `/repos/${fullName}/compare/${encodeURIComponent(base)}...${encodeURIComponent(head)}`;
  const { data } = await client.rest('GET', path, { schema: Comparison });
  return data;
}

/**
 * A push as its webhook would have told it. Of a merge by a merge commit that one alone is new: the others were pushed to their own
 * branch before.
 */
export function observeActivity(
  activity: Activity,
  comparison: Comparison | null,
  repository: RepositoryObservation,
): PushObservation {
  const { before, after, ref, timestamp, actor } = activity;
  const all = comparison?.commits ?? [];
  const head = all.at(-1);
  const isMergeCommit = activity.activity_type === 'pr_merge' && (head?.parents.length ?? 0) > 1;
  const commits = isMergeCommit && head ? [head] : all;
  const authored = commits.flatMap(({ commit }) => commit.author?.date ?? []);
  return {
    kind: 'push',
    repository,
    accounts: observeAccounts([actor], timestamp),
    ref,
    before,
    after,
    isForced: activity.activity_type === 'force_push',
    isCreated: NOTHING.test(before),
    isDeleted: NOTHING.test(after),
    pusherId: actor?.id ?? null,
    pushedAt: timestamp,
    distinctCommits: isMergeCommit ? 1 : (comparison?.total_commits ?? 0),
    earliestAuthoredAt: authored.length > 0 ? Math.min(...authored) : null,
    authors: commits.flatMap((commit) => observeAuthor(commit, timestamp)),
  };
}

function observeAuthor(
  { commit, author }: z.output<typeof Commit>,
  seenAt: Instant,
): CommitAuthorObservation[] {
  const { name, email } = commit.author ?? {};
  if (!email) return [];
  return [{ email, name: name ?? '', accountId: author?.id ?? null, login: author?.login ?? null, seenAt }];
}
