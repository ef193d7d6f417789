import type { TimelineEntry } from '@devpulse/domain/delivery/timeline';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import { oracleWorking } from './oracle-clock.ts';
import type { World, WorldPull } from './oracle-world.ts';

/** In which order things of one instant are taken. */
const ORDER =
  `opened head_force_pushed commits_pushed edited converted_to_draft ready_for_review review_requested
  review_request_removed review_submitted review_dismissed review_commented closed merged reopened`.split(
    /\s+/,
  );
const DAY = 86_400_000;

export type OracleReview = { accountId: string; at: number; state: string | undefined; voidAt: number };
export type OracleRequest = {
  accountId: string;
  askedAt: number;
  answeredAt: number | null;
  working: number;
};
export type OracleState = 'draft' | 'waiting' | 'inReview' | 'approved';

export type OracleFacts = {
  pull: WorldPull;
  isCounted: boolean;
  teamId: string | null;
  calendar: WorkingCalendar;
  openedAt: number;
  readyAt: number | null;
  mergedAt: number | null;
  closedAt: number | null;
  reviews: OracleReview[];
  requests: OracleRequest[];
  isMergedWithoutReview: boolean;
  /** `cycle elapsed` → seconds. */
  durations: Map<string, number>;
  /** Just before an instant; null where it is not open. */
  stateBefore(at: number): OracleState | null;
};

export function teamOfWorld(world: World, contributorId: string | null, at: number): string | null {
  let found: World['memberships'][number] | null = null;
  for (const one of world.memberships) {
    if (one.contributorId !== contributorId || one.from > at || (one.to !== null && one.to <= at)) continue;
    if (!found || one.from < found.from || (one.from === found.from && one.teamId < found.teamId))
      found = one;
  }
  return found?.teamId ?? null;
}

export function contributorOfWorld(world: World, accountId: string | null): string | null {
  return world.accounts.find(({ id }) => id === accountId)?.contributorId ?? null;
}

/** Who no one has described is a person. */
export function isPersonOfWorld(world: World, accountId: string | null): boolean {
  if (accountId === null || accountId === '10137') return false;
  const account = world.accounts.find(({ id }) => id === accountId);
  if (!account) return true;
  const login = account.login.toLowerCase();
  return account.type !== 'Bot' && !login.endsWith('[bot]') && !world.botLogins.includes(login);
}

const personOf = (world: World, accountId: string | null | undefined) =>
  accountId == null ? null : (contributorOfWorld(world, accountId) ?? accountId);

function isCountedReviewer(world: World, pull: WorldPull, accountId: string | null): boolean {
  return isPersonOfWorld(world, accountId) && personOf(world, accountId) !== personOf(world, pull.authorId);
}

/** One after the other. */
export function sortedEntries(pull: WorldPull): TimelineEntry[] {
  return [...pull.entries].sort(
    (a, b) => a.at - b.at || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.key < b.key ? -1 : 1),
  );
}

type Life = {
  entries: TimelineEntry[];
  openedAt: number;
  mergedAt: number | null;
  closedAt: number | null;
  /** When it was not open: from, to. */
  rests: [number, number][];
  /** Merge or last close. */
  end: number;
};

function lifeOf(world: World, pull: WorldPull): Life {
  const entries = sortedEntries(pull);
  const openedAt = entries.find(({ kind }) => kind === 'opened')?.at ?? entries[0]?.at ?? 0;
  const mergedAt = entries.find(({ kind }) => kind === 'merged')?.at ?? null;
  const rests: [number, number][] = [];
  let closedAt: number | null = null;
  for (const { kind, at } of entries) {
    if (mergedAt !== null && at > mergedAt) break;
    if (kind === 'closed') closedAt = at;
    if (kind === 'reopened' && closedAt !== null) {
      rests.push([closedAt, at]);
      closedAt = null;
    }
  }
  if (mergedAt !== null) closedAt = mergedAt;
  else if (closedAt !== null && pull.shown.isOpen && pull.shown.at > closedAt) closedAt = null;
  const goneAt = world.repositories.find(({ id }) => id === pull.repositoryId)?.goneAt ?? Infinity;
  rests.push([closedAt ?? goneAt, Infinity]);
  return { entries, openedAt, mergedAt, closedAt, rests, end: closedAt ?? Infinity };
}

