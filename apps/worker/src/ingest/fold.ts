import { clockOf } from '@devpulse/database/projection/clocks';
import { markDirty } from '@devpulse/database/projection/dirty-days';
import {
  type FoldMaterial,
  type FoldQuestion,
  findSuccessors,
  type HeadBranch,
  loadFoldMaterial,
  type StoredPullRequest,
} from '@devpulse/database/projection/pull-request-state';
import { type PullRequestRecord, savePullRequests } from '@devpulse/database/projection/pull-requests';
import { lockInOrder } from '@devpulse/database/transaction';
import { calendarOf } from '@devpulse/domain/delivery/clock';
import { dirtyDays, type SignedFacts } from '@devpulse/domain/delivery/dirty-days';
import type { PullRequestFacts } from '@devpulse/domain/delivery/facts';
import { foldPullRequest, inheritsReadyFrom } from '@devpulse/domain/delivery/fold';
import type { PullRequestSnapshot, TimelineEntry } from '@devpulse/domain/delivery/timeline';
import { DEFINITION_VERSION } from '@devpulse/domain/metrics/daily-metrics';
import type { Instant } from '@devpulse/domain/time/instant';
import { type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';
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

type Folded = { work: FoldWork; record: PullRequestRecord };

/**
 * Folds, writes the facts, marks the days that they change together with `days`, and goes on with pull requests that inherit from these.
 * Answers the facts in the order of the works.
 */
export async function foldAndSave(
  projection: FoldContext,
  works: readonly FoldWork[],
  days: readonly LocalDay[] = [],
): Promise<PullRequestFacts[]> {
  const { tx, settings, receivedAt } = projection;
  const folded = works.map((work) => ({ work, record: fold(projection, work) }));
  const saved = folded.map(({ work, record }) => ({ record, before: work.material.stored?.facts ?? null }));
  await savePullRequests(tx, settings.id, saved);
  for (const { work, record } of folded) {
    const { stored } = work.material;
    await keepReverts(projection, {
      before: stored && { pull: stored, facts: stored.facts },
      after: { pull: work.pull, facts: record.facts },
    });
  }
  const changed = folded.flatMap((one) => changedDays(projection, one));
  await markDirty(tx, settings.id, { days: [...new Set([...days, ...changed])], receivedAt });
  for (const one of folded) await refoldSuccessors(projection, one);
  return folded.map(({ record }) => record.facts);
}

function fold({ settings }: FoldContext, work: FoldWork): PullRequestRecord {
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
  return {
    ...pull,
    organizationId: settings.id,
    authorContributorId: author?.contributorId ?? null,
    snapshot,
    facts,
    readyWorkingOffset: facts.readyAt === null ? null : workingSecondsSince2000(calendar, facts.readyAt),
    clock: clockOf(calendar),
    definitionVersion: DEFINITION_VERSION,
  };
}

function changedDays({ settings, now }: FoldContext, { work, record }: Folded): LocalDay[] {
  const { stored } = work.material;
  const { zone } = settings.calendar;
  return dirtyDays({
    before: stored ? sign(stored, stored.facts, stored) : null,
    after: sign(record, record.facts, record),
    zone,
    today: localDayOf(now, zone),
  });
}

/** Folds stored pull requests again, because something beside their own timelines has changed. */
export async function refold(projection: FoldContext, stored: readonly StoredPullRequest[]): Promise<void> {
  const { tx, settings } = projection;
  const materials = await loadFoldMaterial(tx, settings.id, stored.map(questionOf));
  await foldAndSave(projection, refoldWorks(stored, materials));
}

export function questionOf(stored: StoredPullRequest): FoldQuestion {
  const { id, snapshot, facts, authorId } = stored;
  return { id, head: headOf(snapshot), openedAt: facts.openedAt, authorId, accountIds: [] };
}

/** The materials are in the order of the pull requests. */
export function refoldWorks(
  stored: readonly StoredPullRequest[],
  materials: readonly FoldMaterial[],
): FoldWork[] {
  return materials.flatMap((material, index) => {
    const pull = stored[index];
    return pull === undefined ? [] : [{ pull, snapshot: pull.snapshot, entries: material.entries, material }];
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
async function refoldSuccessors(projection: FoldContext, { work, record }: Folded): Promise<void> {
  const head = headOf(work.snapshot);
  const [before, after] = [work.material.stored?.facts ?? null, record.facts];
  const legacy = (facts: PullRequestFacts | null) =>
    facts?.state === 'closed' ? JSON.stringify([facts.closedAt, facts.readyAt]) : null;
  if (!head || legacy(before) === legacy(after)) return;
  const { tx, settings } = projection;
  const closings = [before, after].flatMap((facts) =>
    facts?.state === 'closed' && facts.closedAt !== null ? [facts.closedAt] : [],
  );
  for (const closedAt of closings) {
    const successors = await findSuccessors(tx, settings.id, { id: work.pull.id, head, closedAt });
    await lockInOrder(tx, pullRequestLocks(successors));
    await refold(projection, successors);
  }
}
