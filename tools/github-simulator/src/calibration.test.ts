import { describe, expect, test } from 'vitest';
import {
  logSigma,
  median,
  pullRequestsOf,
  quantile,
  type Read,
  readHistory,
  type Seen,
  storyNow,
} from './test/read-history.ts';

const hour = 3_600_000;

function reviewReads(reads: readonly Read[]): Read[] {
  return reads.filter(
    ({ delivery }) => delivery.event === 'pull_request_review' && delivery.action === 'submitted',
  );
}

function cycleHours(seen: Seen): number[] {
  if (seen.last.merged_at === null || seen.readyAt === undefined) return [];
  return [(Date.parse(seen.last.merged_at) - seen.readyAt) / hour];
}

function pickupHours(seen: Seen): number[] {
  const { readyAt } = seen;
  const first = seen.reviews.find(({ at }) => readyAt !== undefined && at >= readyAt);
  return readyAt === undefined || first === undefined ? [] : [(first.at - readyAt) / hour];
}

describe.each(['fernhill', 'second'])('the organization of seed %s', (seed) => {
  const reads = readHistory(seed);
  const all = pullRequestsOf(reads);
  const human = all.filter(({ isBot }) => !isBot);
  const closed = human.filter(({ last }) => last.state === 'closed');

  test('opens 750 to 1,000 human pull requests; bots add 15 to 25 %', () => {
    expect(human.length).toBeGreaterThan(750);
    expect(human.length).toBeLessThan(1_000);
    const share = (all.length - human.length) / all.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.25);
  });

  test('merges with a median near 18 h and a long tail', () => {
    const hours = human.flatMap(cycleHours);
    expect(median(hours)).toBeGreaterThan(14);
    expect(median(hours)).toBeLessThan(23);
    expect(logSigma(hours)).toBeGreaterThan(1.1);
    expect(logSigma(hours)).toBeLessThan(1.75);
    expect(quantile(hours, 0.95)).toBeGreaterThan(100);
  });

  test('gives the first review with a median near 4 h', () => {
    const hours = human.flatMap(pickupHours).filter((value) => value > 0);
    expect(median(hours)).toBeGreaterThan(3);
    expect(median(hours)).toBeLessThan(5.2);
    expect(logSigma(hours)).toBeGreaterThan(1.3);
    expect(logSigma(hours)).toBeLessThan(1.95);
  });

  test('writes changes of median near 54 lines, a few very large', () => {
    const lines = human.map(({ last }) => last.additions + last.deletions).filter((value) => value > 0);
    expect(median(lines)).toBeGreaterThan(43);
    expect(median(lines)).toBeLessThan(66);
    expect(logSigma(lines)).toBeGreaterThan(1.6);
    expect(logSigma(lines)).toBeLessThan(2.15);
    expect(lines.filter((value) => value > 3_000).length).toBeGreaterThan(3);
  });

  test('leaves 12 to 15 % unmerged and begins about a fifth as drafts', () => {
    const unmerged = closed.filter(({ last }) => last.merged_at === null).length / closed.length;
    expect(unmerged).toBeGreaterThan(0.12);
    expect(unmerged).toBeLessThan(0.152);
    const drafts = human.filter(({ openedAsDraft }) => openedAsDraft).length / human.length;
    expect(drafts).toBeGreaterThan(0.16);
    expect(drafts).toBeLessThan(0.24);
  });

  test('has a third of its reviews from the authors themselves', () => {
    const reviews = reviewReads(reads);
    const own = reviews.filter(
      ({ payload }) => payload.review?.user.login === payload.pull_request?.user?.login,
    );
    expect(own.length / reviews.length).toBeGreaterThan(0.29);
    expect(own.length / reviews.length).toBeLessThan(0.39);
    expect(own.every(({ payload }) => payload.review?.state === 'commented')).toBe(true);
  });

  test('is quiet at weekends and at night', () => {
    const byHuman = reads.filter(({ payload }) => payload.sender?.type === 'User');
    const local = byHuman.map(({ delivery }) =>
      Temporal.Instant.fromEpochMilliseconds(delivery.occurredAt).toZonedDateTimeISO('Europe/Berlin'),
    );
    expect(local.filter(({ dayOfWeek }) => dayOfWeek >= 6).length / local.length).toBeLessThan(0.02);
    expect(local.filter(({ hour: at }) => at >= 9 && at < 18).length / local.length).toBeGreaterThan(0.7);
    expect(local.filter(({ hour: at }) => at < 6).length / local.length).toBeLessThan(0.03);
  });
});

function expectAllStates(all: readonly Seen[], now: number): void {
  const open = all.filter(({ last, isBot }) => last.state === 'open' && !isBot);
  const states = open.map(({ last, reviews }) => {
    if (last.draft) return 'draft';
    if (reviews.length === 0) return 'waiting';
    return reviews.at(-1)?.state === 'approved' ? 'approved' : 'in review';
  });
  expect([...new Set(states)].sort()).toEqual(['approved', 'draft', 'in review', 'waiting']);
  expect(open.length).toBeGreaterThan(7);
  expect(open.length).toBeLessThan(40);
  expect(Math.min(...open.map(({ last }) => Date.parse(last.created_at)))).toBeLessThan(now - 5 * 86_400_000);
}

test('open work of all four states exists at the present of the story, some of it old', () => {
  expectAllStates(pullRequestsOf(readHistory()), storyNow);
}, 60_000);

test.each([1, 4, 12])(
  'open work of all four states exists %i days later, after ten weeks',
  (days) => {
    const now = storyNow + days * 86_400_000;
    expectAllStates(pullRequestsOf(readHistory('fernhill', 10, now)), now);
  },
  60_000,
);
