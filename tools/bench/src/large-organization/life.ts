import {
  entryKey,
  type HeadPush,
  type PullRequestSnapshot,
  type ReviewState,
  type TimelineEntry,
  type TimelineKind,
} from '@devpulse/domain/delivery/timeline';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Random } from '@devpulse/github-simulator/random';
import type { Account, Repository } from './population.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What is known of a pull request before its life begins. */
export type Beginning = {
  /** Counts from 0; GitHub's ids are made of it. */
  index: number;
  number: number;
  repository: Repository;
  author: Account;
  reviewers: readonly [Account, Account];
  robot: Account;
  openedAt: Instant;
  now: Instant;
};

export type Life = {
  githubId: string;
  entries: TimelineEntry[];
  pushes: (HeadPush & { beforeSha: string; commits: number })[];
  snapshot: PullRequestSnapshot;
};

const second = (at: Instant): Instant => Math.floor(at / 1_000) * 1_000;

/**
 * One life by the published distributions (metrics.md, section 7): merge log-normal with median 18 h and sigma 1.25, first review
 * median 4 h and sigma 1.6, size median 54 and sigma 1.9, 15 % unmerged, 20 % drafts. What lies after `now` has not happened.
 */
export function live(random: Random, of: Beginning): Life {
  const story = new Story(random, of);
  const isDraft = random.chance(0.2);
  story.tell('opened', {
    at: of.openedAt,
    actor: of.author,
    key: entryKey.opened(),
    data: { draft: isDraft },
  });
  const readyAt = isDraft ? second(of.openedAt + random.logNormal(8, 1.2) * HOUR) : of.openedAt;
  if (isDraft && random.chance(0.95))
    story.tell('ready_for_review', { at: readyAt, actor: of.author, key: entryKey.readyForReview(readyAt) });
  const ending = endOf(random, readyAt);
  askForReviews(story, readyAt);
  review(story, { readyAt, end: ending.at });
  if (random.chance(0.01)) reopen(story, { readyAt, end: ending.at });
  if (ending.kind === 'merged')
    story.tell('merged', { at: ending.at, actor: of.author, key: entryKey.merged(ending.at) });
  if (ending.kind !== 'open')
    story.tell('closed', { at: ending.at, actor: of.author, key: entryKey.closed(ending.at) });
  return story.end();
}

type Ending = { kind: 'merged' | 'closed' | 'open'; at: Instant };

function endOf(random: Random, readyAt: Instant): Ending {
  if (random.chance(0.85))
    return { kind: 'merged', at: second(readyAt + 2 * MINUTE + random.logNormal(18, 1.25) * HOUR) };
  if (random.chance(0.04)) return { kind: 'open', at: Number.POSITIVE_INFINITY };
  return { kind: 'closed', at: second(readyAt + 2 * MINUTE + random.logNormal(60, 1.5) * HOUR) };
}

function askForReviews(story: Story, readyAt: Instant): void {
  const { random, of } = story;
  for (const asked of of.reviewers.slice(0, random.integer(1, 2))) {
    const at = second(readyAt + random.between(0, 10) * MINUTE);
    const data = { requestedAccountId: asked.id };
    story.tell('review_requested', {
      at,
      actor: of.author,
      key: entryKey.reviewRequested(asked.id, at),
      data,
    });
  }
}

function review(story: Story, { readyAt, end }: { readyAt: Instant; end: Instant }): void {
  const { random, of } = story;
  const [first, other] = of.reviewers;
  const later = (from: Instant) =>
    second(Number.isFinite(end) ? random.between(from, end) : from + random.logNormal(6, 1) * HOUR);
  if (random.chance(0.1)) story.review(of.robot, second(readyAt + MINUTE), 'commented');
  let at = second(readyAt + random.logNormal(4, 1.6) * HOUR);
  if (at >= end) return;
  const draw = random.float();
  const state = draw < 0.55 ? 'approved' : draw < 0.8 ? 'changes_requested' : 'commented';
  story.review(first, at, state);
  if (random.chance(0.4)) story.review(of.author, later(at), 'commented');
  if (state === 'changes_requested') {
    at = later(at);
    story.push(at);
  }
  if (state !== 'approved' && random.chance(0.85)) story.review(first, later(at), 'approved');
  if (random.chance(0.3)) story.review(other, later(at), 'approved');
}

