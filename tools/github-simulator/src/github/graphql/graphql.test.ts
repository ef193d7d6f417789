import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeId } from '../../payloads/node-id.ts';
import { storyNow } from '../../test/read-history.ts';
import { installationClient } from '../testing/client.ts';
import { openStage, type TestStage } from '../testing/stage.ts';
import { addPullRequest } from '../world/construction.ts';
import type { GithubAccount, GithubRepository } from '../world/model.ts';

let stage: TestStage;
let repository: GithubRepository;
let ana: GithubAccount;
const day = 86_400_000;

beforeAll(async () => {
  stage = await openStage(0);
  const { world } = stage.github;
  repository = world.addRepository({ name: 'big', owner: stage.owner });
  ana = world.addUser('ana');
  for (let index = 0; index < 130; index += 1) {
    addPullRequest(world, { repository, author: ana, createdAt: storyNow - (200 - index) * day });
  }
});

afterAll(() => stage.close());

const list = `query($id: ID!, $first: Int!, $after: String, $direction: OrderDirection!) {
  node(id: $id) { ... on Repository { pullRequests(first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: $direction }) {
    totalCount pageInfo { hasNextPage endCursor } nodes { number }
  } } }
}`;

async function page(after: string | null, direction = 'DESC', first = 50) {
  const id = nodeId('R', repository.id);
  const { body } = await stage.asInstallation.graphql(list, { id, first, after, direction });
  const { nodes, pageInfo, totalCount } = body.data.node.pullRequests;
  return { numbers: nodes.map(({ number }: { number: number }) => number), ...pageInfo, totalCount };
}

describe('pages', () => {
  test('follow each other without a gap or a repetition, in both directions', async () => {
    for (const direction of ['DESC', 'ASC']) {
      const first = await page(null, direction);
      const second = await page(first.endCursor, direction);
      const third = await page(second.endCursor, direction);
      const all = [...first.numbers, ...second.numbers, ...third.numbers];
      expect(all.length).toBe(130);
      expect(all).toEqual([...all].sort((a, b) => (direction === 'DESC' ? b - a : a - b)));
      expect([first.hasNextPage, second.hasNextPage, third.hasNextPage]).toEqual([true, true, false]);
    }
  });

  test('keep their place when a pull request moves to the front meanwhile', async () => {
    const before = await page(null);
    const moved = repository.pullRequests.get(3);
    if (moved === undefined) throw new Error('number 3 is missing');
    stage.github.changes.rename(moved, { at: storyNow, actor: ana }, 'Moved to the front');
    const after = await page(before.endCursor);
    expect(after.numbers[0]).toBe(before.numbers.at(-1) - 1);
    expect((await page(null)).numbers[0]).toBe(3);
  });
});

test('the files of a pull request have its lines, page by page', async () => {
  const many = addPullRequest(stage.github.world, {
    repository,
    author: ana,
    createdAt: storyNow - 80 * day,
    additions: 1_001,
    deletions: 77,
    changedFiles: 130,
  });
  const query = `query($id: ID!, $after: String) { node(id: $id) { ... on PullRequest {
    files(first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { path additions deletions } }
  } } }`;
  const files: { path: string; additions: number; deletions: number }[] = [];
  for (let after: string | null = null; ; ) {
    const id = nodeId('PR', repository.id, many.id);
    const { body } = await stage.asInstallation.graphql(query, { id, after });
    const { totalCount, pageInfo, nodes } = body.data.node.files;
    expect(totalCount).toBe(130);
    files.push(...nodes);
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) break;
  }
  expect(new Set(files.map(({ path }) => path)).size).toBe(130);
  expect(files.reduce((sum, file) => sum + file.additions, 0)).toBe(1_001);
  expect(files.reduce((sum, file) => sum + file.deletions, 0)).toBe(77);
});

