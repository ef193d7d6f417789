import { waitForEarlierTransactions } from '@devpulse/database/earlier-transactions';
import { assignWork } from '@devpulse/database/organization/contributor-merges';
import { type OrganizationSettings, readOrganizationSettings } from '@devpulse/database/organizations';
import { markDaysSince } from '@devpulse/database/projection/dirty-days';
import { findHeadBranch, findStored } from '@devpulse/database/projection/pull-request-state';
import {
  listAccounts,
  listPullRequestIds,
  readRefoldRequest,
  saveAccountKinds,
  settleRefold,
} from '@devpulse/database/projection/refolds';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { lockInOrder } from '@devpulse/database/transaction';
import { isBot, isHuman } from '@devpulse/domain/delivery/people';
import type { OrganizationJob } from '@devpulse/jobs/catalogue';
import type { WorkerContext } from '../platform/context.ts';
import { refold } from './fold.ts';
import { branchLock, pullRequestLocks } from './locks.ts';

const PAGE = 500;

export type RefoldContext = Pick<WorkerContext, 'database' | 'now' | 'bell'>;

/**
 * Folds every pull request of an organization again with its present calendar, list of bots and contributors, then has every day
 * recomputed. Each pull request is a transaction of its own, so deliveries go on between them; a run that dies is begun anew.
 */
export async function refoldOrganization(context: RefoldContext, job: OrganizationJob): Promise<void> {
  const { database } = context;
  const { organizationId } = job;
  for (;;) {
    const requestedAt = await inOrganization(database, organizationId, readRefoldRequest);
    if (requestedAt === null) return;
    // Deliveries that had read the settings before they were changed have then written what is folded here.
    await waitForEarlierTransactions(database);
    await inOrganization(database, organizationId, judgeAccounts);
    // A delivery may have been at work while its contributor was merged into another.
    await inOrganization(database, organizationId, (tenant) => assignWork(tenant, null));
    for await (const id of pullRequestIds(context, organizationId)) {
      await inOrganization(database, organizationId, (tenant) => refoldOne(context, tenant, id));
    }
    const isSettled = await inOrganization(database, organizationId, (tenant) =>
      finish(context, tenant, requestedAt),
    );
    context.bell.ring(organizationId);
    if (isSettled) return;
  }
}

async function* pullRequestIds(context: RefoldContext, organizationId: string): AsyncGenerator<string> {
  let after: string | null = null;
  for (;;) {
    const page: string[] = await inOrganization(context.database, organizationId, (tenant) =>
      listPullRequestIds(tenant, { after, limit: PAGE }),
    );
    yield* page;
    after = page.at(-1) ?? null;
    if (page.length < PAGE) return;
  }
}

async function judgeAccounts(tenant: Tenant): Promise<void> {
  const { botLogins } = await settingsOf(tenant);
  const changed = (await listAccounts(tenant))
    .map((account) => ({ account, now: isBot(account, botLogins) }))
    .filter(({ account, now }) => account.isBot !== now)
    .map(({ account, now }) => ({ id: account.id, isBot: now, isCounted: isHuman(account, botLogins) }));
  await saveAccountKinds(tenant, changed);
}

/** Folds a stored pull request again with the present settings. */
export async function refoldOne(context: RefoldContext, tenant: Tenant, id: string): Promise<void> {
  const { organizationId, transaction: tx } = tenant;
  const head = await findHeadBranch(tx, organizationId, id);
  const locks = pullRequestLocks([{ id }]);
  await lockInOrder(tx, head ? [branchLock(organizationId, head), ...locks] : locks);
  const stored = await findStored(tx, organizationId, id);
  if (stored === null) return;
  const settings = await settingsOf(tenant);
  await refold({ tx, settings, receivedAt: null, now: context.now() }, stored);
}

async function finish(context: RefoldContext, tenant: Tenant, requestedAt: string): Promise<boolean> {
  const { calendar } = await settingsOf(tenant);
  await markDaysSince(tenant.transaction, tenant.organizationId, {
    since: Number.NEGATIVE_INFINITY,
    zone: calendar.zone,
    now: context.now(),
  });
  return settleRefold(tenant, requestedAt);
}

async function settingsOf(tenant: Tenant): Promise<OrganizationSettings> {
  const settings = await readOrganizationSettings(tenant.transaction, tenant.organizationId);
  if (settings === null) throw new Error('The organization is gone.');
  return settings;
}