function reopen(story: Story, { readyAt, end }: { readyAt: Instant; end: Instant }): void {
  const { random, of } = story;
  const closedAt = second(readyAt + random.between(1, 60) * MINUTE);
  const reopenedAt = closedAt + 10 * MINUTE;
  if (reopenedAt >= end) return;
  story.tell('closed', { at: closedAt, actor: of.author, key: entryKey.closed(closedAt) });
  story.tell('reopened', { at: reopenedAt, actor: of.author, key: entryKey.reopened(reopenedAt) });
}

type Told = { at: Instant; actor: Account; key: string; data?: TimelineEntry['data'] };

class Story {
  readonly random: Random;
  readonly of: Beginning;
  readonly #entries: TimelineEntry[] = [];
  readonly #pushes: Life['pushes'] = [];
  #headSha: string;
  #reviews = 0;

  constructor(random: Random, of: Beginning) {
    this.random = random;
    this.of = of;
    this.#headSha = random.hex(40);
    const at = second(of.openedAt - random.between(0, 30) * MINUTE);
    const authored = second(at - random.logNormal(6, 1.7) * HOUR);
    this.#pushes.push(
      this.#pushed(at, { beforeSha: '0'.repeat(40), created: true, earliestAuthoredAt: authored }),
    );
  }

  tell(kind: TimelineKind, { at, actor, key, data = {} }: Told): void {
    if (at <= this.of.now) this.#entries.push({ key, kind, at, actorId: actor.id, data });
  }

  review(reviewer: Account, at: Instant, state: ReviewState): void {
    const reviewId = String(3_000_000_000 + this.of.index * 8 + this.#reviews);
    this.#reviews += 1;
    const data = { reviewId, state, headSha: this.#headSha };
    this.tell('review_submitted', { at, actor: reviewer, key: entryKey.reviewSubmitted(reviewId), data });
  }

  push(at: Instant): void {
    if (at > this.of.now) return;
    const beforeSha = this.#headSha;
    this.#headSha = this.random.hex(40);
    const data = { headSha: this.#headSha };
    this.tell('commits_pushed', {
      at,
      actor: this.of.author,
      key: entryKey.commitsPushed(this.#headSha),
      data,
    });
    this.#pushes.push(this.#pushed(at, { beforeSha, created: false, earliestAuthoredAt: at - 5 * MINUTE }));
  }

  end(): Life {
    const { index, number, now, repository } = this.of;
    const updatedAt = Math.min(now, Math.max(...this.#entries.map((entry) => entry.at)));
    const isOver = this.#entries.some((entry) => entry.kind === 'merged') || this.#isClosed();
    const base = {
      updatedAt,
      title: this.#title(),
      draft: null,
      state: isOver ? ('closed' as const) : ('open' as const),
      baseRef: 'main',
      headRef: `change-${number}`,
      headSha: this.#headSha,
      headRepositoryId: repository.githubId,
      revertsNumber: this.random.chance(0.01) && number > 20 ? number - this.random.integer(1, 20) : null,
      labels: [],
    };
    const snapshot = { base, size: { updatedAt, ...this.#size() } };
    return {
      githubId: String(2_500_000_000 + index),
      entries: this.#entries,
      pushes: this.#pushes,
      snapshot,
    };
  }

  #isClosed(): boolean {
    const last = (kind: TimelineKind) =>
      Math.max(0, ...this.#entries.filter((e) => e.kind === kind).map((e) => e.at));
    return last('closed') > last('reopened');
  }

  #title(): string {
    return `Change ${this.of.number} of ${this.of.repository.fullName}, as agreed with the people who use it`;
  }

  #size() {
    const lines = Math.min(200_000, Math.max(1, Math.round(this.random.logNormal(54, 1.9))));
    const deletions = Math.floor(lines * this.random.between(0, 0.5));
    const commits = Math.max(this.#pushes.length, Math.round(this.random.logNormal(1.8, 0.9)));
    return {
      additions: lines - deletions,
      deletions,
      changedFiles: 1 + Math.floor(Math.sqrt(lines) / 2),
      commits,
    };
  }

  #pushed(
    at: Instant,
    rest: { beforeSha: string; created: boolean; earliestAuthoredAt: Instant },
  ): Life['pushes'][number] {
    return { at, afterSha: this.#headSha, forced: false, commits: this.random.integer(1, 3), ...rest };
  }
}