test('more than 100 reviews, commits, comments and entries are all there, page by page', async () => {
  const large = addPullRequest(stage.github.world, {
    repository,
    author: ana,
    createdAt: storyNow - 90 * day,
    commits: 300,
    reviews: 250,
    reviewer: stage.github.world.addUser('rita'),
    reviewComments: 180,
  });
  const query = `query($id: ID!, $after: String) { node(id: $id) { ... on PullRequest {
    reviews(first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { fullDatabaseId comments { totalCount } } }
    commits(last: 100) { totalCount pageInfo { hasPreviousPage } nodes { commit { oid } } }
    timelineItems(first: 1, itemTypes: [PULL_REQUEST_COMMIT, PULL_REQUEST_REVIEW]) { filteredCount }
    totalCommentsCount
  } } }`;
  const ids = new Set<string>();
  let after: string | null = null;
  for (let pages = 1; ; pages += 1) {
    const { body } = await stage.asInstallation.graphql(query, {
      id: nodeId('PR', repository.id, large.id),
      after,
    });
    const { reviews, commits, timelineItems, totalCommentsCount } = body.data.node;
    for (const { fullDatabaseId } of reviews.nodes) ids.add(fullDatabaseId);
    expect(reviews.totalCount).toBe(250);
    expect(commits).toMatchObject({ totalCount: 300, pageInfo: { hasPreviousPage: true } });
    expect(commits.nodes.at(-1).commit.oid).toBe(large.headOid);
    expect(timelineItems.filteredCount).toBe(550);
    expect(totalCommentsCount).toBe(180);
    after = reviews.pageInfo.endCursor;
    if (reviews.pageInfo.hasNextPage) continue;
    expect(pages).toBe(3);
    break;
  }
  expect(ids.size).toBe(250);
});

describe('refusals are 200 with errors', () => {
  const repositoryId = () => nodeId('R', repository.id);

  test.each([
    ['EXCESSIVE_PAGINATION', 'pullRequests(first: 101) { totalCount }', 'exceeds the `first` limit of 100'],
    [
      'MISSING_PAGINATION_BOUNDARIES',
      'pullRequests { nodes { id } }',
      'You must provide a `first` or `last`',
    ],
    [
      'MAX_NODE_LIMIT_EXCEEDED',
      'pullRequests(first: 100) { nodes { reviews(first: 100) { nodes { comments(first: 100) { totalCount } } } } }',
      'up to 1,010,100 possible nodes',
    ],
  ])('%s', async (type, selection, text) => {
    const query = `query($id: ID!) { node(id: $id) { ... on Repository { ${selection} } } }`;
    const { status, body } = await stage.asInstallation.graphql(query, { id: repositoryId() });
    expect(status).toBe(200);
    expect(body.data).toBeUndefined();
    expect(body.errors[0]).toMatchObject({ type, message: expect.stringContaining(text) });
  });

  test('a field that GitHub does not have, and one that is not played', async () => {
    const unknown = await stage.asInstallation.graphql('{ viewer { nope } }');
    expect(unknown.body.errors[0].message).toContain('Cannot query field "nope"');
    const silent = await stage.asInstallation.graphql('{ codesOfConduct { key } }');
    expect(silent.body.errors[0].message).toContain('does not play Query.codesOfConduct');
  });

  test('what is not there, or not to be seen', async () => {
    const hidden = stage.github.world.addRepository({
      name: 'secret',
      owner: stage.github.world.addOrganization('Elsewhere'),
    });
    const query = '{ repository(owner: "Elsewhere", name: "secret") { id } }';
    const { body } = await stage.asInstallation.graphql(query);
    expect(body).toMatchObject({
      data: { repository: null },
      errors: [{ type: 'NOT_FOUND', path: ['repository'] }],
    });
    const byId = await stage.asInstallation.graphql('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: [nodeId('R', hidden.id), repositoryId()],
    });
    expect(byId.body.data.nodes).toEqual([null, { id: repositoryId() }]);
    expect(byId.body.errors).toHaveLength(1);
  });

  test('without points left, until the hour is over', async () => {
    const holder = `installation:${stage.installation.id}`;
    stage.clock.now += 3_700_000;
    stage.github.limits.set(holder, 2);
    const client = await installationClient(stage.github, { ...stage, now: stage.clock.now });
    const query = '{ rateLimit { remaining } }';
    expect((await client.graphql(query)).body.data.rateLimit.remaining).toBe(1);
    expect((await client.graphql(query)).body.data.rateLimit.remaining).toBe(0);
    const { status, body, headers } = await client.graphql(query);
    expect(status).toBe(200);
    expect(body.errors[0].type).toBe('RATE_LIMITED');
    expect(headers.get('x-ratelimit-remaining')).toBe('0');
    stage.github.limits.delete(holder);
    stage.clock.now += 3_600_000;
    const later = await installationClient(stage.github, { ...stage, now: stage.clock.now });
    expect((await later.graphql(query)).body.data.rateLimit.remaining).toBe(4_999);
    stage.clock.now = storyNow;
  });
});

