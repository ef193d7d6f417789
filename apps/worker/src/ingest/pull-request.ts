import { isDeepStrictEqual } from 'node:util';
import { recordAccounts, recordRepository } from '@devpulse/database/projection/people';
import { findHeadBranch, loadFoldMaterial } from '@devpulse/database/projection/pull-request-state';
import { saveTimeline } from '@devpulse/database/projection/pull-requests';
import { lockInOrder } from '@devpulse/database/transaction';
import { isBot } from '@devpulse/domain/delivery/people';
import { mergeSnapshots, mergeTimelines, type TimelineEntry } from '@devpulse/domain/delivery/timeline';
import { pullRequestIdFor, repositoryIdFor } from '@devpulse/domain/identity';
import type { PullRequestObservation } from '@devpulse/github/observations';
import { type FoldContext, foldAndSave, headOf } from './fold.ts';
import { branchLock, numberLock, pullRequestLocks } from './locks.ts';

/** Merges what a delivery or a page of GitHub's tells of a pull request into its timeline and folds it anew; answers whether the facts changed. */
export async function projectPullRequest(
  projection: FoldContext,
  observation: PullRequestObservation,
): Promise<boolean> {
  const { tx, settings } = projection;
  const { repository } = observation;
  const id = pullRequestIdFor(settings.id, observation.githubId);
  // A deleted fork leaves later payloads without the head's repository.
  const head = headOf(observation.snapshot) ?? (await findHeadBranch(tx, settings.id, id));
  const repositoryId = repositoryIdFor(settings.id, repository.githubId);
  const locks = [...pullRequestLocks([{ id }]), numberLock({ repositoryId, number: observation.number })];
  await lockInOrder(tx, head ? [branchLock(settings.id, head), ...locks] : locks);
  const accounts = observation.accounts.map((account) => ({
    ...account,
    isBot: isBot(account, settings.botLogins),
  }));
  await recordAccounts(tx, settings.id, accounts);
  await recordRepository(tx, settings.id, repository);

  const opened = observation.entries.find((entry) => entry.kind === 'opened');
  const material = await loadFoldMaterial(tx, settings.id, {
    id,
    head,
    openedAt: opened?.at ?? observation.snapshot.base.updatedAt,
    authorId: observation.authorId,
    accountIds: [
      observation.authorId,
      ...observation.entries.flatMap(({ actorId, data }) => [actorId, data.requestedAccountId ?? null]),
    ].filter((accountId) => accountId !== null),
  });
  const { stored } = material;
  const entries = mergeTimelines(material.entries, observation.entries);
  await saveTimeline(
    tx,
    { organizationId: settings.id, pullRequestId: id },
    changedEntries(material.entries, entries),
  );
  const facts = await foldAndSave(projection, {
    pull: {
      id,
      githubId: observation.githubId,
      number: observation.number,
      repositoryId,
      authorId: observation.authorId ?? stored?.authorId ?? null,
    },
    // Merged with itself it has the form of every later one.
    snapshot: mergeSnapshots(stored?.snapshot ?? observation.snapshot, observation.snapshot),
    entries,
    material,
  });
  return !isDeepStrictEqual(
    stored && JSON.parse(JSON.stringify(stored.facts)),
    JSON.parse(JSON.stringify(facts)),
  );
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