function wasOpenedAsDraft(pull: WorldPull, { entries }: Life): boolean {
  const told = entries.find(({ kind }) => kind === 'opened')?.data.draft;
  if (told !== undefined) return told;
  for (const { kind } of entries) {
    if (kind === 'ready_for_review') return true;
    if (kind === 'converted_to_draft') return false;
  }
  return pull.shown.isDraft ?? false;
}

function isDraftBefore(pull: WorldPull, life: Life, before: number): boolean {
  let isDraft = wasOpenedAsDraft(pull, life);
  for (const { kind, at } of life.entries) {
    if (Math.max(at, life.openedAt) >= before || at > life.end) break;
    if (kind === 'converted_to_draft') isDraft = true;
    if (kind === 'ready_for_review') isDraft = false;
  }
  return isDraft;
}

/** That of the last one of its branch, if it was closed in the week before, goes on. */
function readyInstant(world: World, pull: WorldPull, life: Life): number | null {
  const earlier = world.pulls
    .filter((one) => one.id !== pull.id && pull.headRepository !== null)
    .filter((one) => one.headRepository === pull.headRepository && one.headRef === pull.headRef)
    .map((one) => ({ one, its: lifeOf(world, one) }))
    .filter(({ its }) => its.mergedAt === null && its.closedAt !== null)
    .filter(({ its: { closedAt = 0 } }) => Number(closedAt) <= life.openedAt)
    .filter(({ its: { closedAt = 0 } }) => life.openedAt - Number(closedAt) <= 7 * DAY)
    .sort((a, b) => Number(b.its.closedAt) - Number(a.its.closedAt) || (a.one.id < b.one.id ? -1 : 1))[0];
  const inherited = earlier ? readyInstant(world, earlier.one, earlier.its) : null;
  if (inherited !== null && inherited <= life.openedAt) return inherited;
  if (!wasOpenedAsDraft(pull, life)) return life.openedAt;
  const ready = life.entries.find(({ kind, at }) => kind === 'ready_for_review' && at <= life.end);
  return ready ? Math.max(ready.at, life.openedAt) : life.mergedAt;
}

function firstCommit(world: World, pull: WorldPull, openedAt: number): number | null {
  const ofBranch = world.pushes
    .filter((push) => push.repository === pull.headRepository && push.ref === `refs/heads/${pull.headRef}`)
    .filter((push) => !push.isDeleted)
    .sort((a, b) => a.at - b.at);
  const made = ofBranch.filter((push) => push.isCreated && push.at <= openedAt).at(-1)?.at ?? -Infinity;
  const before = ofBranch.filter(({ at }) => at >= made && at <= openedAt);
  const told = before.flatMap(({ authoredAt }) => authoredAt ?? []);
  const later = ofBranch.filter((push) => push.at > openedAt && push.authoredAt !== null);
  if (told.length === 0)
    told.push(...later.filter(({ at }) => at === later[0]?.at).map((push) => Number(push.authoredAt)));
  if (pull.firstAuthoredAt !== null) told.push(pull.firstAuthoredAt);
  return told.length === 0 ? null : Math.min(...told);
}

/** Those that count, with when an approval ended. */
function reviewsOf(world: World, pull: WorldPull, { entries }: Life): OracleReview[] {
  const found: OracleReview[] = [];
  entries.forEach(({ kind, at, actorId, data }, index) => {
    if (kind !== 'review_submitted' || !isCountedReviewer(world, pull, actorId)) return;
    const dismissed = entries.find(
      (other) => other.kind === 'review_dismissed' && other.data.reviewId === data.reviewId,
    );
    const refused = entries
      .slice(index + 1)
      .find(
        (other) =>
          other.kind === 'review_submitted' &&
          other.data.state === 'changes_requested' &&
          personOf(world, other.actorId) === personOf(world, actorId),
      );
    const voidAt = Math.min(dismissed?.at ?? Infinity, refused?.at ?? Infinity);
    found.push({ accountId: actorId as string, at, state: data.state, voidAt });
  });
  return found;
}

