import {
  type FoldMaterial,
  type FoldQuestion,
  findHeadBranch,
  type HeadBranch,
} from '@devpulse/database/projection/pull-request-state';
import { mergeSnapshots, mergeTimelines, type TimelineEntry } from '@devpulse/domain/delivery/timeline';
import { pullRequestIdFor, repositoryIdFor } from '@devpulse/domain/identity';
import type { PullRequestObservation } from '@devpulse/github/observations';
import { type FoldContext, type FoldWork, headOf } from './fold.ts';
import { branchLock, numberLock, pullRequestLocks } from './locks.ts';

/** What is told of one pull request, merged as if each telling had been merged when it came. */
export type ToldPullRequest = Pick<PullRequestObservation, 'githubId' | 'number' | 'snapshot' | 'entries'> & {
  id: string;
  repositoryId: string;
  authorId: string | null;
  head: HeadBranch | null;
  /** Every branch that it is said to be of. */
  heads: HeadBranch[];
};

/** Merges what is told, pull request by pull request, in the order of their ids. */
export async function mergeTold(
  { tx, settings }: Pick<FoldContext, 'tx' | 'settings'>,
  observations: readonly PullRequestObservation[],
): Promise<ToldPullRequest[]> {
  const byId = Map.groupBy(observations, ({ githubId }) => pullRequestIdFor(settings.id, githubId));
  const told: ToldPullRequest[] = [];
  for (const [id, tellings] of [...byId].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const last = tellings.at(-1) as PullRequestObservation;
    const snapshot = tellings.map((one) => one.snapshot).reduce(mergeSnapshots);
    const heads = tellings.flatMap((one) => headOf(one.snapshot) ?? []);
    // A deleted fork leaves later payloads without the head's repository.
    const head = headOf(snapshot) ?? (await findHeadBranch(tx, settings.id, id));
    told.push({
      id,
      githubId: last.githubId,
      number: last.number,
      repositoryId: repositoryIdFor(settings.id, last.repository.githubId),
      authorId: tellings.flatMap(({ authorId }) => authorId ?? []).at(-1) ?? null,
      snapshot,
      entries: tellings.reduce<TimelineEntry[]>((all, { entries }) => mergeTimelines(all, entries), []),
      head,
      heads: head === null ? heads : [...heads, head],
    });
  }
  return told;
}

/** The locks of a pull request and of what it says to revert. */
export function locksOf(organizationId: string, told: ToldPullRequest): string[] {
  const { repositoryId, number, snapshot } = told;
  const { revertsNumber } = snapshot.base;
  return [
    ...told.heads.map((head) => branchLock(organizationId, head)),
    ...pullRequestLocks([told]),
    numberLock({ repositoryId, number }),
    ...(revertsNumber === null ? [] : [numberLock({ repositoryId, number: revertsNumber })]),
  ];
}

export function questionAbout({ id, head, snapshot, entries, authorId }: ToldPullRequest): FoldQuestion {
  const opened = entries.find((entry) => entry.kind === 'opened');
  const named = entries.flatMap(({ actorId, data }) => [actorId, data.requestedAccountId ?? null]);
  return {
    id,
    head,
    openedAt: opened?.at ?? snapshot.base.updatedAt,
    authorId,
    accountIds: [authorId, ...named].filter((accountId) => accountId !== null),
  };
}

export function workAbout(told: ToldPullRequest, material: FoldMaterial): FoldWork {
  const { id, githubId, number, repositoryId, snapshot } = told;
  const { stored } = material;
  return {
    pull: { id, githubId, number, repositoryId, authorId: told.authorId ?? stored?.authorId ?? null },
    // Merged with itself it has the form of every later one.
    snapshot: mergeSnapshots(stored?.snapshot ?? snapshot, snapshot),
    entries: mergeTimelines(material.entries, told.entries),
    material,
  };
}

/** Entries that are not as they were. */
export function changedEntries(
  before: readonly TimelineEntry[],
  after: readonly TimelineEntry[],
): TimelineEntry[] {
  const known = new Map(before.map((entry) => [entry.key, fingerprint(entry)]));
  return after.filter((entry) => known.get(entry.key) !== fingerprint(entry));
}

function fingerprint({ kind, at, actorId, data }: TimelineEntry): string {
  return JSON.stringify([kind, at, actorId, Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
