import { beforeAll, describe, expect, test } from 'vitest';
import { logSigma, median } from '../../test/read-history.ts';
import { addPullRequest } from './construction.ts';
import { GithubWorld } from './github-world.ts';
import type { GithubPullRequest } from './model.ts';
import { populate } from './population.ts';

const to = Date.parse('2026-11-20T13:32:00Z');
const from = to - 182 * 86_400_000;

function populated(count: number): GithubPullRequest[] {
  const world = new GithubWorld();
  const owner = world.addOrganization('Fernhill');
  const repositories = ['web', 'api', 'infra'].map((name) => world.addRepository({ name, owner }));
  populate(world, { count, repositories, from, to });
  return [...world.pullRequests.values()];
}

describe('10,000 pull requests', () => {
  let all: GithubPullRequest[];
  beforeAll(() => {
    all = populated(10_000);
  });

  test('are numbered once per repository and live in order', () => {
    expect(new Set(all.map(({ repository, number }) => `${repository.id}#${number}`)).size).toBe(10_000);
    for (const { createdAt, updatedAt, closedAt, commits, reviews, headOid } of all) {
      expect(updatedAt).toBeGreaterThanOrEqual(createdAt);
      expect(updatedAt).toBeLessThanOrEqual(to);
      expect(closedAt ?? createdAt).toBeGreaterThanOrEqual(createdAt);
      expect(commits.at(-1)?.oid).toBe(headOid);
      expect(reviews.every(({ submittedAt }) => submittedAt >= createdAt)).toBe(true);
    }
  });

  test('are sized as the published distributions say', () => {
    const lines = all.map(({ additions, deletions }) => additions + deletions);
    expect(median(lines)).toBeGreaterThan(45);
    expect(median(lines)).toBeLessThan(63);
    expect(logSigma(lines)).toBeGreaterThan(1.7);
    const closed = all.filter(({ state }) => state !== 'OPEN');
    const share = closed.filter(({ state }) => state === 'MERGED').length / closed.length;
    expect(share).toBeGreaterThan(0.83);
    expect(share).toBeLessThan(0.87);
    const hours = closed.map(({ createdAt, closedAt }) => ((closedAt ?? 0) - createdAt) / 3_600_000);
    expect(median(hours)).toBeGreaterThan(16);
    expect(median(hours)).toBeLessThan(24);
    expect(all.filter(({ author }) => author?.type === 'Bot').length / all.length).toBeCloseTo(0.3, 1);
  });

  test('are the same each time', () => {
    const heads = (some: readonly GithubPullRequest[]) =>
      some.map(({ title, updatedAt }) => [title, updatedAt]);
    expect(heads(populated(300))).toEqual(heads(populated(300)));
  });
});

test('a pull request is built with as much as a test asks for', () => {
  const world = new GithubWorld();
  const repository = world.addRepository({ name: 'web', owner: world.addOrganization('Fernhill') });
  const [author, reviewer] = [world.addUser('ana'), world.addUser('rita')];
  const built = addPullRequest(world, {
    repository,
    author,
    reviewer,
    createdAt: from,
    isDraft: true,
    readyAt: from + 3_600_000,
    commits: 300,
    reviews: 250,
    reviewComments: 180,
    closed: { at: to, isMerged: true, by: reviewer },
  });
  expect(built).toMatchObject({ state: 'MERGED', isDraft: false, mergedBy: reviewer, updatedAt: to });
  expect([built.commits.length, built.reviews.length, built.reviewComments.length]).toEqual([300, 250, 180]);
  expect(built.events.map(({ type }) => type)).toEqual(['ReadyForReviewEvent', 'MergedEvent', 'ClosedEvent']);
  expect(world.pullRequests.get(built.id)).toBe(built);
  expect(repository.commits.size).toBe(300);
});
