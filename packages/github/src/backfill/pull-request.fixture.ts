import { PageAnswer, type PullRequestNode } from './answers.ts';

/** Pieces of answers as GitHub's GraphQL gives them, for tests. */
export const at = (hours: number) =>
  new Date(Date.UTC(2026, 2, 2, 9) + hours * 3_600_000).toISOString().replace('.000', '');
export const instant = (hours: number) => Date.parse(at(hours));

const ada = { __typename: 'User', login: 'ada', databaseId: 11 };
export const grace = { __typename: 'User', login: 'grace', databaseId: 12 };

const lastPage = { hasNextPage: false, endCursor: null };
export const list = (nodes: unknown[], more: object = {}, endCursor: string | null = null) => ({
  pageInfo: endCursor === null ? lastPage : { hasNextPage: true, endCursor },
  nodes,
  ...more,
});

export const event = (__typename: string, hours: number, more: object = {}) => ({
  __typename,
  createdAt: at(hours),
  actor: ada,
  ...more,
});

export const review = (id: number, state: string, hours: number, more: object = {}) => ({
  fullDatabaseId: String(id),
  state,
  submittedAt: at(hours),
  author: grace,
  commit: { oid: 'a'.repeat(40) },
  comments: { totalCount: 0 },
  ...more,
});

export const commit = (authored: number, committed = authored) => ({
  commit: {
    oid: 'c'.repeat(40),
    authoredDate: at(authored),
    committedDate: at(committed),
    author: { name: 'Ada', email: 'Ada@Example.com', user: { databaseId: 11, login: 'ada' } },
  },
});

export const pullRequest = (more: object = {}) => ({
  id: 'PR_7',
  fullDatabaseId: '9007199254740993',
  number: 7,
  title: 'Fix the login',
  body: 'Reverts fernhill/app#5',
  state: 'OPEN',
  isDraft: false,
  createdAt: at(0),
  updatedAt: at(9),
  closedAt: null,
  mergedAt: null,
  baseRefName: 'main',
  headRefName: 'fix/login',
  headRefOid: 'b'.repeat(40),
  headRepository: { databaseId: 900 },
  author: ada,
  mergedBy: null,
  additions: 10,
  deletions: 2,
  changedFiles: 3,
  files: {
    totalCount: 3,
    nodes: [
      { path: 'src/login.ts', additions: 4, deletions: 1 },
      { path: 'package-lock.json', additions: 5, deletions: 1 },
      { path: 'src/__snapshots__/login.snap', additions: 1, deletions: 0 },
    ],
  },
  labels: { nodes: [{ name: 'ui' }, { name: 'bug' }] },
  reviews: list([]),
  commits: list([commit(-2)], { totalCount: 1 }),
  timelineItems: list([]),
  ...more,
});

/** An answer with one page of these pull requests. */
export const answer = (nodes: unknown[], more: object = {}) => ({
  rateLimit: { cost: 1, limit: 5_000, remaining: 4_999, resetAt: at(10) },
  repository: {
    databaseId: 900,
    nameWithOwner: 'fernhill/app',
    url: 'https://github.com/fernhill/app',
    isPrivate: true,
    isArchived: false,
    defaultBranchRef: { name: 'main' },
    pullRequests: list(nodes, { totalCount: nodes.length }),
  },
  ...more,
});

export function nodeOf(more: object): PullRequestNode {
  const [node] = PageAnswer.parse(answer([pullRequest(more)])).repository?.pullRequests.nodes ?? [];
  if (node === undefined) throw new Error('The page has no pull request.');
  return node;
}
