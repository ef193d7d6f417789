import { describe, expect, test } from 'vitest';
import { PageAnswer } from './answers.ts';
import {
  answer,
  at,
  commit,
  event,
  grace,
  instant,
  list,
  nodeOf,
  pullRequest,
  review,
} from './pull-request.fixture.ts';
import {
  addPages,
  beginPullRequest,
  completePullRequest,
  isComplete,
  observeRepositoryNode,
} from './translation.ts';

const ANSWERED = instant(100);
const repository = observeRepositoryNode(
  PageAnswer.parse(answer([])).repository as NonNullable<PageAnswer['repository']>,
  ANSWERED,
);

const begin = (more: object = {}) => beginPullRequest(nodeOf(more), ANSWERED);
const observe = (more: object = {}) => completePullRequest(begin(more), repository);
const keysOf = (more: object) => observe(more).entries.map(({ key }) => key);

describe('a pull request of a page', () => {
  test('is observed with its snapshot, and as of GitHub’s answer', () => {
    const asOf = { updatedAt: instant(9), isSettled: true };
    expect(observe()).toEqual({
      kind: 'pull_request',
      repository: {
        githubId: '900',
        fullName: 'fernhill/app',
        webUrl: 'https://github.com/fernhill/app',
        defaultBranch: 'main',
        isPrivate: true,
        isArchived: false,
        seenAt: ANSWERED,
      },
      accounts: [{ id: '11', login: 'ada', type: 'User', seenAt: ANSWERED }],
      githubId: '9007199254740993',
      number: 7,
      authorId: '11',
      snapshot: {
        base: {
          ...asOf,
          title: 'Fix the login',
          draft: false,
          state: 'open',
          baseRef: 'main',
          headRef: 'fix/login',
          headSha: 'b'.repeat(40),
          headRepositoryId: '900',
          revertsNumber: 5,
          labels: ['bug', 'ui'],
        },
        size: { ...asOf, additions: 10, deletions: 2, changedFiles: 3, commits: 1 },
        generated: { ...asOf, lines: 7 },
        reviewComments: { ...asOf, count: 0 },
        firstAuthoredAt: instant(-2),
      },
      entries: [{ key: 'opened', kind: 'opened', at: instant(0), actorId: '11', data: { draft: false } }],
    });
  });

  test('tells who made its commits, under their addresses in lower case', () => {
    const told = {
      email: 'ada@example.com',
      name: 'Ada',
      accountId: '11',
      login: 'ada',
      seenAt: instant(-1),
    };
    expect(begin({ commits: list([commit(-2, -1)], { totalCount: 1 }) }).authors).toEqual([told]);
  });

  test('of a ghost has no author, and of a deleted fork no head repository', () => {
    const { authorId, accounts, snapshot } = observe({ author: null, headRepository: null });
    expect({ authorId, accounts, head: snapshot.base.headRepositoryId }).toEqual({
      authorId: null,
      accounts: [],
      head: null,
    });
  });

  test.each([
    [
      'a bot has the name that webhooks give it',
      { __typename: 'Bot', login: 'dependabot', databaseId: 49 },
      'dependabot[bot]',
      'Bot',
    ],
    [
      'a mannequin keeps its type',
      { __typename: 'Mannequin', login: 'old', databaseId: 50 },
      'old',
      'Mannequin',
    ],
    [
      'an account of an enterprise has no number, as a ghost',
      { __typename: 'EnterpriseUserAccount', login: 'x' },
      undefined,
      undefined,
    ],
  ])('%s', (_name, author, login, type) => {
    const [account] = observe({ author }).accounts;
    expect([account?.login, account?.type]).toEqual([login, type]);
  });
});

