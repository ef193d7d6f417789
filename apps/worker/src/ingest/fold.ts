import { clockOf } from '@devpulse/database/projection/clocks';
import { markDirty } from '@devpulse/database/projection/dirty-days';
import {
  type FoldMaterial,
  findSuccessors,
  type HeadBranch,
  loadFoldMaterial,
  type StoredPullRequest,
} from '@devpulse/database/projection/pull-request-state';
import { savePullRequest } from '@devpulse/database/projection/pull-requests';
import { lockInOrder } from '@devpulse/database/transaction';
import { calendarOf } from '@devpulse/domain/delivery/clock';
import { dirtyDays, type SignedFacts } from '@devpulse/domain/delivery/dirty-days';
import type { PullRequestFacts } from '@devpulse/domain/delivery/facts';
import { foldPullRequest, inheritsReadyFrom } from '@devpulse/domain/delivery/fold';
import type { PullRequestSnapshot, TimelineEntry } from '@devpulse/domain/delivery/timeline';
import { DEFINITION_VERSION } from '@devpulse/domain/metrics/daily-metrics';
import type { Instant } from '@devpulse/domain/time/instant';
import { localDayOf } from '@devpulse/domain/time/local-day';
import { workingSecondsSince2000 } from '@devpulse/domain/time/working-calendar';
import { pullRequestLocks } from './locks.ts';
import type { Projection } from './projection.ts';
import { keepReverts } from './reverts.ts';

export type PullRequestIdentity = Pick<
  StoredPullRequest,
  'id' | 'githubId' | 'number' | 'repositoryId' | 'authorId'
>;

/** What is to be folded: the merged timeline and snapshot, and the material they were merged with. */
export type FoldWork = {
  pull: PullRequestIdentity;
  snapshot: PullRequestSnapshot;
  entries: readonly TimelineEntry[];
  material: FoldMaterial;
};

/** A projection, or work beside any delivery. */
export type FoldContext = Omit<Projection, 'receivedAt'> & { receivedAt: Instant | null };

export function headOf(snapshot: PullRequestSnapshot): HeadBranch | null {
  const { headRepositoryId, headRef } = snapshot.base;
  return headRepositoryId === null ? null : { repositoryGithubId: headRepositoryId, ref: headRef };
}

/** Folds, writes the facts, marks the days that they change, and goes on with pull requests that inherit from this one. */
export async function foldAndSave(projection: FoldContext, work: FoldWork): Promise<PullRequestFacts> {
  const { tx, settings, receivedAt, now } = projection;
  const { pull, snapshot, material } = work;
  const author = pull.authorId === null ? null : (material.accounts.get(pull.authorId) ?? null);
  const facts = foldPullRequest({
    entries: work.entries,
    snapshot,
    author,
    accounts: material.accounts,
    personOf: (id) => material.accounts.get(id)?.contributorId,
    pushes: material.pushes,
    inheritedReadyAt: inheritedReadyAt(material.predecessor, work.entries),
    repositoryGoneAt: material.repositoryGoneAt,
    calendar: settings.calendar,
    teamTimes: material.teamTimes,
    extraBots: settings.botLogins,
  });
  const calendar = calendarOf({ calendar: settings.calendar, teamTimes: material.teamTimes }, facts);
  const clock = clockOf(calendar);
  const record = {
    ...pull,
    organizationId: settings.id,
    authorContributorId: author?.contributorId ?? null,
    snapshot,
    facts,
    readyWorkingOffset: facts.readyAt === null ? null : workingSecondsSince2000(calendar, facts.readyAt),
    clock,
    definitionVersion: DEFINITION_VERSION,
  };
  const { stored } = material;
  await savePullRequest(tx, record, stored?.facts ?? null);
  await keepReverts(projection, {
    before: stored && { pull: stored, facts: stored.facts },
    after: { pull, facts },
  });
  const days = dirtyDays({
    before: stored ? sign(stored, stored.facts, stored) : null,
    after: sign(pull, facts, { snapshot, clock }),
    zone: settings.calendar.zone,
    today: localDayOf(now, settings.calendar.zone),
  });
  await markDirty(tx, settings.id, { days, receivedAt });
  await refoldSuccessors(projection, { pull, snapshot, before: stored?.facts ?? null, after: facts });
  return facts;
}

/** Folds a stored pull request again, because something beside its own timeline has changed. */
export async function refold(projection: FoldContext, stored: StoredPullRequest): Promise<void> {
  const { tx, settings } = projection;
  const material = await loadFoldMaterial(tx, settings.id, {
    id: stored.id,
    head: headOf(stored.snapshot),
    openedAt: stored.facts.openedAt,
    authorId: stored.authorId,
    accountIds: [],
  });
  await foldAndSave(projection, {
    pull: stored,
    snapshot: stored.snapshot,
    entries: material.entries,
    material,
  });
}

function inheritedReadyAt(predecessor: PullRequestFacts | null, entries: readonly TimelineEntry[]) {
  const openedAt = entries.find((entry) => entry.kind === 'opened')?.at;
  if (!predecessor || openedAt === undefined) return null;
  return inheritsReadyFrom(predecessor, openedAt) ? predecessor.readyAt : null;
}

/** Whatever else of a pull request feeds the sums of a day; sizes count on the day of the merge alone. */
function sign(
  pull: PullRequestIdentity,
  facts: PullRequestFacts,
  { snapshot, clock }: Pick<StoredPullRequest, 'snapshot' | 'clock'>,
): SignedFacts {
  const sizes = facts.state === 'merged' ? snapshot.size : null;
  const signature = JSON.stringify([
    pull.repositoryId,
    pull.authorId,
    facts.isCounted,
    clock,
    sizes && [sizes.additions, sizes.deletions, sizes.commits],
  ]);
  return { ...facts, signature };
}

/** A pull request opened again under a new number goes on with this one's clock, so it is folded when this one's changes. */
async function refoldSuccessors(
  projection: FoldContext,
  change: {
    pull: PullRequestIdentity;
    snapshot: PullRequestSnapshot;
    before: PullRequestFacts | null;
    after: PullRequestFacts;
  },
): Promise<void> {
  const head = headOf(change.snapshot);
  const legacy = (facts: PullRequestFacts | null) =>
    facts?.state === 'closed' ? JSON.stringify([facts.closedAt, facts.readyAt]) : null;
  if (!head || legacy(change.before) === legacy(change.after)) return;
  const { tx, settings } = projection;
  const closings = [change.before, change.after].flatMap((facts) =>
    facts?.state === 'closed' && facts.closedAt !== null ? [facts.closedAt] : [],
  );
  for (const closedAt of closings) {
    const successors = await findSuccessors(tx, settings.id, { id: change.pull.id, head, closedAt });
    await lockInOrder(tx, pullRequestLocks(successors));
    for (const successor of successors) await refold(projection, successor);
  }
}