function requestsOf(
  world: World,
  pull: WorldPull,
  given: { life: Life; readyAt: number | null; calendar: WorkingCalendar },
): OracleRequest[] {
  const { life, readyAt, calendar } = given;
  const end = life.rests.at(-1)?.[0] ?? Infinity;
  const found: OracleRequest[] = [];
  const waiting = new Map<string | null, OracleRequest>();
  for (const { kind, at, actorId, data } of life.entries) {
    if (at > end) break;
    const who = data.requestedAccountId;
    if (kind === 'review_submitted' && isCountedReviewer(world, pull, actorId)) {
      const request = waiting.get(personOf(world, actorId));
      if (request) {
        request.answeredAt = at;
        const since = Math.max(request.askedAt, readyAt ?? Infinity);
        request.working = at <= since ? 0 : oracleWorking(calendar, since, at);
      }
      waiting.delete(personOf(world, actorId));
    }
    if (kind === 'review_request_removed') waiting.delete(personOf(world, who));
    if (kind !== 'review_requested' || who === undefined || waiting.has(personOf(world, who))) continue;
    const request = { accountId: who, askedAt: at, answeredAt: null, working: 0 };
    waiting.set(personOf(world, who), request);
    found.push(request);
  }
  return found.filter(({ accountId }) => isCountedReviewer(world, pull, accountId));
}

type Points = { readyAt: number; mergedAt: number; life: Life; calendar: WorkingCalendar };

function durationsOf(world: World, pull: WorldPull, reviews: OracleReview[], points: Points) {
  const { readyAt, mergedAt, life, calendar } = points;
  const durations = new Map<string, number>();
  if (readyAt > mergedAt || life.openedAt > mergedAt) return durations;
  const put = (name: string, from: number, to: number): void => {
    durations.set(`${name} elapsed`, Math.floor(to / 1000) - Math.floor(from / 1000));
    durations.set(`${name} working`, oracleWorking(calendar, from, to));
  };
  put('cycle', readyAt, mergedAt);
  const first = firstCommit(world, pull, life.openedAt);
  const isCoding = first !== null && first <= readyAt && readyAt - first <= 90 * DAY;
  if (isCoding) put('coding', first, readyAt);
  put('lead', isCoding ? first : readyAt, mergedAt);
  const given = reviews.filter(({ at }) => at <= mergedAt);
  if (given.length === 0) {
    put('unreviewed', readyAt, mergedAt);
    return durations;
  }
  const reviewedAt = Math.max(readyAt, Math.min(...given.map(({ at }) => at)));
  put('pickup', readyAt, reviewedAt);
  const approvals = given.filter(
    ({ state, at, voidAt }) => state === 'approved' && Math.max(at, voidAt) > mergedAt,
  );
  const approvedAt = Math.max(readyAt, ...approvals.map(({ at }) => at));
  put('review', reviewedAt, approvals.length > 0 ? approvedAt : mergedAt);
  if (approvals.length > 0) put('mergeWait', approvedAt, mergedAt);
  return durations;
}

/** What is said of one pull request, by replaying it: no spans are kept, and every question is answered from the beginning. */
export function oracleFacts(world: World, pull: WorldPull): OracleFacts {
  const life = lifeOf(world, pull);
  const { openedAt, mergedAt, closedAt } = life;
  const readyAt = readyInstant(world, pull, life);
  const teamId = teamOfWorld(world, contributorOfWorld(world, pull.authorId), readyAt ?? openedAt);
  const calendar = world.teams.find(({ id }) => id === teamId)?.calendar ?? world.calendar;
  const reviews = reviewsOf(world, pull, life);
  return {
    pull,
    isCounted: isPersonOfWorld(world, pull.authorId),
    teamId,
    calendar,
    openedAt,
    readyAt,
    mergedAt,
    closedAt,
    reviews,
    requests: requestsOf(world, pull, { life, readyAt, calendar }),
    isMergedWithoutReview: mergedAt !== null && !reviews.some(({ at }) => at <= mergedAt),
    durations:
      mergedAt === null || readyAt === null
        ? new Map()
        : durationsOf(world, pull, reviews, { readyAt, mergedAt, life, calendar }),
    stateBefore(at) {
      if (openedAt >= at || life.rests.some(([from, to]) => from < at && at <= to)) return null;
      if (isDraftBefore(pull, life, at)) return 'draft';
      const given = reviews.filter((review) => review.at < at);
      const isApproved = given.some(({ state, voidAt }) => state === 'approved' && voidAt >= at);
      if (isApproved) return 'approved';
      return given.some((review) => review.at <= life.end) ? 'inReview' : 'waiting';
    },
  };
}
