import { generatedLines } from '@devpulse/domain/delivery/generated-paths';
import { z } from 'zod';
import { cappedText, GithubId, InstantField, MAX_LABELS, MAX_TITLE, Size, Text } from '../payload-schemas.ts';

/** GitHub's BigInt is a decimal text, its Int a number. */
const Id = z.union([z.string().regex(/^\d{1,19}$/), GithubId]).transform(String);

const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().max(1_000).nullable() });

/** What may not be seen is null in a list, and is not there for us. */
const listOf = <T extends z.ZodType>(node: T) =>
  z.array(node.nullable()).transform((nodes) => nodes.filter((item) => item !== null));

const ACCOUNT_TYPES: Record<string, string> = { EnterpriseUserAccount: 'User' };

/** As webhooks name an account: a bot's login ends in `[bot]`. Null for a ghost, and for what has no number. */
const Actor = z
  .object({ __typename: cappedText(40), login: cappedText(100), databaseId: Id.nullish() })
  .nullish()
  .transform((actor) => (actor == null ? null : toAccount(actor)));

function toAccount(actor: { __typename: string; login: string; databaseId?: string | null | undefined }) {
  const { login, databaseId, __typename: type } = actor;
  if (databaseId == null) return null;
  const isBareBot = type === 'Bot' && !login.endsWith('[bot]');
  return { id: databaseId, login: isBareBot ? `${login}[bot]` : login, type: ACCOUNT_TYPES[type] ?? type };
}

const Reviews = z.object({
  pageInfo: PageInfo,
  nodes: listOf(
    z.object({
      fullDatabaseId: Id,
      state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING']),
      submittedAt: InstantField.nullish(),
      author: Actor,
      commit: z.object({ oid: cappedText(64) }).nullish(),
      comments: z.object({ totalCount: Size }),
    }),
  ),
});

// Dates of commits are set by hand: an impossible one is no date, and no fault of the pull request.
const CommitDate = InstantField.nullish().catch(null);

const Commits = z.object({
  pageInfo: PageInfo,
  totalCount: Size,
  nodes: listOf(
    z.object({
      commit: z.object({
        authoredDate: CommitDate,
        committedDate: CommitDate,
        author: z
          .object({
            name: cappedText(200).nullish(),
            email: cappedText(254).nullish(),
            user: z.object({ databaseId: Id.nullish(), login: cappedText(100) }).nullish(),
          })
          .nullish(),
      }),
    }),
  ),
});

/** Who was asked: an account, or a team, which is named by its number alone. */
const Reviewer = z
  .union([
    z.object({ __typename: z.literal('Team'), databaseId: Id.nullish() }),
    z
      .object({ __typename: cappedText(40), login: cappedText(100), databaseId: Id.nullish() })
      .transform(toAccount),
  ])
  .nullish();

const event = { createdAt: InstantField, actor: Actor };
const Item = z.discriminatedUnion('__typename', [
  z.object({ __typename: z.literal('ReadyForReviewEvent'), ...event }),
  z.object({ __typename: z.literal('ConvertToDraftEvent'), ...event }),
  z.object({ __typename: z.literal('ReviewRequestedEvent'), ...event, requestedReviewer: Reviewer }),
  z.object({ __typename: z.literal('ReviewRequestRemovedEvent'), ...event, requestedReviewer: Reviewer }),
  z.object({
    __typename: z.literal('ReviewDismissedEvent'),
    ...event,
    previousReviewState: cappedText(40),
    review: z.object({ fullDatabaseId: Id, submittedAt: InstantField.nullish(), author: Actor }).nullish(),
  }),
  z.object({ __typename: z.literal('ClosedEvent'), ...event }),
  z.object({ __typename: z.literal('ReopenedEvent'), ...event }),
  z.object({
    __typename: z.literal('HeadRefForcePushedEvent'),
    ...event,
    /** Replaced by the push: lists of commits have it no more. */
    beforeCommit: z.object({ authoredDate: CommitDate, committedDate: CommitDate }).nullish(),
    afterCommit: z.object({ oid: cappedText(64) }).nullish(),
  }),
  z.object({ __typename: z.literal('RenamedTitleEvent'), ...event }),
  z.object({ __typename: z.literal('BaseRefChangedEvent'), ...event }),
]);
export type Item = z.output<typeof Item>;
const Items = z.object({ pageInfo: PageInfo, nodes: listOf(Item) });

/** Lines in generated files; null where there are more files than were asked for, and where GitHub cannot tell them any more. */
const Files = z
  .object({
    totalCount: Size,
    nodes: listOf(z.object({ path: cappedText(4_096), additions: Size, deletions: Size })),
  })
  .nullish()
  .transform((files) => (files == null ? null : generatedLines(files.nodes, files.totalCount)));

const PullRequestNode = z.object({
  id: z.string().max(200),
  fullDatabaseId: Id,
  number: z.int().positive().max(2_147_483_647),
  title: cappedText(MAX_TITLE),
  body: Text.nullish(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  isDraft: z.boolean(),
  createdAt: InstantField,
  updatedAt: InstantField,
  closedAt: InstantField.nullish(),
  mergedAt: InstantField.nullish(),
  baseRefName: cappedText(500),
  headRefName: cappedText(500),
  headRefOid: cappedText(64),
  headRepository: z.object({ databaseId: Id.nullish() }).nullish(),
  author: Actor,
  mergedBy: Actor,
  additions: Size,
  deletions: Size,
  changedFiles: Size,
  labels: z
    .object({ nodes: listOf(z.object({ name: cappedText(100) })) })
    .nullish()
    .transform((labels) =>
      (labels?.nodes ?? [])
        .map(({ name }) => name)
        .sort()
        .slice(0, MAX_LABELS),
    ),
  files: Files,
  reviews: Reviews,
  commits: Commits,
  timelineItems: Items,
});
export type PullRequestNode = z.output<typeof PullRequestNode>;

const RepositoryNode = z.object({
  databaseId: Id,
  nameWithOwner: cappedText(250),
  url: cappedText(500),
  isPrivate: z.boolean(),
  isArchived: z.boolean(),
  defaultBranchRef: z.object({ name: cappedText(250) }).nullish(),
  pullRequests: z.object({ totalCount: Size, pageInfo: PageInfo, nodes: listOf(PullRequestNode) }),
});
export type RepositoryNode = z.output<typeof RepositoryNode>;

const MoreNode = z
  .object({ id: z.string(), reviews: Reviews, commits: Commits, timelineItems: Items })
  .partial({ reviews: true, commits: true, timelineItems: true });
export type MoreNode = z.output<typeof MoreNode>;

/** What one request answers; `more0`, `more1`, … are the remainders that were asked for. */
export const PageAnswer = z.preprocess(
  (answer) => {
    const { estimate, repository, ...rest } = Object(answer) as Record<string, unknown>;
    const more = Object.entries(rest).flatMap(([name, node]) => (/^more\d$/.test(name) ? [node] : []));
    return { estimate, repository, more };
  },
  z.object({
    estimate: z.object({ issueCount: Size }).optional(),
    repository: RepositoryNode.nullable(),
    more: listOf(MoreNode),
  }),
);
export type PageAnswer = z.output<typeof PageAnswer>;
