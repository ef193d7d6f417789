import { reviveForInstallation } from '@devpulse/database/delivery-claims';
import { type DeliveryOrigin, lockInstallation } from '@devpulse/database/github/delivery-tenants';
import { findOrganizationOfInstallation, type Unclaimed } from '@devpulse/database/github/installation-life';
import { adoptOrganization } from '@devpulse/database/organization/adoption';
import { enterOrganization } from '@devpulse/database/tenant';
import type { Transaction } from '@devpulse/database/transaction';
import type { InstallationObservation } from '@devpulse/github/observations';
import type { WorkerContext } from '../platform/context.ts';
import type { Errands } from '../platform/errands.ts';
import { changeInstallation } from '../platform/installation-states.ts';

/**
 * Records an installation, for the instance's Owner to run where nobody else does, with what follows for its repositories. Deliveries
 * that had come before it are opened again.
 */
export async function projectInstallation(
  context: WorkerContext,
  tx: Transaction,
  { observation, ...origin }: DeliveryOrigin & { observation: InstallationObservation },
): Promise<{ organizationId: string; errands: Errands } | { unclaimed: Unclaimed }> {
  await lockInstallation(tx, origin);
  const birth = { account: observation.account, timeZone: context.defaultTimeZone };
  const found = await findOrganizationOfInstallation(tx, origin, birth);
  if ('unclaimed' in found) return found;
  const { organizationId } = found;
  await adoptOrganization(tx, organizationId);
  const tenant = await enterOrganization(tx, organizationId, { system: true });
  const errands = await changeInstallation(tenant, { ...observation, ...origin }, context.now());
  const deliveries = await reviveForInstallation(tx, origin);
  return { organizationId, errands: { ...errands, deliveries } };
}
