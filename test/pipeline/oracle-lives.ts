import {
  entryKey,
  type ReviewState,
  type TimelineData,
  type TimelineEntry,
} from '@devpulse/domain/delivery/timeline';
import { pullRequestIdFor } from '@devpulse/domain/identity';
import type { WorldPull, WorldPush } from './oracle-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Nobody has ever described this account; of pushes GitHub always describes who made them. */
export const STRANGER = '404';

/** As often as they stand here. */
const ACTIONS =
  `review review review review request request request request unrequest dismiss draft ready ready push close
  reopen merge`.split(/\s+/);

export type Chance = {
  (): number;
  pick<T>(items: readonly T[]): T;
  between(low: number, high: number): number;
  is(share: number): boolean;
};

export function chanceOf(random: () => number): Chance {
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  return Object.assign(() => random(), {
    between,
    pick: <T>(items: readonly T[]) => items[between(0, items.length - 1)] as T,
    is: (share: number) => random() < share,
  });
}

export type LifePlan = {
  chance: Chance;
  organizationId: string;
  number: number;
  repository: { id: string; githubId: string };
  openedAt: number;
  now: number;
  /** Who may do anything: people, bots, strangers and nobody. */
  actors: readonly (string | null)[];
  regulars: readonly string[];
  authorId: string | null;
  /** One whose branch it goes on with. */
  predecessor: WorldPull | null;
  revertsNumber: number | null;
};

/** Plays one pull request as GitHub would allow it, step by step. */
class RandomLife {
  readonly entries: TimelineEntry[] = [];
  readonly #plan: LifePlan;
  readonly #reviews: { id: string; state: string | undefined }[] = [];
  #at: number;
  #isOpen = true;
  #isDraft: boolean;
  #isMerged = false;

