import { forgetSilentHolders } from '@devpulse/database/github/budget';
import {
  listDueInstallations,
  listPurgedRepositories,
  purgeDeliveries,
  purgeInstallation,
  purgePullRequests,
  purgePushes,
  purgeRepository,
} from '@devpulse/database/github/purging';
import { readOrganizationSettings } from '@devpulse/database/organizations';
import { markDaysSince } from '@devpulse/database/projection/dirty-days';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import type { GithubRoom } from '../platform/github-room.ts';

/** Rows that are deleted by one statement: nobody waits long for the locks of one. */
const BATCH = 500;

/**
 * Deletes what came through installations that were deleted 30 days ago: their repositories with all that is known of them, and their
 * stored deliveries. A run that dies is gone on with by the next. Forgets the budgets of whoever asks no more, too.
 */
export async function expireInstallations(room: GithubRoom): Promise<void> {
  for (const { installationId, organizationId } of await listDueInstallations(room.database, room.now())) {
    const within = <T>(work: (tenant: Tenant) => Promise<T>) =>
      inOrganization(room.database, organizationId, work, { system: true });
    const repositories = await within((tenant) => listPurgedRepositories(tenant, installationId));
    await within((tenant) => markEveryDay(tenant, room));
    for (const repositoryId of repositories) {
      await inBatches(() => within((tenant) => purgePullRequests(tenant, { repositoryId, most: BATCH })));
      await inBatches(() => within((tenant) => purgePushes(tenant, { repositoryId, most: BATCH })));
      await within((tenant) => purgeRepository(tenant, repositoryId));
    }
    await inBatches(() => purgeDeliveries(room.database, { organizationId, installationId, most: BATCH }));
    await within(async (tenant) => {
      await markEveryDay(tenant, room);
      await purgeInstallation(tenant, installationId);
    });
    room.bell.ring(organizationId);
    room.logger.info({ repositories: repositories.length }, 'an installation was purged after its 30 days');
  }
  await forgetSilentHolders(room.database, room.now());
}

async function inBatches(purge: () => Promise<number>): Promise<void> {
  while ((await purge()) === BATCH);
}

/** Days that figures stand on have to be computed anew without what is gone; marked first as well, so that a death leaves none stale. */
async function markEveryDay(tenant: Tenant, room: GithubRoom): Promise<void> {
  const { transaction: tx, organizationId } = tenant;
  const settings = await readOrganizationSettings(tx, organizationId);
  if (settings === null) return;
  const { zone } = settings.calendar;
  await markDaysSince(tx, organizationId, { since: Number.NEGATIVE_INFINITY, zone, now: room.now() });
}
