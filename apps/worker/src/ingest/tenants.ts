import {
  type DeliveryOrigin,
  type DeliveryTenant,
  findTenantOfDelivery,
  lockInstallation,
} from '@devpulse/database/github/delivery-tenants';
import type { Transaction } from '@devpulse/database/transaction';
import type { Observed } from './verdicts.ts';

export function originOf({ delivery, said }: Observed): DeliveryOrigin {
  return { installationId: said.installationId, githubAppId: delivery.githubAppId };
}

/** Looks twice, the second time under the installation's lock, so that none slips by while its installation is recorded. */
export async function findTenant(tx: Transaction, origin: DeliveryOrigin): Promise<DeliveryTenant | null> {
  const known = await findTenantOfDelivery(tx, origin);
  if (known) return known;
  await lockInstallation(tx, origin);
  return findTenantOfDelivery(tx, origin);
}
