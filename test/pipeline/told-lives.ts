import type { Lifecycle } from '@devpulse/domain/delivery/lifecycle.arbitrary';
import type { TimelineEntry } from '@devpulse/domain/delivery/timeline';
import {
  type Account,
  type Comment,
  commentBody,
  headOf,
  NO_COMMIT,
  type PullState,
  pullRequestBody,
  pushBody,
  type Review,
  reviewBody,
  shaOf,
} from './told-payloads.ts';

export type ToldDelivery = { event: string; body: string; at: number };

const REPOSITORIES = [901, 902, 903];
const HOUR = 3_600_000;

/** GitHub's numbers are JSON's here, and one account of the lives has one that is too large for that. */
const numberOf = (id: string) => (Number.isSafeInteger(Number(id)) ? Number(id) : 101);

/** Plays one random life as GitHub would have it, and tells each thing as it happens. What GitHub would not allow is left out. */
class ToldLife {
  readonly deliveries: ToldDelivery[] = [];
  readonly #life: Lifecycle;
  readonly #pull: PullState;
  readonly #reviews = new Map<string, Review>();
  #lastCommentId: number;
  #firstAuthoredAt = Number.POSITIVE_INFINITY;

  constructor(life: Lifecycle, index: number) {
    this.#life = life;
    this.#lastCommentId = 8_000_000_000 + index * 1_000;
    // Reports are in the order in which things happened, the whole one first; entries are sorted, also within a second.
    const told = [...Map.groupBy(life.reports, ({ key }) => key).values()].flatMap(([whole]) => whole ?? []);
    const [opening, ...steps] = told as [TimelineEntry, ...TimelineEntry[]];
    this.#pull = {
      index,
      repositoryId: REPOSITORIES[index % REPOSITORIES.length] as number,
      isOfFork: index % 5 === 0,
      author: this.#account(life.author?.id),
      openedAt: opening.at,
      isForkGone: false,
      isOpen: true,
      isDraft: opening.data.draft ?? false,
      updatedAt: opening.at,
      closedAt: null,
      mergedAt: null,
      mergedBy: null,
      title: 'A change',
      baseRef: 'main',
      commits: [],
      comments: [],
    };
    this.#begin();
    for (const [step, entry] of steps.entries()) this.#play(entry, step);
    if (index % 10 === 0) this.#loseFork();
  }

  #account(id: string | null | undefined): Account | null {
    if (id == null) return null;
    const { login = `stranger-${id}`, type = 'User' } = this.#life.accounts.get(id) ?? {};
    return { id: numberOf(id), login, type: type as Account['type'] };
  }

  #begin(): void {
    const { openedAt, author } = this.#pull;
    const earlier = this.#life.pushes.filter(({ at }) => at < openedAt).sort((a, b) => a.at - b.at);
    const made = earlier.map(({ at, earliestAuthoredAt }) => ({
      at,
      authoredAt: Math.min(at, earliestAuthoredAt ?? at - HOUR),
    }));
    const only = { at: openedAt - HOUR, authoredAt: openedAt - 3 * HOUR };
    for (const push of made.length > 0 ? made : [only]) this.#push(push, author, false);
    this.#tell('opened', author);
  }

  #play(entry: TimelineEntry, step: number): void {
    const sender = this.#account(entry.actorId);
    const { at, kind, data } = entry;
    const { isOpen, isDraft, mergedAt } = this.#pull;
    switch (kind) {
      case 'commits_pushed':
      case 'head_force_pushed':
        if (isOpen) this.#synchronize(at, { sender, step, isForced: kind === 'head_force_pushed' });
        break;
      case 'converted_to_draft':
      case 'ready_for_review':
        if (isOpen && isDraft === (kind === 'ready_for_review'))
          this.#change(at, { isDraft: !isDraft }).#tell(kind, sender);
        break;
      case 'closed':
        if (isOpen) this.#change(at, { isOpen: false, closedAt: at }).#tell('closed', sender);
        break;
      case 'merged': {
        const merged = { isOpen: false, closedAt: at, mergedAt: at, mergedBy: sender };
        if (isOpen) this.#change(at, merged).#tell('closed', sender);
        break;
      }
      case 'reopened':
        if (!isOpen && mergedAt === null)
          this.#change(at, { isOpen: true, closedAt: null }).#tell('reopened', sender);
        break;
      case 'review_submitted':
        this.#review(entry, step);
        break;
      case 'review_dismissed':
        this.#dismiss(at, sender, this.#reviews.get(data.reviewId ?? ''));
        break;
      case 'review_requested':
      case 'review_request_removed':
        if (sender !== null) this.#change(at, {}).#tell(kind, sender, { requested_reviewer: sender });
        break;
      case 'edited':
        this.#edit(at, sender, { isOfBase: data.baseChanged === true, step });
        break;
      default:
    }
  }

  #change(at: number, change: Partial<PullState>): this {
    Object.assign(this.#pull, { ...change, updatedAt: at });
    return this;
  }

  #synchronize(at: number, told: { sender: Account | null; step: number; isForced: boolean }): void {
    const { sender, step, isForced } = told;
    // Every fourth was made before the opening, though not first of all, and is pushed only now.
    const early = Math.max(this.#pull.openedAt - 2 * HOUR, this.#firstAuthoredAt);
    const authoredAt = step % 4 === 0 ? early : at;
    const before = headOf(this.#pull);
    // Only a push tells the local GitHub that it was forced, and a fork tells it of none.
    this.#push({ at, authoredAt }, sender, isForced && !this.#pull.isOfFork);
    this.#change(at, {}).#tell('synchronize', sender, { before, after: headOf(this.#pull) });
  }

  /** The repository of a fork tells nobody here of its pushes. */
  #push(push: { at: number; authoredAt: number }, sender: Account | null, isForced: boolean): void {
    const { at, authoredAt } = push;
    const { commits, index, isOfFork } = this.#pull;
    const before = commits.length === 0 ? NO_COMMIT : headOf(this.#pull);
    if (isForced) commits.pop();
    this.#firstAuthoredAt = Math.min(this.#firstAuthoredAt, authoredAt);
    commits.push({ sha: shaOf(index, at, this.deliveries.length, commits.length), authoredAt });
    if (!isOfFork) this.#send('push', at, pushBody(this.#pull, { at, before, sender, isForced }));
  }

  #edit(at: number, sender: Account | null, how: { isOfBase: boolean; step: number }): void {
    const { step, isOfBase } = how;
    const comment = step % 3 === 0 ? this.#pull.comments.pop() : undefined;
    if (comment !== undefined) {
      this.#change(at, {}).#tellComment('deleted', comment, sender);
      return;
    }
    const from = isOfBase ? this.#pull.baseRef : this.#pull.title;
    const changes = isOfBase ? { base: { ref: { from } } } : { title: { from } };
    const changed = isOfBase ? { baseRef: `base-${step}` } : { title: `A change, edited at step ${step}` };
    this.#change(at, changed).#tell('edited', sender, { changes });
  }

  #review({ at, actorId, data }: TimelineEntry, step: number): void {
    const user = this.#account(actorId);
    const id = Number(data.reviewId) + this.#pull.index * 1_000;
    const review: Review = { id, state: data.state ?? 'approved', user, at, sha: headOf(this.#pull) };
    this.#reviews.set(data.reviewId ?? '', review);
    this.#change(at, {}).#tellReview('submitted', review, user);
    for (let count = step % 3; count > 0; count -= 1) {
      this.#lastCommentId += 1;
      const comment = { id: this.#lastCommentId, user, createdAt: at, reviewId: id };
      this.#pull.comments.push(comment);
      this.#tellComment('created', comment, user);
    }
  }

  #dismiss(at: number, sender: Account | null, review: Review | undefined): void {
    if (review === undefined || review.state === 'commented' || review.state === 'dismissed') return;
    review.state = 'dismissed';
    this.#change(at, {}).#tellReview('dismissed', review, sender);
  }

  #loseFork(): void {
    const { author, updatedAt, title } = this.#pull;
    const changed = { isForkGone: true, title: `${title}, of nowhere` };
    this.#change(updatedAt + HOUR, changed).#tell('edited', author, { changes: { title: { from: title } } });
  }

  #tell(action: string, sender: Account | null, detail: object = {}): void {
    const { updatedAt } = this.#pull;
    this.#send('pull_request', updatedAt, pullRequestBody(this.#pull, { action, sender, detail }));
  }

  #tellReview(action: string, review: Review, sender: Account | null): void {
    const body = reviewBody(this.#pull, { action, sender, review });
    this.#send('pull_request_review', this.#pull.updatedAt, body);
  }

  #tellComment(action: string, comment: Comment, sender: Account | null): void {
    const body = commentBody(this.#pull, { action, sender, comment });
    this.#send('pull_request_review_comment', this.#pull.updatedAt, body);
  }

  #send(event: string, at: number, body: object): void {
    this.deliveries.push({ event, body: JSON.stringify(body), at });
  }
}

/** What many lives tell, in the order in which it happened. */
export function deliveriesOf(lives: readonly Lifecycle[]): ToldDelivery[] {
  return lives.flatMap((life, index) => new ToldLife(life, index).deliveries).sort((a, b) => a.at - b.at);
}