describe('what it was opened as', () => {
  test.each([
    ['what it is, where nothing changed', true, [], true],
    ['a draft, where it was marked ready first', false, [event('ReadyForReviewEvent', 2)], true],
    [
      'no draft, where it became one first',
      false,
      [event('ConvertToDraftEvent', 2), event('ReadyForReviewEvent', 3)],
      false,
    ],
    [
      'a draft, where it was marked ready first of two changes within a second',
      true,
      [event('ReadyForReviewEvent', 2), event('ConvertToDraftEvent', 2)],
      true,
    ],
  ])('%s', (_name, isDraft, items, expected) => {
    const [opened] = observe({ isDraft, timelineItems: list(items) }).entries;
    expect(opened?.data).toEqual({ draft: expected });
  });
});

describe('the end', () => {
  test('a merge has its merger, and the close that GitHub dates a second later is no fact of its own', () => {
    const end = { state: 'MERGED', mergedAt: at(5), closedAt: at(5), mergedBy: grace };
    const items = [event('ClosedEvent', 2), event('ReopenedEvent', 3), event('ClosedEvent', 5 + 1 / 3600)];
    const { entries, snapshot } = observe({ ...end, timelineItems: list(items) });
    expect(entries.map(({ kind, at: when, actorId }) => [kind, when, actorId])).toEqual([
      ['opened', instant(0), '11'],
      ['closed', instant(2), null],
      ['reopened', instant(3), '11'],
      ['merged', instant(5), '12'],
    ]);
    expect(snapshot.base.state).toBe('closed');
  });

  test('a close is the one that the pull request shows', () => {
    const end = { state: 'CLOSED', closedAt: at(5) };
    expect(keysOf({ ...end, timelineItems: list([event('ClosedEvent', 5 + 1 / 3600)]) })).toEqual([
      'opened',
      `closed:${instant(5)}`,
    ]);
  });
});

describe('reviews', () => {
  test('carry the head that was reviewed; one that is pending is nobody’s business', () => {
    const { entries } = observe({ reviews: list([review(1, 'APPROVED', 2), review(2, 'PENDING', 3), null]) });
    expect(entries.slice(1)).toEqual([
      {
        key: 'review_submitted:1',
        kind: 'review_submitted',
        at: instant(2),
        actorId: '12',
        data: { reviewId: '1', state: 'approved', headSha: 'a'.repeat(40) },
      },
    ]);
  });

  test('that were dismissed have the state that they had', () => {
    const dismissal = event('ReviewDismissedEvent', 4, {
      previousReviewState: 'CHANGES_REQUESTED',
      review: { fullDatabaseId: '1', submittedAt: at(2), author: grace },
    });
    const { entries } = observe({
      reviews: list([review(1, 'DISMISSED', 2)]),
      timelineItems: list([dismissal]),
    });
    expect(
      entries.slice(1).map(({ kind, at: when, actorId, data }) => [kind, when, actorId, data.state]),
    ).toEqual([
      ['review_submitted', instant(2), '12', 'changes_requested'],
      ['review_dismissed', instant(4), '11', undefined],
    ]);
  });

  test('are asked of people and of teams; a team that is gone leaves no trace', () => {
    const asked = (hours: number, requestedReviewer: unknown, type = 'ReviewRequestedEvent') =>
      event(type, hours, { requestedReviewer });
    const items = [
      asked(1, grace),
      asked(2, { __typename: 'Team', databaseId: 33 }),
      asked(3, grace, 'ReviewRequestRemovedEvent'),
      asked(4, null),
    ];
    expect(
      observe({ timelineItems: list(items) })
        .entries.slice(1)
        .map(({ key, data }) => [key, data]),
    ).toEqual([
      [`review_requested:12:${instant(1)}`, { requestedAccountId: '12' }],
      [`review_requested:team:33:${instant(2)}`, { requestedTeamId: '33' }],
      [`review_request_removed:12:${instant(3)}`, { requestedAccountId: '12' }],
    ]);
  });
});

test('a forced push is a push, and what it replaced tells of the first commit', () => {
  const forced = event('HeadRefForcePushedEvent', 6, {
    beforeCommit: { authoredDate: at(-8), committedDate: at(-7) },
    afterCommit: { oid: 'd'.repeat(40) },
  });
  const told = { commits: list([commit(-3, 6)], { totalCount: 1 }), timelineItems: list([forced]) };
  const { entries, snapshot } = observe(told);
  expect(entries[1]?.key).toBe(`commits_pushed:${'d'.repeat(40)}`);
  expect(snapshot.firstAuthoredAt).toBe(instant(-8));
});

