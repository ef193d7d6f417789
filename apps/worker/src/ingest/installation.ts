import { reviveForInstallation } from '@devpulse/database/delivery-claims';
import { findOrganizationOfInstallation, type Unclaimed } from '@devpulse/database/github/installation-life';
import { adoptOrganization } from '@devpulse/database/organization/adoption';
import { enterOrganization } from '@devpulse/database/tenant';
import type { Transaction } from '@devpulse/database/transaction';
import type { InstallationObservation } from '@devpulse/github/observations';
import type { WorkerContext } from '../platform/context.ts';
import type { Errands } from '../platform/errands.ts';
import { changeInstallation, lockInstallation } from '../platform/installation-states.ts';

/**
 * Records an installation, for the instance's Owner to run where nobody else does, with what follows for its repositories. Deliveries
 * that had come before it are opened again.
 */
export async function projectInstallation(
  context: WorkerContext,
  tx: Transaction,
  event: { installationId: string; observation: InstallationObservation; githubAppId: string | null },
): Promise<{ organizationId: string; errands: Errands } | { unclaimed: Unclaimed }> {
  const { installationId, observation, githubAppId } = event;
  await lockInstallation(tx, installationId);
  const found = await findOrganizationOfInstallation(
    tx,
    { installationId, githubAppId },
    { account: observation.account, timeZone: context.defaultTimeZone },
  );
  if ('unclaimed' in found) return found;
  const { organizationId } = found;
  await adoptOrganization(tx, organizationId);
  const tenant = await enterOrganization(tx, organizationId, { system: true });
  const telling = { ...observation, installationId, githubAppId };
  const errands = await changeInstallation(tenant, telling, context.now());
  const deliveries = await reviveForInstallation(tx, installationId);
  return { organizationId, errands: { ...errands, deliveries } };
}
