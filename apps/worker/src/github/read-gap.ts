import { beginGaps, listTrackedOfInstallation } from '@devpulse/database/github/gaps';
import { listInstallationsOfApp } from '@devpulse/database/github/healing';
import { inOrganization } from '@devpulse/database/tenant';
import { transaction } from '@devpulse/database/transaction';
import { repositoryIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import { NO_ERRANDS, runErrands } from '../platform/errands.ts';
import type { GithubRoom } from '../platform/github-room.ts';

/**
 * Begins to read from GitHub's API what the deliveries of an App have not told since an instant: of these repositories, by GitHub's
 * numbers, or of all that are tracked (null). What else may have been missed, the list of each installation tells.
 */
export async function readGap(
  room: GithubRoom,
  gap: { appId: string; since: Instant; repositoryIds: ReadonlySet<string> | null },
): Promise<void> {
  const { appId, since, repositoryIds } = gap;
  const installations = await transaction(room.database, { system: true }, (tx) =>
    listInstallationsOfApp(tx, appId),
  );
  for (const { installationId, organizationId } of installations) {
    const wanted = [...(repositoryIds ?? [])].map((githubId) => repositoryIdFor(organizationId, githubId));
    const imports = await inOrganization(room.database, organizationId, async (tenant) => {
      const tracked = await listTrackedOfInstallation(tenant, installationId);
      const ids = repositoryIds === null ? tracked : tracked.filter((id) => wanted.includes(id));
      return beginGaps(tenant, { repositoryIds: ids, since, now: room.now() });
    });
    await runErrands(room, { ...NO_ERRANDS, imports, follow: [{ organizationId, installationId }] });
  }
}
