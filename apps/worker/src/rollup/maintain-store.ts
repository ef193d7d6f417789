import { expireDeliveries, maintainDeliveryStore } from '@devpulse/database/delivery-store';
import type { WorkerContext } from '../platform/context.ts';

/** Partitions for what is to come, and an end to what has been kept long enough. */
export async function maintainStore({ database, logger, now }: WorkerContext): Promise<void> {
  await maintainDeliveryStore(database, now());
  const expired = await expireDeliveries(database);
  if (expired > 0) logger.info({ expired }, 'bodies of deliveries are past their retention');
}
