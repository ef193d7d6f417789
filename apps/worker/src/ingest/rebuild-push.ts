import { recordCommitEmails } from '@devpulse/database/projection/commit-emails';
import { recordAccounts, recordRepository } from '@devpulse/database/projection/people';
import { savePushes } from '@devpulse/database/projection/pushes';
import { dropPush, isToldByDeliveries } from '@devpulse/database/rebuild/borne-rows';
import type { Tenant } from '@devpulse/database/tenant';
import { lockInOrder } from '@devpulse/database/transaction';
import { isBot, isHuman } from '@devpulse/domain/delivery/people';
import { pushIdFor, repositoryIdFor } from '@devpulse/domain/identity';
import type { PushObservation } from '@devpulse/github/observations';
import { branchLock } from './locks.ts';
import { settingsOf } from './refold-organization.ts';

const BRANCH = 'refs/heads/';

/** Which push a delivery tells of. */
export function pushOf(organizationId: string, { repository, ref, before, after }: PushObservation): string {
  const repositoryId = repositoryIdFor(organizationId, repository.githubId);
  return pushIdFor(organizationId, { repositoryId, ref, before, after });
}

/**
 * Stores a push as its delivery tells it. One to a repository of which GitHub was asked too stays as it was first told. The pull requests
 * of its branch are for the caller to rebuild after it.
 */
export async function rebuildPush(tenant: Tenant, observation: PushObservation): Promise<void> {
  const { organizationId, transaction: tx } = tenant;
  const { repository, ref, pusherId } = observation;
  const { botLogins } = await settingsOf(tenant);
  if (ref.startsWith(BRANCH)) {
    const head = { repositoryGithubId: repository.githubId, ref: ref.slice(BRANCH.length) };
    await lockInOrder(tx, [branchLock(organizationId, head)]);
  }
  const accounts = observation.accounts.map((account) => ({ ...account, isBot: isBot(account, botLogins) }));
  await recordAccounts(tx, organizationId, accounts);
  await recordRepository(tx, organizationId, repository);
  if (await isToldByDeliveries(tenant, repositoryIdFor(organizationId, repository.githubId)))
    await dropPush(tenant, pushOf(organizationId, observation));
  const pusher = observation.accounts.find(({ id }) => id === pusherId) ?? null;
  await savePushes(tx, organizationId, [
    { ...observation, repositoryGithubId: repository.githubId, isCounted: isHuman(pusher, botLogins) },
  ]);
  await recordCommitEmails(tx, organizationId, observation.authors);
}
