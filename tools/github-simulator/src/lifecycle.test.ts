import { describe, expect, test, vi } from 'vitest';
import { people } from './people.ts';
import { pullRequestsOf, type Read, readHistory, type Seen } from './test/read-history.ts';

vi.setConfig({ testTimeout: 60_000 });

const reads = readHistory();
const all = pullRequestsOf(reads);

function actions(seen: Seen): (string | null)[] {
  return seen.reads
    .filter(({ delivery }) => delivery.event === 'pull_request')
    .map(({ delivery }) => delivery.action);
}

function having(action: string): Seen[] {
  return all.filter((seen) => actions(seen).includes(action));
}

const pushes: Read[] = reads.filter(({ delivery }) => delivery.event === 'push');

describe('numbers', () => {
  test('guids, pull requests, and reviews are unique and beyond 2^31', () => {
    expect(new Set(reads.map(({ delivery }) => delivery.guid)).size).toBe(reads.length);
    const submitted = reads.filter(
      ({ delivery }) => delivery.event === 'pull_request_review' && delivery.action === 'submitted',
    );
    const reviews = submitted.map(({ payload }) => payload.review?.id ?? 0);
    expect(new Set(reviews).size).toBe(reviews.length);
    expect(Math.min(...reviews, ...all.map(({ id }) => id))).toBeGreaterThan(2 ** 31);
  });

  test('pull requests are numbered once per repository', () => {
    const names = all.map(({ reads: [first], last }) => `${first?.payload.repository?.id}#${last.number}`);
    expect(new Set(names).size).toBe(all.length);
  });
});

describe('each pull request', () => {
  test('begins by being opened, except the one from before the installation', () => {
    const odd = all.filter((seen) => seen.reads[0]?.delivery.action !== 'opened');
    expect(odd.length).toBe(1);
    expect(odd[0]?.last.user).toBeNull();
    expect(odd[0]?.last.head.repo).toBeNull();
  });

  test('goes forward in time, closes before it reopens, and stays merged', () => {
    for (const seen of all) {
      let last = 0;
      let isOpen = true;
      let isMerged = false;
      for (const { delivery, payload } of seen.reads) {
        expect(delivery.occurredAt).toBeGreaterThanOrEqual(last);
        last = delivery.occurredAt;
        expect(Date.parse(payload.pull_request?.updated_at ?? '')).toBeLessThanOrEqual(last);
        if (delivery.event !== 'pull_request') continue;
        if (delivery.action === 'closed') {
          expect(isOpen).toBe(true);
          isOpen = false;
          isMerged = payload.pull_request?.merged_at !== null;
        }
        if (delivery.action === 'reopened') {
          expect(isMerged || isOpen).toBe(false);
          isOpen = true;
        }
        expect(payload.pull_request?.state).toBe(isOpen ? 'open' : 'closed');
      }
    }
  });

  test('is a draft from draft to ready only', () => {
    for (const seen of all) {
      let isDraft = seen.openedAsDraft;
      for (const { delivery, payload } of seen.reads) {
        if (delivery.action === 'ready_for_review') isDraft = false;
        if (delivery.action === 'converted_to_draft') isDraft = true;
        expect(payload.pull_request?.draft).toBe(isDraft);
      }
    }
  });

  test('has a synchronize after each push that continues the last head', () => {
    const heads = new Map<number, string>();
    for (const { delivery, payload } of reads) {
      const part = payload.pull_request;
      if (delivery.event !== 'pull_request' || part === undefined) continue;
      if (delivery.action === 'synchronize') {
        expect(payload.before).toBe(heads.get(part.id));
        expect(payload.after).toBe(part.head.sha);
      }
      heads.set(part.id, part.head.sha);
    }
  });
});

describe('pushes', () => {
  test('create the branch before the pull request is opened, with commits of before', () => {
    const created = new Map<string, number>();
    for (const { delivery, payload } of pushes) {
      if (payload.created) created.set(delivery.lane, delivery.occurredAt);
      for (const commit of payload.commits ?? [])
        expect(commit.timestamp).toMatch(/T\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
      expect(payload.repository?.pushed_at).toBe(Math.floor(delivery.occurredAt / 1_000));
    }
    const withBranch = all.filter(({ reads: [first] }) => {
      const at = created.get(first?.delivery.lane ?? '');
      return at !== undefined && at < (first?.delivery.occurredAt ?? 0);
    });
    expect(withBranch.length / all.length).toBeGreaterThan(0.95);
  });

  test('to main follow each other without a gap', () => {
    const heads = new Map<number, string>();
    for (const { payload } of pushes.filter((push) => push.payload.ref === 'refs/heads/main')) {
      const id = payload.repository?.id ?? 0;
      if (heads.has(id)) expect(payload.before).toBe(heads.get(id));
      heads.set(id, payload.after ?? '');
    }
    expect(heads.size).toBe(6);
  });

  test('come from both time zones, are forced at times, and delete branches', () => {
    const offsets = new Set(
      pushes.flatMap(({ payload }) => payload.commits?.map(({ timestamp }) => timestamp.slice(-6)) ?? []),
    );
    for (const offset of ['+01:00', '+02:00', '-05:00', '-04:00']) expect(offsets).toContain(offset);
    expect(pushes.filter(({ payload }) => payload.forced).length).toBeGreaterThan(20);
    expect(pushes.filter(({ payload }) => payload.deleted).length).toBeGreaterThan(200);
  });
});

test('what tools get wrong is all there', () => {
  for (const action of ['reopened', 'converted_to_draft', 'review_request_removed', 'edited', 'labeled']) {
    expect(having(action).length, action).toBeGreaterThan(9);
  }
  const dismissed = reads.filter(({ delivery }) => delivery.action === 'dismissed');
  expect(dismissed.length).toBeGreaterThan(9);
  const reverts = all.filter(({ last }) => /^Reverts Fernhill\/[a-z-]+#\d+/m.test(last.body ?? ''));
  const byBranch = reverts.filter(({ last }) => last.head.ref.startsWith('revert-'));
  expect(byBranch.length).toBeGreaterThan(3);
  expect(reverts.length).toBeGreaterThan(byBranch.length);
  expect(all.filter(({ last }) => last.user === null).length).toBe(1);
  expect(all.filter(({ last }) => last.head.repo === null && last.user !== null).length).toBeGreaterThan(3);
  const early = all.filter(
    ({ reviews, readyAt, openedAsDraft }) =>
      openedAsDraft && readyAt && (reviews[0]?.at ?? readyAt) < readyAt,
  );
  expect(early.length).toBeGreaterThan(9);
  const foreign = reads.filter(
    ({ delivery, payload }) =>
      delivery.action === 'synchronize' && payload.sender?.login !== payload.pull_request?.user?.login,
  );
  expect(foreign.length).toBeGreaterThan(9);
  const lagging = all.filter(({ last }) => last.merged_at !== null && last.merged_at !== last.closed_at);
  expect(lagging.length).toBeGreaterThan(20);
});

test('teams end as 8 and 6, with one move and one newcomer', () => {
  const members = new Map<string, string>();
  for (const { delivery, payload } of reads.filter((read) => read.delivery.event === 'membership')) {
    const login = payload.member?.login ?? '';
    if (delivery.action === 'added') members.set(login, payload.team?.name ?? '');
    else members.delete(login);
  }
  expect(members.size).toBe(people.length);
  expect([...members.values()].filter((team) => team === 'Checkout').length).toBe(8);
  expect([...members.values()].filter((team) => team === 'Platform').length).toBe(6);
});
