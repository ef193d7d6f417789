import { requestPushes } from '@devpulse/database/github/gaps';
import { createImports } from '@devpulse/database/github/imports';
import {
  listReconciled,
  listReconciliationClocks,
  type ReconciliationClock,
  recordReconciliation,
} from '@devpulse/database/github/reconciliation';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import type { Instant } from '@devpulse/domain/time/instant';
import { type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';
import { type Errands, NO_ERRANDS, runErrands } from '../platform/errands.ts';
import type { GithubRoom } from '../platform/github-room.ts';

const AFTER_HOUR = 3;
const WINDOW_MS = 48 * 3_600_000;

/**
 * Once a night, after 03:00 in its zone, has each organization confirmed: everything that is open and what changed in 48 hours, the
 * pushes of that time, and which repositories there are.
 */
export async function beginReconciliations(room: GithubRoom): Promise<void> {
  for (const clock of await listReconciliationClocks(room.database)) {
    const now = room.now();
    const day = dueDay(clock, now);
    if (day === null) continue;
    const errands = await inOrganization(room.database, clock.organizationId, (tenant) =>
      begin(tenant, { day, now }),
    );
    await runErrands(room, errands);
  }
}

/** The local day of the night that an organization is to be reconciled in; null when it was, or when it is too early. */
export function dueDay(clock: ReconciliationClock, now: Instant): LocalDay | null {
  const today = localDayOf(now, clock.zone);
  const { hour } = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(clock.zone);
  return hour >= AFTER_HOUR && (clock.reconciledThrough ?? '') < today ? today : null;
}

async function begin(tenant: Tenant, { day, now }: { day: LocalDay; now: Instant }): Promise<Errands> {
  if (!(await recordReconciliation(tenant, day))) return NO_ERRANDS;
  const { repositoryIds, installationIds } = await listReconciled(tenant);
  const since = now - WINDOW_MS;
  await requestPushes(tenant, { repositoryIds, since });
  const imports = await createImports(tenant, { repositoryIds, kind: 'reconcile', since, now });
  const { organizationId } = tenant;
  const follow = installationIds.map((installationId) => ({ organizationId, installationId }));
  return { ...NO_ERRANDS, imports, follow, settle: [organizationId] };
}
