/**
 * First pages of what hangs on a pull request; what usual ones have fits in, and remainders come in pages of the most GitHub gives. Every
 * review that is asked for has a count of comments, which GitHub charges as a request: 20 make a page cost 13 points instead of 23. Of
 * more than 100 files nothing further is asked: which of their lines are generated is then unknown.
 */
const FIRST = { reviews: 20, commits: 50, items: 60, files: 100 } as const;
const MOST = 100;

const ITEM_TYPES = [
  'READY_FOR_REVIEW_EVENT',
  'CONVERT_TO_DRAFT_EVENT',
  'REVIEW_REQUESTED_EVENT',
  'REVIEW_REQUEST_REMOVED_EVENT',
  'REVIEW_DISMISSED_EVENT',
  'CLOSED_EVENT',
  'REOPENED_EVENT',
  'HEAD_REF_FORCE_PUSHED_EVENT',
  'RENAMED_TITLE_EVENT',
  'BASE_REF_CHANGED_EVENT',
].join(', ');

/** Everybody who acts has a login; the number has to be asked for by type. */
const ACTOR = `fragment Actor on Actor {
  __typename login
  ... on User { databaseId } ... on Bot { databaseId } ... on Mannequin { databaseId } ... on Organization { databaseId }
}`;

const REVIEWS = `fragment Reviews on PullRequestReviewConnection {
  pageInfo { hasNextPage endCursor }
  nodes { fullDatabaseId state submittedAt author { ...Actor } commit { oid } comments { totalCount } }
}`;

const COMMITS = `fragment Commits on PullRequestCommitConnection {
  pageInfo { hasNextPage endCursor } totalCount
  nodes { commit { oid authoredDate committedDate author { name email user { databaseId login } } } }
}`;

const ITEMS = `fragment Items on PullRequestTimelineItemsConnection {
  pageInfo { hasNextPage endCursor }
  nodes {
    __typename
    ... on ReadyForReviewEvent { createdAt actor { ...Actor } }
    ... on ConvertToDraftEvent { createdAt actor { ...Actor } }
    ... on ReviewRequestedEvent { createdAt actor { ...Actor } requestedReviewer { ...Reviewer } }
    ... on ReviewRequestRemovedEvent { createdAt actor { ...Actor } requestedReviewer { ...Reviewer } }
    ... on ReviewDismissedEvent {
      createdAt actor { ...Actor } previousReviewState review { fullDatabaseId submittedAt author { ...Actor } }
    }
    ... on ClosedEvent { createdAt actor { ...Actor } }
    ... on ReopenedEvent { createdAt actor { ...Actor } }
    ... on HeadRefForcePushedEvent { createdAt actor { ...Actor } beforeCommit { authoredDate committedDate } afterCommit { oid } }
    ... on RenamedTitleEvent { createdAt actor { ...Actor } }
    ... on BaseRefChangedEvent { createdAt actor { ...Actor } }
  }
}
fragment Reviewer on RequestedReviewer {
  __typename
  ... on User { login databaseId } ... on Bot { login databaseId } ... on Mannequin { login databaseId } ... on Team { databaseId }
}`;

const PULL_REQUEST = `fragment PullRequestFields on PullRequest {
  id fullDatabaseId number title body state isDraft createdAt updatedAt closedAt mergedAt
  baseRefName headRefName headRefOid headRepository { databaseId }
  author { ...Actor } mergedBy { ...Actor }
  additions deletions changedFiles
  labels(first: 100) { nodes { name } }
  files(first: ${FIRST.files}) { totalCount nodes { path additions deletions } }
  reviews(first: ${FIRST.reviews}) { ...Reviews }
  commits(first: ${FIRST.commits}) { ...Commits }
  timelineItems(first: ${FIRST.items}, itemTypes: [${ITEM_TYPES}]) { ...Items }
}`;

/** One that has more of something than its page held, and what was read of it last. */
export type Remainder = {
  /** GitHub's node id of the pull request. */
  id: string;
  /** Cursors of those connections that go on. */
  after: { reviews?: string; commits?: string; timelineItems?: string };
};

export type PageRequest = {
  /** GitHub's node id; identity is the id, names are history. */
  repository: string;
  size: number;
  after: string | null;
  onlyOpen: boolean;
  /** A search whose count is the estimate; null when it is not asked for. */
  estimate: string | null;
  remainders: readonly Remainder[];
};

/** Remainders that ride along in one request. */
export const REMAINDERS_AT_ONCE = 10;

/** One request: a page of pull requests, newest change first, with what earlier ones still owe. */
export function pageQuery(request: PageRequest): { document: string; variables: Record<string, unknown> } {
  const { repository, size, after, onlyOpen, estimate, remainders } = request;
  const states = onlyOpen ? ', states: [OPEN]' : '';
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const declare = (name: string, type: string, value: unknown) => {
    variables[name] = value;
    declared.push(`$${name}: ${type}`);
    return `$${name}`;
  };
  const parts = ['rateLimit { cost limit remaining resetAt }'];
  if (estimate !== null) {
    parts.push(
      `estimate: search(type: ISSUE, first: 1, query: ${declare('estimate', 'String!', estimate)}) { issueCount }`,
    );
  }
  parts.push(`repository: node(id: ${declare('repository', 'ID!', repository)}) {
    ... on Repository {
      databaseId nameWithOwner url isPrivate isArchived defaultBranchRef { name }
      pullRequests(first: ${declare('size', 'Int!', size)}, after: ${declare('after', 'String', after)}${states},
        orderBy: { field: UPDATED_AT, direction: DESC }) {
        totalCount pageInfo { hasNextPage endCursor } nodes { ...PullRequestFields }
      }
    }
  }`);
  remainders.forEach(({ id, after: owed }, index) => {
    const at = (name: keyof Remainder['after']) =>
      owed[name] === undefined
        ? null
        : `first: ${MOST}, after: ${declare(`${name}${index}`, 'String!', owed[name])}`;
    const [reviews, commits, items] = [at('reviews'), at('commits'), at('timelineItems')];
    parts.push(`more${index}: node(id: ${declare(`id${index}`, 'ID!', id)}) { ... on PullRequest {
      id
      ${reviews === null ? '' : `reviews(${reviews}) { ...Reviews }`}
      ${commits === null ? '' : `commits(${commits}) { ...Commits }`}
      ${items === null ? '' : `timelineItems(${items}, itemTypes: [${ITEM_TYPES}]) { ...Items }`}
    } }`);
  });
  const body = parts.join('\n');
  return {
    document: `query PullRequests(${declared.join(', ')}) {\n${body}\n}\n${fragmentsOf(body)}`,
    variables,
  };
}

/** GraphQL refuses fragments that nobody uses. */
function fragmentsOf(body: string): string {
  const all = {
    PullRequestFields: PULL_REQUEST,
    Reviews: REVIEWS,
    Commits: COMMITS,
    Items: ITEMS,
    Actor: ACTOR,
  };
  let used = '';
  for (const [name, text] of Object.entries(all))
    if (`${body}${used}`.includes(`...${name}`)) used += `${text}\n`;
  return used;
}
