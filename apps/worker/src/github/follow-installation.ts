import { lockInstallation } from '@devpulse/database/github/delivery-tenants';
import { readRepositoryPolicy, recordListedRepositories } from '@devpulse/database/github/repositories';
import {
  beginHistories,
  listMissing,
  readStanding,
  removeRepositories,
  restoreRepositories,
} from '@devpulse/database/github/repository-life';
import { type InstallationSource, readInstallationSource } from '@devpulse/database/github/sources';
import { enterOrganization, inOrganization, type Tenant } from '@devpulse/database/tenant';
import { transaction } from '@devpulse/database/transaction';
import { isGranted } from '@devpulse/domain/github/permissions';
import { repositoryIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import { type AppCredentials, GithubFault } from '@devpulse/github/client/client';
import { clientOfInstallation, credentialsOf } from '@devpulse/github/client/credentials';
import {
  type ListedRepository,
  listInstalledRepositories,
  readInstallation,
} from '@devpulse/github/installation-answers';
import type { InstallationObservation } from '@devpulse/github/observations';
import type { InstallationJob } from '@devpulse/jobs/catalogue';
import { type Errands, NO_ERRANDS, runErrands } from '../platform/errands.ts';
import type { GithubRoom } from '../platform/github-room.ts';
import { changeInstallation, endInstallation } from '../platform/installation-states.ts';
import { withPatience } from './patience.ts';

/** After every event that may tell of it. */
const DELETED_RANK = 4;

/**
 * Asks GitHub how an installation stands and which repositories it opens, and does what follows: an event may have been lost, and says
 * less than the list. Whoever is known by deliveries alone cannot be asked.
 */
export function followInstallation(room: GithubRoom, job: InstallationJob): Promise<void> {
  return withPatience(room, async () => {
    const source = await readSource(room, job);
    if (source === null) return;
    await runErrands(room, { ...(await refresh(room, source)), follow: [] });
    const current = await readSource(room, job);
    if (current?.state === 'active') await followRepositories(room, current);
  });
}

function readSource(room: GithubRoom, job: InstallationJob): Promise<InstallationSource | null> {
  return transaction(room.database, { system: true }, (tx) => readInstallationSource(tx, job));
}

async function refresh(room: GithubRoom, source: InstallationSource): Promise<Errands> {
  const { installationId, organizationId, app, signedBy: githubAppId } = source;
  const isDeleted = source.state === 'deleted';
  const credentials = app === null || isDeleted ? null : credentialsOf(app, room);
  const observation = credentials === null ? null : await ask(room, source, credentials);
  if (observation === null && !isDeleted) return NO_ERRANDS;
  return transaction(room.database, { system: true }, async (tx) => {
    await lockInstallation(tx, { installationId, githubAppId });
    const tenant = await enterOrganization(tx, organizationId, { system: true });
    if (observation === null) return endInstallation(tenant, { installationId, now: room.now() });
    const telling = { ...observation, installationId, githubAppId };
    return changeInstallation(tenant, telling, room.now());
  });
}

async function ask(
  room: GithubRoom,
  source: InstallationSource,
  credentials: AppCredentials,
): Promise<InstallationObservation | null> {
  const { accountId: id, accountLogin: login, accountType: type, permissions } = source;
  try {
    return await readInstallation(room.github.app(credentials), source.installationId);
  } catch (error) {
    if (!(error instanceof GithubFault) || error.kind !== 'gone') throw error;
    return {
      kind: 'installation',
      account: { id, login, type },
      state: 'deleted',
      permissions,
      repositorySelection: null,
      suspendedAt: null,
      sourceAt: room.now(),
      sourceRank: DELETED_RANK,
    };
  }
}

async function followRepositories(room: GithubRoom, source: InstallationSource): Promise<void> {
  const { installationId, organizationId } = source;
  const client = clientOfInstallation(source, { ...room, access: room.github, priority: 'live' });
  if (client === null) return;
  const listing = await listInstalledRepositories(client);
  const errands = await inOrganization(
    room.database,
    organizationId,
    (tenant) => recordListing(tenant, { ...listing, installationId, now: room.now() }),
    { system: true },
  );
  await runErrands(room, errands);
  const { followsGithubTeams } = await inOrganization(room.database, organizationId, readRepositoryPolicy);
  const hasTeams = source.accountType === 'Organization' && isGranted(source.permissions, 'members');
  if (followsGithubTeams && hasTeams) await room.queues.enqueue('followTeams', { organizationId });
}

type Listing = {
  installationId: string;
  repositories: readonly ListedRepository[];
  seenAt: Instant;
  now: Instant;
};

/** What is new is read as the organization wants it, what is back is read on, what is missing has left. */
async function recordListing(tenant: Tenant, listing: Listing): Promise<Errands> {
  const { installationId, repositories, seenAt, now } = listing;
  const shown = repositories.map(({ githubId }) => githubId);
  const { known, tracksNew } = await readStanding(tenant, installationId);
  const restored = await restoreRepositories(tenant, { githubIds: shown, now });
  await recordListedRepositories(tenant, { repositories, installationId, tokenId: null, tracksNew, seenAt });
  const missing = await listMissing(tenant, { installationId, shown });
  const hasLeft = await removeRepositories(tenant, { githubIds: missing, reason: 'removed', at: now });
  const before = new Map(known.map((standing) => [standing.githubId, standing]));
  const unread = shown.filter((githubId) => {
    const standing = before.get(githubId);
    return standing === undefined ? tracksNew : standing.isTracked && !standing.isListed;
  });
  const repositoryIds = unread.map((githubId) => repositoryIdFor(tenant.organizationId, githubId));
  const histories = await beginHistories(tenant, { repositoryIds, now });
  return {
    ...NO_ERRANDS,
    imports: [...(restored ?? []), ...histories],
    settle: hasLeft || restored !== null ? [tenant.organizationId] : [],
  };
}