describe('points', () => {
  test('follow the formula: connections to be filled, by a hundred, at least one', async () => {
    const query = `query($id: ID!, $first: Int = 50) { rateLimit { cost nodeCount remaining limit }
      node(id: $id) { ... on Repository { pullRequests(first: $first) { nodes {
        reviews(first: 40) { nodes { comments { totalCount } } } commits(first: 50) { totalCount } timelineItems(first: 60) { totalCount }
      } } } } }`;
    const { body, headers } = await stage.asInstallation.graphql(query, { id: nodeId('R', repository.id) });
    // 1 list, 3 x 50 nested ones, and the comments of 50 x 40 reviews.
    expect(body.data.rateLimit.cost).toBe(Math.round((1 + 150 + 2_000) / 100));
    expect(body.data.rateLimit.nodeCount).toBe(50 + 50 * (40 + 50 + 60));
    expect(headers.get('x-ratelimit-remaining')).toBe(String(body.data.rateLimit.remaining));
    expect(headers.get('x-ratelimit-resource')).toBe('graphql');
  });
});

test('search counts what was updated since', async () => {
  const { world } = stage.github;
  const since = new Date(storyNow - 150 * day).toISOString();
  const query = `{ search(type: ISSUE, query: "repo:Fernhill/big is:pr updated:>=${since}") { issueCount } }`;
  const { body } = await stage.asInstallation.graphql(query);
  const counted = [...world.pullRequests.values()].filter(
    ({ updatedAt }) => updatedAt >= storyNow - 150 * day,
  );
  expect(body.data.search.issueCount).toBe(counted.length);
  expect(counted.length).toBeGreaterThan(50);
});

test('bots lose their suffix, ghosts are null, numbers beyond 32 bits are text', async () => {
  const { world } = stage.github;
  const bot = world.meet({ id: 49_699_333, login: 'dependabot[bot]', type: 'Bot' });
  const byBot = addPullRequest(world, { repository, author: bot, createdAt: storyNow });
  const byGhost = addPullRequest(world, { repository, author: null, createdAt: storyNow });
  const query = `query($ids: [ID!]!) { nodes(ids: $ids) { ... on PullRequest { databaseId fullDatabaseId
    author { __typename login } commits(first: 1) { nodes { commit { author { user { login } } } } } } } }`;
  const ids = [byBot, byGhost].map(({ id }) => nodeId('PR', repository.id, id));
  const { body } = await stage.asInstallation.graphql(query, { ids });
  const [first, second] = body.data.nodes;
  expect(first.author).toEqual({ __typename: 'Bot', login: 'dependabot' });
  expect(first.commits.nodes[0].commit.author.user.login).toBe('dependabot[bot]');
  expect(first).toMatchObject({ databaseId: null, fullDatabaseId: String(byBot.id) });
  expect(second.author).toBeNull();
});
