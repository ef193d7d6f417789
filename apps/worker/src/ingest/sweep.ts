import { findPendingDeliveries } from '@devpulse/database/delivery-claims';
import { findForgottenDirtyDays } from '@devpulse/database/projection/dirty-days';
import { findRefoldRequests } from '@devpulse/database/projection/refolds';
import type { WorkerContext } from '../platform/context.ts';

/** Younger deliveries are on their way through the queue. */
const PENDING_AFTER_MS = 60_000;
const FORGOTTEN_AFTER_MS = 10_000;
const AT_ONCE = 5_000;

/**
 * Queues what was stored or asked for but is not queued: the process died between commit and queueing, the queue was away, or it lost
 * its memory. What is still queued is not queued twice.
 */
export async function sweep(context: WorkerContext): Promise<void> {
  const now = context.now();
  const pending = await findPendingDeliveries(context.database, {
    before: new Date(now - PENDING_AFTER_MS),
    limit: AT_ONCE,
  });
  const oldest = pending[0]?.receivedAt.getTime() ?? now;
  context.metrics.oldestPendingSeconds.set((now - oldest) / 1_000);
  if (pending.length > 0) {
    context.logger.warn({ deliveries: pending.length }, 'queueing deliveries that had been left behind');
    await context.queues.enqueueDeliveries(pending);
  }
  const before = new Date(now - FORGOTTEN_AFTER_MS);
  for (const organizationId of await findForgottenDirtyDays(context.database, before)) {
    context.bell.ring(organizationId);
  }
  for (const organizationId of await findRefoldRequests(context.database, before)) {
    await context.queues.enqueue('refoldOrganization', { organizationId });
  }
}
