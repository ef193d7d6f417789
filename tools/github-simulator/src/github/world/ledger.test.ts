import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../model.ts';
import { simulateOrganization } from '../../organization.ts';
import { storyNow } from '../../test/read-history.ts';
import { GithubWorld } from './github-world.ts';
import { Ledger } from './ledger.ts';
import type { WebhookPayload } from './payload.ts';

const deliveries = [...simulateOrganization({ seed: 'fernhill', weeks: 12, now: storyNow })];

function booked(told: Iterable<Delivery>): GithubWorld {
  const world = new GithubWorld();
  const ledger = new Ledger(world);
  for (const delivery of told) ledger.book(delivery);
  return world;
}

const world = booked(deliveries);
const payloads = deliveries.map(({ event, body }) => ({
  event,
  payload: JSON.parse(body) as WebhookPayload,
}));

describe('the world after a history', () => {
  test('shows every pull request as its last delivery did', () => {
    const last = new Map(
      payloads.flatMap(({ event, payload: { pull_request: part } }) =>
        event === 'pull_request' && part ? [[part.id, part] as const] : [],
      ),
    );
    expect(world.pullRequests.size).toBeGreaterThan(400);
    for (const [id, part] of last) {
      const found = world.pullRequests.get(id);
      expect(found).toMatchObject({ number: part.number, title: part.title, headOid: part.head.sha });
      expect(found?.state === 'OPEN').toBe(part.state === 'open');
      expect(found?.commits.length).toBe(part.commits);
      expect(found?.commits.at(-1)?.oid).toBe(part.head.sha);
      expect(found?.additions).toBe(part.additions);
    }
  });

  test('has an entry for every turn of a life', () => {
    const turns: Record<string, string> = {
      ready_for_review: 'ReadyForReviewEvent',
      converted_to_draft: 'ConvertToDraftEvent',
      review_requested: 'ReviewRequestedEvent',
      review_request_removed: 'ReviewRequestRemovedEvent',
      reopened: 'ReopenedEvent',
      closed: 'ClosedEvent',
      dismissed: 'ReviewDismissedEvent',
    };
    const events = [...world.pullRequests.values()].flatMap((pullRequest) => pullRequest.events);
    for (const [action, type] of Object.entries(turns)) {
      const told = payloads.filter(({ payload }) => payload.action === action && payload.pull_request).length;
      expect(events.filter((event) => event.type === type).length, action).toBe(told);
      expect(told, action).toBeGreaterThan(0);
    }
    const merged = [...world.pullRequests.values()].filter(({ state }) => state === 'MERGED');
    expect(events.filter(({ type }) => type === 'MergedEvent').length).toBe(merged.length);
  });

  test('keeps each review with the commit it looked at, and a dismissed one with its former state', () => {
    for (const { event, payload } of payloads) {
      if (event !== 'pull_request_review' || payload.action !== 'submitted') continue;
      const found = world.pullRequests
        .get(payload.pull_request?.id ?? 0)
        ?.reviews.find(({ id }) => id === payload.review?.id);
      expect(found?.oid).toBe(payload.review?.commit_id);
    }
    const dismissals = [...world.pullRequests.values()].flatMap(({ events }) =>
      events.filter((event) => event.type === 'ReviewDismissedEvent'),
    );
    expect(dismissals.every(({ previousState }) => previousState === 'APPROVED')).toBe(true);
  });

  test('notes forced pushes at the instant of their synchronize, from the old head to the new one', () => {
    const forced = new Set(
      payloads.filter(({ payload }) => payload.forced).map(({ payload }) => payload.after),
    );
    const told = payloads.filter(
      ({ payload }) => payload.action === 'synchronize' && forced.has(payload.after ?? ''),
    );
    expect(told.length).toBeGreaterThan(3);
    for (const { payload } of told) {
      const found = world.pullRequests.get(payload.pull_request?.id ?? 0);
      expect(found?.events).toContainEqual(
        expect.objectContaining({
          type: 'HeadRefForcePushedEvent',
          at: Date.parse(payload.pull_request?.updated_at ?? ''),
          beforeOid: payload.before,
          afterOid: payload.after,
        }),
      );
    }
  });

  test('has every push in the activity of its repository, in order', () => {
    const pushes = payloads.filter(({ event }) => event === 'push');
    const activity = [...world.repositories.values()].flatMap((repository) => repository.activity);
    expect(activity.length).toBe(pushes.length);
    expect(new Set(activity.map(({ type }) => type))).toEqual(
      new Set(['push', 'force_push', 'branch_creation', 'branch_deletion', 'pr_merge']),
    );
  });

  test('dates the commits of a forced push to the push, and leaves what their authors wrote', () => {
    const commits = [...world.repositories.values()].flatMap(({ commits: known }) => [...known.values()]);
    const rewritten = commits.filter(({ authoredAt, committedAt }) => authoredAt !== committedAt);
    expect(rewritten.length).toBeGreaterThan(20);
    expect(rewritten.every(({ authoredAt, committedAt }) => authoredAt < committedAt)).toBe(true);
  });

  test('knows the teams and who is in them, ghosts, and bots', () => {
    expect([...world.teams.values()].map(({ slug, memberIds }) => [slug, memberIds.size])).toEqual([
      ['checkout', 8],
      ['platform', 6],
    ]);
    const all = [...world.pullRequests.values()];
    expect(all.filter(({ author }) => author === null).length).toBe(1);
    expect(all.some(({ author }) => author?.type === 'Bot')).toBe(true);
    expect(all.some(({ headRepository }) => headRepository === null)).toBe(true);
  });
});

test('a repository that is heard of under a new name keeps its number, and its old name still finds it', () => {
  const renamed = deliveries.slice(0, 400).map((delivery) => ({ ...delivery }));
  const later = renamed.slice(300).map((delivery) => ({
    ...delivery,
    body: delivery.body.replaceAll('Fernhill/ledger', 'Fernhill/books').replaceAll('"ledger"', '"books"'),
  }));
  const after = booked([...renamed.slice(0, 300), ...later]);
  const found = after.repositoryByName('fernhill/LEDGER');
  expect(found?.isFormerName).toBe(true);
  expect(found?.repository.id).toBe(391_640_225);
  expect(after.repositoryByName('Fernhill/books')?.isFormerName).toBe(false);
});

test('telling the same story twice gives the same world', () => {
  expect([...booked(deliveries).pullRequests.values()].map(({ id, updatedAt }) => [id, updatedAt])).toEqual(
    [...world.pullRequests.values()].map(({ id, updatedAt }) => [id, updatedAt]),
  );
});
