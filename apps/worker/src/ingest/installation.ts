import { type PendingDelivery, reviveForInstallation } from '@devpulse/database/delivery-claims';
import { adoptOrganization } from '@devpulse/database/organization/adoption';
import { recordInstallation, type Unclaimed } from '@devpulse/database/organizations';
import { lockInOrder, type Transaction } from '@devpulse/database/transaction';
import type { InstallationObservation } from '@devpulse/github/observations';
import type { WorkerContext } from '../platform/context.ts';
import { installationLock } from './locks.ts';

/** Records an installation, for the instance's Owner to run where nobody else does; deliveries that had come before it are opened again, for the caller to queue. */
export async function projectInstallation(
  context: WorkerContext,
  tx: Transaction,
  event: { installationId: string; observation: InstallationObservation; githubAppId: string | null },
): Promise<{ organizationId: string; revived: PendingDelivery[] } | { unclaimed: Unclaimed }> {
  const { installationId, observation, githubAppId } = event;
  await lockInOrder(tx, [installationLock(installationId)]);
  const recorded = await recordInstallation(
    tx,
    { installationId, ...observation, githubAppId },
    context.defaultTimeZone,
  );
  if ('unclaimed' in recorded) return recorded;
  const { organizationId } = recorded;
  await adoptOrganization(tx, organizationId);
  return { organizationId, revived: await reviveForInstallation(tx, installationId) };
}
