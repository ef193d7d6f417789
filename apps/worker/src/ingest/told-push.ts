import { savePushes } from '@devpulse/database/projection/pushes';
import { isHuman } from '@devpulse/domain/delivery/people';
import type { PushObservation } from '@devpulse/github/observations';
import type { FoldContext } from './fold.ts';

const BRANCH = 'refs/heads/';

/** The branch that a push is to; null for a tag. */
export function branchOf({ repository, ref }: PushObservation) {
  if (!ref.startsWith(BRANCH)) return null;
  return { repositoryGithubId: repository.githubId, ref: ref.slice(BRANCH.length) };
}

/** Stores pushes; answers those that were not known. */
export function recordPushes(
  { tx, settings }: Pick<FoldContext, 'tx' | 'settings'>,
  observations: readonly PushObservation[],
): Promise<PushObservation[]> {
  const pushes = observations.map((push) => ({
    ...push,
    repositoryGithubId: push.repository.githubId,
    isCounted: isHuman(
      push.accounts.find((account) => account.id === push.pusherId) ?? null,
      settings.botLogins,
    ),
  }));
  return savePushes(tx, settings.id, pushes);
}
