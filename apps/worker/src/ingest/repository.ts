import type { DeliveryTenant, KnownRepository } from '@devpulse/database/github/delivery-tenants';
import { saveRepositorySelection } from '@devpulse/database/github/installation-life';
import {
  type RemovalReason,
  removeRepositories,
  restoreRepositories,
} from '@devpulse/database/github/repository-life';
import { recordRepository } from '@devpulse/database/projection/people';
import { enterOrganization, type Tenant } from '@devpulse/database/tenant';
import type { Instant } from '@devpulse/domain/time/instant';
import type {
  InstallationRepositoriesObservation,
  RepositoryEventObservation,
} from '@devpulse/github/observations';
import { type Errands, NO_ERRANDS } from '../platform/errands.ts';
import type { Projection } from './projection.ts';

/** Where a delivery comes from. */
export type Origin = Pick<DeliveryTenant, 'hasApp' | 'accountId'> & { installationId: string };

/**
 * Follows a repository that was renamed, changed, transferred or deleted. One that is new to an installation which GitHub can be asked
 * through is recorded by its list, which also says what it is to be read by.
 */
export async function projectRepository(
  projection: Projection,
  observation: RepositoryEventObservation,
  { known, ...origin }: Origin & { known: KnownRepository | null },
): Promise<Errands> {
  const { tx, settings, receivedAt: at, now } = projection;
  const { change, repository } = observation;
  const tenant = await enterOrganization(tx, settings.id, { system: true });
  if (known !== null || !origin.hasApp) await recordRepository(tx, settings.id, repository);
  const githubIds = [repository.githubId];
  if (change === 'deleted') return remove(tenant, { githubIds, reason: 'deleted', at });
  if (change !== 'transferred')
    return known === null ? { ...NO_ERRANDS, follow: followed(settings.id, origin) } : NO_ERRANDS;
  if (observation.ownerId !== origin.accountId)
    return remove(tenant, { githubIds, reason: 'transferred', at });
  return { ...(await restore(tenant, githubIds, now)), follow: followed(settings.id, origin) };
}

/** Follows what an installation has gained and lost. */
export async function projectInstallationRepositories(
  projection: Projection,
  observation: InstallationRepositoriesObservation,
  origin: Origin,
): Promise<Errands> {
  const { tx, settings, receivedAt: at, now } = projection;
  const { repositorySelection, added, removed, account } = observation;
  const tenant = await enterOrganization(tx, settings.id, { system: true });
  await saveRepositorySelection(tenant, { installationId: origin.installationId, repositorySelection });
  const isHere = ({ ownerLogin }: { ownerLogin: string }) =>
    ownerLogin.toLowerCase() === account.login.toLowerCase();
  const ids = (named: typeof removed) => named.map(({ githubId }) => githubId);
  const transferred = removed.filter((repository) => !isHere(repository));
  const left = [
    await remove(tenant, { githubIds: ids(removed.filter(isHere)), reason: 'removed', at }),
    await remove(tenant, { githubIds: ids(transferred), reason: 'transferred', at }),
  ];
  const back = await restore(tenant, ids(added), now);
  const settle = [...left, back].some((errands) => errands.settle.length > 0) ? [settings.id] : [];
  return { ...back, settle, follow: followed(settings.id, origin) };
}

async function remove(
  tenant: Tenant,
  removal: { githubIds: string[]; reason: RemovalReason; at: Instant },
): Promise<Errands> {
  const hasLeft = await removeRepositories(tenant, removal);
  return { ...NO_ERRANDS, settle: hasLeft ? [tenant.organizationId] : [] };
}

async function restore(tenant: Tenant, githubIds: string[], now: Instant): Promise<Errands> {
  const imports = await restoreRepositories(tenant, { githubIds, now });
  return imports === null ? NO_ERRANDS : { ...NO_ERRANDS, imports, settle: [tenant.organizationId] };
}

function followed(organizationId: string, { hasApp, installationId }: Origin): Errands['follow'] {
  return hasApp ? [{ organizationId, installationId }] : [];
}
