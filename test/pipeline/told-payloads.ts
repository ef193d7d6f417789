import { createHash } from 'node:crypto';
import type { ReviewState } from '@devpulse/domain/delivery/timeline';

export type Account = { id: number; login: string; type: 'User' | 'Bot' | 'Organization' };
export type Commit = { sha: string; authoredAt: number };
export type Comment = { id: number; user: Account | null; createdAt: number; reviewId: number };
export type Review = {
  id: number;
  state: ReviewState | 'dismissed';
  user: Account | null;
  at: number;
  sha: string;
};

/** A pull request as GitHub has it at some moment. Instants are milliseconds since 1970. */
export type PullState = {
  readonly index: number;
  readonly repositoryId: number;
  readonly isOfFork: boolean;
  readonly author: Account | null;
  readonly openedAt: number;
  isForkGone: boolean;
  isOpen: boolean;
  isDraft: boolean;
  updatedAt: number;
  closedAt: number | null;
  mergedAt: number | null;
  mergedBy: Account | null;
  title: string;
  baseRef: string;
  commits: Commit[];
  comments: Comment[];
};

export const OWNER: Account = { id: 31, login: 'lives', type: 'Organization' };
const INSTALLATION = { id: 3 };
export const NO_COMMIT = '0'.repeat(40);

export const shaOf = (...parts: readonly (string | number)[]) =>
  createHash('sha1').update(parts.join('/')).digest('hex');

export const headOf = ({ commits }: PullState): string => commits.at(-1)?.sha ?? NO_COMMIT;

const text = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
const orNull = (at: number | null) => (at === null ? null : text(at));

function repositoryPayload(id: number) {
  return {
    id,
    name: `app-${id}`,
    full_name: `lives/app-${id}`,
    html_url: `https://github.com/lives/app-${id}`,
    owner: OWNER,
    private: true,
    archived: false,
    default_branch: 'main',
    created_at: '2024-01-01T00:00:00Z',
    updated_at: '2024-01-01T00:00:00Z',
  };
}

function forkPayload({ index, repositoryId }: PullState) {
  const login = `forker-${index}`;
  const name = `app-${repositoryId}`;
  const owner = { id: 40_000 + index, login, type: 'User' };
  const identity = { id: 50_000 + index, name, full_name: `${login}/${name}`, owner, fork: true };
  return { ...repositoryPayload(repositoryId), ...identity };
}

function headRepository(pull: PullState): object | null {
  if (pull.isForkGone) return null;
  return pull.isOfFork ? forkPayload(pull) : repositoryPayload(pull.repositoryId);
}

/** As reviews carry it: without sizes. */
function summaryOf(pull: PullState): object {
  return {
    id: 6_000_000_000 + pull.index,
    number: pull.index + 1,
    title: pull.title,
    body: null,
    state: pull.isOpen ? 'open' : 'closed',
    draft: pull.isDraft,
    user: pull.author,
    author_association: 'MEMBER',
    created_at: text(pull.openedAt),
    updated_at: text(pull.updatedAt),
    closed_at: orNull(pull.closedAt),
    merged_at: orNull(pull.mergedAt),
    merge_commit_sha: null,
    labels: [],
    assignees: [],
    requested_reviewers: [],
    base: { ref: pull.baseRef, sha: shaOf('base', pull.repositoryId) },
    head: { ref: `change-${pull.index}`, sha: headOf(pull), repo: headRepository(pull) },
  };
}

function envelope(pull: PullState, sender: Account | null): object {
  const repository = repositoryPayload(pull.repositoryId);
  return { repository, ...(sender !== null && { sender }), organization: OWNER, installation: INSTALLATION };
}

export function pullRequestBody(
  pull: PullState,
  told: { action: string; sender: Account | null; detail?: object },
): object {
  const count = pull.commits.length;
  const sizes = {
    additions: 10 * count,
    deletions: count,
    changed_files: count,
    commits: count,
    comments: 0,
  };
  const counted = { ...sizes, review_comments: pull.comments.length, merged_by: pull.mergedBy };
  return {
    action: told.action,
    pull_request: { ...summaryOf(pull), ...counted },
    ...told.detail,
    ...envelope(pull, told.sender),
  };
}

export function reviewBody(
  pull: PullState,
  told: { action: string; sender: Account | null; review: Review },
): object {
  const { id, state, user, at, sha } = told.review;
  const given = { id, state, user, body: null, submitted_at: text(at), commit_id: sha };
  return {
    action: told.action,
    review: { ...given, author_association: 'MEMBER' },
    pull_request: summaryOf(pull),
    ...envelope(pull, told.sender),
  };
}

export function commentBody(
  pull: PullState,
  told: { action: string; sender: Account | null; comment: Comment },
): object {
  const { id, user, createdAt, reviewId } = told.comment;
  const comment = { id, user, created_at: text(createdAt), path: 'README.md', body: 'A remark.' };
  return {
    action: told.action,
    comment: { ...comment, pull_request_review_id: reviewId },
    pull_request: summaryOf(pull),
    ...envelope(pull, told.sender),
  };
}

/** Of the newest commit. */
export function pushBody(
  pull: PullState,
  told: { at: number; before: string; sender: Account | null; isForced: boolean },
): object {
  const name = pull.author?.login ?? 'ghost';
  const author = { name, email: `${name}@example.com`, username: name };
  const made = pull.commits.at(-1) as Commit;
  const common = envelope(pull, told.sender) as { repository: object };
  return {
    ref: `refs/heads/change-${pull.index}`,
    before: told.before,
    after: made.sha,
    created: told.before === NO_COMMIT,
    forced: told.isForced,
    commits: [
      {
        id: made.sha,
        message: 'A step',
        timestamp: text(made.authoredAt),
        distinct: true,
        author,
        committer: author,
      },
    ],
    ...common,
    repository: { ...common.repository, created_at: 1_700_000_000, pushed_at: told.at / 1_000 },
  };
}
