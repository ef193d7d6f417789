import { waitForEarlierTransactions } from '@devpulse/database/earlier-transactions';
import { assignWork } from '@devpulse/database/organization/contributor-merges';
import { type OrganizationSettings, readOrganizationSettings } from '@devpulse/database/organizations';
import { listMisclocked, readChangedClocks, settleChangedClocks } from '@devpulse/database/projection/clocks';
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
/** Each page looks at all pull requests. */
const MISCLOCKED_PAGE = 5_000;

export type RefoldContext = Pick<WorkerContext, 'database' | 'now' | 'bell'>;

/**
 * Folds pull requests of an organization again: every one after a change of its calendar, list of bots or contributors, and has every day
 * recomputed; those that are on another clock now after a change of a team's calendar or of who is in which team. Each is a transaction of
 * its own, so deliveries go on between them; a run that dies is begun anew.
 */
export async function refoldOrganization(context: RefoldContext, job: OrganizationJob): Promise<void> {
  const { organizationId } = job;
  for (;;) {
    const asked = await inOrganization(context.database, organizationId, async (tenant) => ({
      all: await readRefoldRequest(tenant),
      clocks: await readChangedClocks(tenant),
    }));
    if (asked.all === null && asked.clocks === null) return;
    // Deliveries that had read the settings before they were changed have then written what is folded here.
    await waitForEarlierTransactions(context.database);
    if (asked.all !== null) await refoldAll(context, organizationId, asked.all);
    if (asked.clocks !== null) await refoldMisclocked(context, organizationId, asked.clocks);
    context.bell.ring(organizationId);
  }
}

async function refoldAll(context: RefoldContext, organizationId: string, requestedAt: string): Promise<void> {
  const { database } = context;
  await inOrganization(database, organizationId, judgeAccounts);
  // A delivery may have been at work while its contributor was merged into another.
  await inOrganization(database, organizationId, (tenant) => assignWork(tenant, null));
  await refoldEach(context, organizationId, { list: listPullRequestIds, size: PAGE });
  await inOrganization(database, organizationId, (tenant) => finish(context, tenant, requestedAt));
}

/** The days that this changes are marked by each fold. */
async function refoldMisclocked(
  context: RefoldContext,
  organizationId: string,
  changedAt: string,
): Promise<void> {
  await refoldEach(context, organizationId, { list: listMisclocked, size: MISCLOCKED_PAGE });
  await inOrganization(context.database, organizationId, (tenant) => settleChangedClocks(tenant, changedAt));
}

async function refoldEach(
  context: RefoldContext,
  organizationId: string,
  { list, size }: { list: typeof listPullRequestIds; size: number },
): Promise<void> {
  for (let after: string | null = null; ; ) {
    const page: string[] = await inOrganization(context.database, organizationId, (tenant) =>
      list(tenant, { after, limit: size }),
    );
    for (const id of page) {
      await inOrganization(context.database, organizationId, (tenant) => refoldOne(context, tenant, id));
    }
    after = page.at(-1) ?? null;
    if (page.length < size) return;
  }
}

/** Says of every account whether it is a bot by the present settings. */
export async function judgeAccounts(tenant: Tenant): Promise<void> {
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
  await refold({ tx, settings, receivedAt: null, now: context.now() }, [stored]);
}

async function finish(context: RefoldContext, tenant: Tenant, requestedAt: string): Promise<void> {
  const { calendar } = await settingsOf(tenant);
  await markDaysSince(tenant.transaction, tenant.organizationId, {
    since: Number.NEGATIVE_INFINITY,
    zone: calendar.zone,
    now: context.now(),
  });
  await settleRefold(tenant, requestedAt);
}

export async function settingsOf(tenant: Tenant): Promise<OrganizationSettings> {
  const settings = await readOrganizationSettings(tenant.transaction, tenant.organizationId);
  if (settings === null) throw new Error('The organization is gone.');
  return settings;
}
