import { recordAccounts, recordRepository } from '@devpulse/database/projection/people';
import {
  findHeadBranch,
  findStored,
  loadFoldMaterial,
  type StoredPullRequest,
} from '@devpulse/database/projection/pull-request-state';
import { saveTimelines } from '@devpulse/database/projection/pull-requests';
import {
  isToldByDeliveries,
  keepOnlyEntries,
  readRowVersion,
  settleRows,
} from '@devpulse/database/rebuild/borne-rows';
import type { ToldPullRequest } from '@devpulse/database/rebuild/raw-sources';
import type { Tenant } from '@devpulse/database/tenant';
import { lockInOrder } from '@devpulse/database/transaction';
import { isBot } from '@devpulse/domain/delivery/people';
import { mergeSnapshots, mergeTimelines, type TimelineEntry } from '@devpulse/domain/delivery/timeline';
import { repositoryIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import type { PullRequestObservation } from '@devpulse/github/observations';
import { type FoldWork, foldAndSave, headOf, questionOf, refoldWorks } from './fold.ts';
import { branchLock, numberLock, pullRequestLocks } from './locks.ts';
import { settingsOf } from './refold-organization.ts';
import { changedEntries } from './told-pull-request.ts';

/** What a pull request was rebuilt from: its deliveries alone, them and the timeline that others have told too, or the timeline alone. */
export type RebuiltFrom = 'raw' | 'both' | 'timeline';

type Rebuild = { told: ToldPullRequest; observations: readonly PullRequestObservation[]; now: Instant };

/**
 * Makes a pull request anew under its id, in the transaction of the tenant. Deliveries that have told its whole life are all that counts;
 * where they have not, or GitHub itself was asked, what the timeline holds beside them is the only record and stays. What a delivery has
 * told since the rebuild began stays too. Null when it is gone.
 */
export async function rebuildPullRequest(tenant: Tenant, rebuild: Rebuild): Promise<RebuiltFrom | null> {
  const { observations, told, now } = rebuild;
  const work =
    observations.length === 0
      ? await workOfTimeline(tenant, told.id)
      : await workOfDeliveries(tenant, rebuild);
  if (work === null) return null;
  const settings = await settingsOf(tenant);
  const { transaction: tx, organizationId } = tenant;
  const [facts] = await foldAndSave({ tx, settings, receivedAt: null, now }, [work]);
  if (facts === undefined) return null;
  const { zone } = settings.calendar;
  await settleRows(tenant, { ...work.pull, organizationId, facts }, { zone, now });
  return work.from;
}

type Work = FoldWork & { from: RebuiltFrom };

async function workOfTimeline(tenant: Tenant, id: string): Promise<Work | null> {
  const { organizationId, transaction: tx } = tenant;
  const known = await findStored(tx, organizationId, id);
  if (known === null) return null;
  await lock(tenant, known);
  const stored = await findStored(tx, organizationId, id);
  if (stored === null) return null;
  const materials = await loadFoldMaterial(tx, organizationId, [questionOf(stored)]);
  const [work] = refoldWorks([stored], materials);
  return work === undefined ? null : { ...work, from: 'timeline' };
}

async function lock(
  tenant: Tenant,
  { id, snapshot, ...place }: Pick<StoredPullRequest, 'id' | 'snapshot' | 'repositoryId' | 'number'>,
): Promise<void> {
  const { organizationId, transaction: tx } = tenant;
  const head = headOf(snapshot) ?? (await findHeadBranch(tx, organizationId, id));
  const locks = [...pullRequestLocks([{ id }]), numberLock(place)];
  await lockInOrder(tx, head ? [branchLock(organizationId, head), ...locks] : locks);
}

async function workOfDeliveries(tenant: Tenant, { told, observations }: Rebuild): Promise<Work | null> {
  const { organizationId, transaction: tx } = tenant;
  const last = observations.at(-1);
  if (last === undefined) return null;
  const { id } = told;
  const { githubId, number } = last;
  const repositoryId = repositoryIdFor(organizationId, last.repository.githubId);
  const raw = mergedOf(observations);
  await lock(tenant, { id, number, repositoryId, snapshot: raw.snapshot });
  await recordPeople(tenant, observations);
  const isWhole =
    told.isTold &&
    (await isToldByDeliveries(tenant, repositoryId)) &&
    (await readRowVersion(tenant, id)) === told.version;
  const [material] = await loadFoldMaterial(tx, organizationId, [
    {
      id,
      head: headOf(raw.snapshot) ?? (await findHeadBranch(tx, organizationId, id)),
      openedAt: raw.entries.find(({ kind }) => kind === 'opened')?.at ?? raw.snapshot.base.updatedAt,
      authorId: raw.authorId,
      accountIds: accountsIn(raw.entries, raw.authorId),
    },
  ]);
  if (material === undefined) return null;
  const { stored } = material;
  const beside = isWhole ? null : stored;
  const entries = isWhole ? raw.entries : mergeTimelines(material.entries, raw.entries);
  if (isWhole) await keepOnlyEntries(tenant, { pullRequestId: id, keys: entries.map(({ key }) => key) });
  await saveTimelines(tx, organizationId, [
    { pullRequestId: id, entries: changedEntries(material.entries, entries) },
  ]);
  return {
    pull: { id, githubId, number, repositoryId, authorId: raw.authorId ?? beside?.authorId ?? null },
    snapshot: mergeSnapshots(beside?.snapshot ?? raw.snapshot, raw.snapshot),
    entries,
    material,
    from: isWhole ? 'raw' : 'both',
  };
}

/** The same as if each had been merged when it came. */
function mergedOf(observations: readonly PullRequestObservation[]) {
  const authors = observations.flatMap(({ authorId }) => authorId ?? []);
  return {
    entries: observations.reduce<TimelineEntry[]>((all, { entries }) => mergeTimelines(all, entries), []),
    snapshot: observations.map(({ snapshot }) => snapshot).reduce(mergeSnapshots),
    authorId: authors.at(-1) ?? null,
  };
}

function accountsIn(entries: readonly TimelineEntry[], authorId: string | null): string[] {
  const named = entries.flatMap(({ actorId, data }) => [actorId, data.requestedAccountId ?? null]);
  return [authorId, ...named].filter((accountId) => accountId !== null);
}

async function recordPeople(tenant: Tenant, observations: readonly PullRequestObservation[]): Promise<void> {
  const { organizationId, transaction: tx } = tenant;
  const { botLogins } = await settingsOf(tenant);
  for (const { accounts, repository } of observations) {
    const judged = accounts.map((account) => ({ ...account, isBot: isBot(account, botLogins) }));
    await recordAccounts(tx, organizationId, judged);
    await recordRepository(tx, organizationId, repository);
  }
}
