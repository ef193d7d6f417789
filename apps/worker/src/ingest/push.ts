import { recordCommitEmails } from '@devpulse/database/projection/commit-emails';
import { markDirty } from '@devpulse/database/projection/dirty-days';
import { recordAccounts, recordRepository } from '@devpulse/database/projection/people';
import { findPullRequestsOfBranch, type HeadBranch } from '@devpulse/database/projection/pull-request-state';
import { savePush } from '@devpulse/database/projection/pushes';
import { lockInOrder } from '@devpulse/database/transaction';
import { isBot, isHuman } from '@devpulse/domain/delivery/people';
import type { Instant } from '@devpulse/domain/time/instant';
import { localDayOf } from '@devpulse/domain/time/local-day';
import type { PushObservation } from '@devpulse/github/observations';
import { type FoldContext, refold } from './fold.ts';
import { branchLock, pullRequestLocks } from './locks.ts';

const BRANCH = 'refs/heads/';

/** Stores a push, folds again the pull requests of its branch, whose first commit it may tell, and notes who its commits are of. */
export async function projectPush(projection: FoldContext, observation: PushObservation): Promise<void> {
  const { tx, settings, receivedAt } = projection;
  const { repository, ref } = observation;
  const branch = ref.startsWith(BRANCH) ? ref.slice(BRANCH.length) : null;
  const head = branch === null ? null : { repositoryGithubId: repository.githubId, ref: branch };
  if (head) await lockInOrder(tx, [branchLock(settings.id, head)]);
  const accounts = observation.accounts.map((account) => ({
    ...account,
    isBot: isBot(account, settings.botLogins),
  }));
  await recordAccounts(tx, settings.id, accounts);
  await recordRepository(tx, settings.id, repository);
  const pusher = observation.accounts.find((account) => account.id === observation.pusherId) ?? null;
  const isNew = await savePush(tx, settings.id, {
    ...observation,
    repositoryGithubId: repository.githubId,
    isCounted: isHuman(pusher, settings.botLogins),
  });
  if (!isNew) return;
  const day = localDayOf(observation.pushedAt, settings.calendar.zone);
  await markDirty(tx, settings.id, { days: [day], receivedAt });
  if (head) await refoldBranch(projection, { ...head, pushedAt: observation.pushedAt });
  // After the pull requests: whoever has those of one branch locked waits for nobody's address.
  await recordCommitEmails(tx, settings.id, observation.authors);
}

async function refoldBranch(
  projection: FoldContext,
  branch: HeadBranch & { pushedAt: Instant },
): Promise<void> {
  const { tx, settings } = projection;
  const pulls = await findPullRequestsOfBranch(tx, settings.id, branch);
  await lockInOrder(tx, pullRequestLocks(pulls));
  for (const pull of pulls) await refold(projection, pull);
}
