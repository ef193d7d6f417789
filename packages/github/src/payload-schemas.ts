import { parseInstant } from '@devpulse/domain/time/instant';
import { z } from 'zod';

const MAX_ID = 2n ** 63n - 1n;
export const MAX_TITLE = 1_024;
export const MAX_LABELS = 100;
/** Nothing on GitHub happened before 2000 or after 2100; a date that says so is a fault of its source. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** GitHub's numeric ids as decimal text; they fit a PostgreSQL bigint or the payload is refused. */
export const GithubId = z
  .union([z.int().nonnegative(), z.bigint().nonnegative().max(MAX_ID)])
  .transform((id) => String(id));

/** Text that PostgreSQL and every reader can hold: no NUL, no lone surrogates. */
export const Text = z.string().transform((text) => text.replaceAll('\u0000', '\uFFFD').toWellFormed());
export const cappedText = (length: number) =>
  Text.transform((text) => Array.from(text).slice(0, length).join(''));

/** Payloads carry an instant as RFC 3339 text; repositories in push payloads as whole seconds. */
export const InstantField = z.union([z.string(), z.int()]).transform((value, context) => {
  const instant = typeof value === 'number' ? value * 1_000 : parseInstant(value);
  if (instant === null || instant < EARLIEST || instant > LATEST) {
    context.addIssue({ code: 'custom', message: 'not an instant between 2000 and 2100' });
    return z.NEVER;
  }
  return instant;
});

export const Account = z.object({
  id: GithubId,
  login: cappedText(100),
  type: cappedText(40).default('User'),
});

export const RepositoryPayload = z.object({
  id: GithubId,
  full_name: cappedText(250),
  html_url: cappedText(500).nullish(),
  default_branch: cappedText(250).nullish(),
  private: z.boolean().nullish(),
  archived: z.boolean().nullish(),
  updated_at: InstantField.nullish(),
  pushed_at: InstantField.nullish(),
});

export const Envelope = z.object({
  action: cappedText(60).nullish(),
  installation: z.object({ id: GithubId }).nullish(),
  sender: Account.nullish(),
});

const Branch = z.object({
  ref: cappedText(500),
  sha: cappedText(64),
  repo: z.object({ id: GithubId }).nullish(),
});

/** The pull request inside a review payload, and in REST lists: it has no sizes. */
const SimplePullRequest = z.object({
  id: GithubId,
  number: z.int().positive().max(2_147_483_647),
  title: cappedText(MAX_TITLE),
  state: z.enum(['open', 'closed']),
  draft: z.boolean().nullish(),
  body: z.string().nullish(),
  user: Account.nullish(),
  created_at: InstantField,
  updated_at: InstantField,
  closed_at: InstantField.nullish(),
  merged_at: InstantField.nullish(),
  labels: z
    .array(z.object({ name: cappedText(100) }))
    .transform((labels) =>
      labels
        .map((label) => label.name)
        .sort()
        .slice(0, MAX_LABELS),
    )
    .nullish(),
  base: z.object({ ref: cappedText(500) }),
  head: Branch,
});

export const Size = z.int().nonnegative().max(2_147_483_647);
const FullPullRequest = SimplePullRequest.extend({
  additions: Size,
  deletions: Size,
  changed_files: Size,
  commits: Size,
  review_comments: Size.nullish(),
  merged_by: Account.nullish(),
});

export const PullRequestPayload = Envelope.extend({
  action: cappedText(60),
  pull_request: FullPullRequest,
  repository: RepositoryPayload,
  requested_reviewer: Account.nullish(),
  requested_team: z.object({ id: GithubId }).nullish(),
  after: cappedText(64).nullish(),
  changes: z.object({ base: z.unknown() }).partial().nullish(),
  // A review payload under this event's name was relabelled on the way: the event name is not signed.
  review: z.undefined({ error: 'a pull_request payload has no review' }).optional(),
});
export type PullRequestPayload = z.output<typeof PullRequestPayload>;

export const PullRequestReviewPayload = Envelope.extend({
  action: cappedText(60),
  pull_request: SimplePullRequest,
  repository: RepositoryPayload,
  review: z.object({
    id: GithubId,
    user: Account.nullish(),
    state: z
      .string()
      .transform((state) => state.toLowerCase())
      .pipe(z.enum(['approved', 'changes_requested', 'commented', 'dismissed', 'pending'])),
    submitted_at: InstantField.nullish(),
    commit_id: cappedText(64).nullish(),
  }),
});
export type PullRequestReviewPayload = z.output<typeof PullRequestReviewPayload>;

export const PullRequestReviewCommentPayload = Envelope.extend({
  action: cappedText(60),
  pull_request: SimplePullRequest,
  repository: RepositoryPayload,
  comment: z.object({ id: GithubId, user: Account.nullish(), created_at: InstantField }),
});
export type PullRequestReviewCommentPayload = z.output<typeof PullRequestReviewCommentPayload>;

/** Written by whoever made the commit; `username` is the account that GitHub has found the address to be of. */
const CommitAuthor = z.object({
  name: cappedText(200),
  email: cappedText(254).transform((email) => email.trim().toLowerCase()),
  username: cappedText(100).nullish(),
});

export const PushPayload = Envelope.extend({
  ref: cappedText(500),
  before: cappedText(64),
  after: cappedText(64),
  created: z.boolean().default(false),
  deleted: z.boolean().default(false),
  forced: z.boolean().default(false),
  repository: RepositoryPayload,
  commits: z
    // Author dates are set by hand: an impossible one is no date, and no fault of the push.
    .array(
      z.object({
        timestamp: InstantField.nullish().catch(null),
        distinct: z.boolean().default(true),
        author: CommitAuthor.nullish().catch(null),
      }),
    )
    .nullish(),
});
export type PushPayload = z.output<typeof PushPayload>;
