import type { PendingDelivery } from '@devpulse/database/delivery-claims';
import type { InstallationKey } from '@devpulse/database/github/sources';
import type { WorkerContext } from './context.ts';

/** What a projection leaves for others to do, once it is committed. */
export type Errands = {
  deliveries: PendingDelivery[];
  imports: string[];
  /** Installations whose repositories are to be listed. */
  follow: InstallationKey[];
  /** Organizations in which repositories have left or have come back. */
  settle: string[];
};

export const NO_ERRANDS: Errands = { deliveries: [], imports: [], follow: [], settle: [] };

/** Each errand once. */
export function joinErrands(all: readonly Errands[]): Errands {
  const installations = new Map(
    all.flatMap(({ follow }) => follow.map((key) => [JSON.stringify(Object.values(key)), key])),
  );
  return {
    deliveries: all.flatMap(({ deliveries }) => deliveries),
    imports: [...new Set(all.flatMap(({ imports }) => imports))],
    follow: [...installations.values()],
    settle: [...new Set(all.flatMap(({ settle }) => settle))],
  };
}

export async function runErrands(
  { queues }: Pick<WorkerContext, 'queues'>,
  { deliveries, imports, follow, settle }: Errands,
): Promise<void> {
  if (deliveries.length > 0) await queues.enqueueDeliveries(deliveries);
  for (const organizationId of settle) await queues.enqueue('settleRepositories', { organizationId });
  for (const installation of follow) await queues.enqueue('followInstallation', installation);
  for (const importId of imports) await queues.enqueue('importRepository', { importId });
}
