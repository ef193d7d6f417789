import type { DeliveryOrigin } from '@devpulse/database/github/delivery-tenants';
import { beginGaps, listTrackedOfInstallation } from '@devpulse/database/github/gaps';
import { parkImports, resumeImports } from '@devpulse/database/github/imports';
import {
  findSuccessor,
  type InstallationStanding,
  type InstallationTelling,
  listRepositoriesOfInstallation,
  saveInstallation,
  takeOverRepositories,
} from '@devpulse/database/github/installation-life';
import { removeRepositories, restoreRepositories } from '@devpulse/database/github/repository-life';
import type { Tenant } from '@devpulse/database/tenant';
import type { Instant } from '@devpulse/domain/time/instant';
import { type Errands, NO_ERRANDS } from './errands.ts';

/**
 * Stores what was told of an installation that is the organization's, and does what its new state asks for. What is no news changes
 * nothing. Needs the installation's lock and a system transaction.
 */
export async function changeInstallation(
  tenant: Tenant,
  telling: InstallationTelling & DeliveryOrigin,
  now: Instant,
): Promise<Errands> {
  const saved = await saveInstallation(tenant, telling, now);
  if (saved === null) return NO_ERRANDS;
  const { installationId } = telling;
  if (telling.state === 'active') return begin(tenant, { installationId, before: saved.before, now });
  if (telling.state === 'suspended') {
    const reason = 'The installation is suspended on GitHub. It goes on when that ends.';
    await parkImports(tenant, { installationId, reason, now });
    return NO_ERRANDS;
  }
  return endInstallation(tenant, { installationId, now });
}

type Change = { installationId: string; now: Instant };

async function begin(
  tenant: Tenant,
  { installationId, before, now }: Change & { before: InstallationStanding | null },
): Promise<Errands> {
  const back = await takeOverRepositories(tenant, installationId);
  const restored = await restoreRepositories(tenant, { githubIds: back, now });
  const imports = [...(restored ?? []), ...(await resumeImports(tenant, { installationId, now }))];
  if (before?.suspendedAt != null) {
    const repositoryIds = await listTrackedOfInstallation(tenant, installationId);
    imports.push(...(await beginGaps(tenant, { repositoryIds, since: before.suspendedAt, now })));
  }
  return {
    ...NO_ERRANDS,
    imports,
    follow: [{ organizationId: tenant.organizationId, installationId }],
    settle: restored === null ? [] : [tenant.organizationId],
  };
}

/** What came through a deleted installation leaves, unless another one has taken its place already. Done again, it changes nothing. */
export async function endInstallation(tenant: Tenant, { installationId, now }: Change): Promise<Errands> {
  const reason = 'The App was uninstalled on GitHub.';
  await parkImports(tenant, { installationId, reason, now });
  const successor = await findSuccessor(tenant, installationId);
  if (successor !== null) {
    await takeOverRepositories(tenant, successor);
    return { ...NO_ERRANDS, follow: [{ organizationId: tenant.organizationId, installationId: successor }] };
  }
  const githubIds = await listRepositoriesOfInstallation(tenant, installationId);
  const hasLeft = await removeRepositories(tenant, { githubIds, reason: 'uninstalled', at: now });
  return { ...NO_ERRANDS, settle: hasLeft ? [tenant.organizationId] : [] };
}