test('what was replaced within the second of the opening tells of the first commit, whatever was pushed later', () => {
  const forced = event('HeadRefForcePushedEvent', 0, {
    beforeCommit: { authoredDate: at(-8), committedDate: at(-8) },
    afterCommit: { oid: 'd'.repeat(40) },
  });
  const commits = list([commit(-3, 0), commit(4, 4)], { totalCount: 2 });
  expect(observe({ commits, timelineItems: list([forced]) }).snapshot.firstAuthoredAt).toBe(instant(-8));
});

test.each([
  [
    'there are more files than were read',
    { totalCount: 101, nodes: [{ path: 'yarn.lock', additions: 1, deletions: 1 }] },
  ],
  [
    'one of them may not be seen',
    { totalCount: 2, nodes: [{ path: 'yarn.lock', additions: 1, deletions: 1 }, null] },
  ],
  ['GitHub cannot tell the files any more', null],
])('generated lines are unknown where %s', (_why, files) => {
  expect(observe({ files }).snapshot.generated).toMatchObject({ updatedAt: instant(9), lines: null });
});

test('250 reviews, 300 commits and 180 comments are all told, over as many pages as it takes', () => {
  const reviews = Array.from({ length: 250 }, (_, n) =>
    review(n + 1, 'COMMENTED', 1, { comments: { totalCount: n < 180 ? 1 : 0 } }),
  );
  const commits = Array.from({ length: 300 }, (_, n) => commit(n === 299 ? -99 : -2, -1));
  const totalCount = commits.length;
  const pageOf = (from: number, size: number) => ({
    reviews: list(reviews.slice(from, from + size), {}, from + size < 250 ? 'r' : null),
    commits: list(commits.slice(from, from + size), { totalCount }, from + size < 300 ? 'c' : null),
  });
  let part = begin(pageOf(0, 40));
  expect(part.after).toEqual({ reviews: 'r', commits: 'c' });
  for (let from = 40; !isComplete(part); from += 100) {
    const { more } = PageAnswer.parse(answer([], { more0: { id: 'PR_7', ...pageOf(from, 100) } }));
    // Between requests it waits as JSON.
    part = addPages(JSON.parse(JSON.stringify(part)), more[0] as NonNullable<(typeof more)[0]>, ANSWERED);
  }
  const { entries, snapshot } = completePullRequest(part, repository);
  expect(entries.filter(({ kind }) => kind === 'review_submitted')).toHaveLength(250);
  expect(snapshot.reviewComments?.count).toBe(180);
  expect(snapshot.size?.commits).toBe(300);
  expect(snapshot.firstAuthoredAt).toBe(instant(-99));
  expect(part.authors).toHaveLength(300);
});

describe('an answer', () => {
  test.each([
    ['no repository at all', {}],
    ['an id that is no number', answer([pullRequest({ fullDatabaseId: '1; DROP' })])],
    ['a state that nobody knows', answer([pullRequest({ state: 'ODD' })])],
    ['a date in the year 9999', answer([pullRequest({ createdAt: '9999-01-01T00:00:00Z' })])],
    ['a remainder that is none', answer([], { more0: { id: 7 } })],
    ['nothing', null],
  ])('of another shape is refused: %s', (_name, value) => {
    expect(PageAnswer.safeParse(value).success).toBe(false);
  });

  test('keeps what the database can hold: no NUL, and titles of a length', () => {
    const { title } = nodeOf({ title: `a\u0000${'b'.repeat(5_000)}` });
    expect(title.slice(0, 2)).toBe('a\uFFFD');
    expect(title).toHaveLength(1_024);
  });

  test('may leave out what may not be seen', () => {
    const { repository: seen } = PageAnswer.parse(answer([null, pullRequest()]));
    expect(seen?.pullRequests.nodes.map(({ number }) => number)).toEqual([7]);
  });
});