  constructor(plan: LifePlan) {
    this.#plan = plan;
    const { chance } = plan;
    this.#at = plan.openedAt;
    this.#isDraft = chance.is(0.35);
    // Some sources do not tell whether it was a draft.
    this.#put('opened', entryKey.opened(), chance.is(0.85) ? { draft: this.#isDraft } : {}, plan.authorId);
    for (let step = chance.between(0, 22); step > 0 && !this.#isMerged; step -= 1) this.#step();
  }

  /** As the newest payload shows it; sometimes one of which nothing was told since, and that it is open again. */
  shown(): WorldPull['shown'] {
    const at = Math.min(this.#plan.now, this.#at + HOUR);
    return { at, isOpen: this.#isOpen, isDraft: this.#isDraft };
  }

  #put(kind: TimelineEntry['kind'], key: string, data: TimelineData, actorId: string | null): void {
    if (this.entries.some((entry) => entry.key === key)) return;
    this.entries.push({ key, kind, at: this.#at, actorId, data });
  }

  #step(): void {
    const { chance, now, actors, regulars } = this.#plan;
    const gap = chance.pick([
      0,
      chance.between(1, 50) * 1_000,
      chance.between(1, 300) * MINUTE + 7_000,
      chance.between(3, 90) * HOUR,
      chance.between(1, 9) * DAY,
    ]);
    if (this.#at + gap >= now) return;
    this.#at += gap;
    // Most of the work is that of a few, so that who is asked often answers.
    const somebody = () => chance.pick(chance.is(0.6) ? regulars : actors);
    const actorId = somebody();
    const action = chance.pick(ACTIONS);
    const at = this.#at;
    if (action === 'review') this.#review(actorId);
    if (action === 'dismiss') this.#dismiss(actorId);
    if (action === 'push')
      this.#put('commits_pushed', entryKey.commitsPushed(`sha-${at}`), { headSha: `sha-${at}` }, actorId);
    if (action === 'request' || action === 'unrequest') this.#request(action === 'request', somebody());
    if (this.#isOpen && action === (this.#isDraft ? 'ready' : 'draft')) {
      this.#isDraft = !this.#isDraft;
      if (this.#isDraft) this.#put('converted_to_draft', entryKey.convertedToDraft(at), {}, actorId);
      else this.#put('ready_for_review', entryKey.readyForReview(at), {}, actorId);
    }
    this.#turn(action, actorId);
  }

  #turn(action: string, actorId: string | null): void {
    const at = this.#at;
    if (this.#isOpen && action === 'merge') {
      this.#isOpen = false;
      this.#isMerged = true;
      this.#put('merged', entryKey.merged(at), {}, actorId);
    } else if (this.#isOpen && action === 'close') {
      this.#isOpen = false;
      this.#put('closed', entryKey.closed(at), {}, actorId);
    } else if (!this.#isOpen && (action === 'reopen' || action === 'merge')) {
      this.#isOpen = true;
      // That it was opened again was lost, and a payload shows it later.
      if (this.#plan.chance.is(0.9)) this.#put('reopened', entryKey.reopened(at), {}, actorId);
    }
  }

  #review(actorId: string | null): void {
    const states: (ReviewState | undefined)[] = [
      'approved',
      'approved',
      'changes_requested',
      'commented',
      undefined,
    ];
    const state = this.#plan.chance.pick(states);
    const id = `${5_000_000_000 + this.#plan.number * 100 + this.#reviews.length}`;
    this.#reviews.push({ id, state });
    this.#put(
      'review_submitted',
      entryKey.reviewSubmitted(id),
      { reviewId: id, ...(state && { state }) },
      actorId,
    );
  }

  #dismiss(actorId: string | null): void {
    if (this.#reviews.length === 0) return;
    const { id } = this.#plan.chance.pick(this.#reviews);
    this.#put('review_dismissed', entryKey.reviewDismissed(id), { reviewId: id }, actorId);
  }

  #request(isAsked: boolean, who: string | null): void {
    const { chance, authorId } = this.#plan;
    const [kind, key] = isAsked
      ? (['review_requested', entryKey.reviewRequested] as const)
      : (['review_request_removed', entryKey.reviewRequestRemoved] as const);
    if (who === null || chance.is(0.1))
      this.#put(kind, key('team:77', this.#at), { requestedTeamId: '77' }, authorId);
    else this.#put(kind, key(who, this.#at), { requestedAccountId: who }, authorId);
  }
}

export function randomPull(plan: LifePlan): WorldPull {
  const { chance, organizationId, repository, number, predecessor, revertsNumber } = plan;
  const life = new RandomLife(plan);
  const isOfFork = chance.is(0.2);
  const isByBranch = revertsNumber !== null && chance.is(0.4);
  return {
    id: pullRequestIdFor(organizationId, githubIdOf({ repository, number })),
    number,
    repositoryId: repository.id,
    authorId: plan.authorId,
    entries: life.entries,
    headRef: predecessor?.headRef ?? (isByBranch ? `revert-${revertsNumber}-change` : `change-${number}`),
    headRepository: predecessor
      ? predecessor.headRepository
      : isOfFork
        ? chance.pick(['990', null])
        : repository.githubId,
    shown: life.shown(),
    size: chance.is(0.8)
      ? {
          additions: chance.between(0, 900),
          deletions: chance.between(0, 300),
          commits: chance.between(1, 9),
        }
      : null,
    revertsNumber: isByBranch ? null : revertsNumber,
    firstAuthoredAt: chance.is(0.3) ? plan.openedAt - chance.between(-5, 100) * DAY : null,
  };
}

export const githubIdOf = ({ repository, number }: { repository: { githubId: string }; number: number }) =>
  `${repository.githubId}${String(number).padStart(4, '0')}`;

/** To its branch, before and after it was opened; some tell of no commits. */
export function randomPushes(
  pull: WorldPull,
  { chance, repository, openedAt, now, actors }: LifePlan,
): WorldPush[] {
  if (pull.headRepository !== repository.githubId) return [];
  const instants = new Set(
    Array.from({ length: chance.between(0, 4) }, () => openedAt + chance.between(-100, 100) * HOUR),
  );
  return [...instants]
    .filter((at) => at < now)
    .sort((a, b) => a - b)
    .map((at, index) => ({
      repositoryId: repository.id,
      repository: repository.githubId,
      ref: `refs/heads/${pull.headRef}`,
      at,
      pusherId: chance.pick(actors.filter((id) => id !== STRANGER)),
      isCreated: index === 0 || chance.is(0.2),
      isDeleted: chance.is(0.08),
      authoredAt: chance.is(0.5)
        ? at - chance.pick([0, chance.between(1, 400) * MINUTE, chance.between(1, 120) * DAY])
        : null,
    }));
}
