import { recordCommitEmails } from '@devpulse/database/projection/commit-emails';
import { recordAccounts, recordRepositories } from '@devpulse/database/projection/people';
import {
  findPullRequestsOfBranches,
  loadFoldMaterial,
  type StoredPullRequest,
} from '@devpulse/database/projection/pull-request-state';
import { saveTimelines } from '@devpulse/database/projection/pull-requests';
import { lockInOrder } from '@devpulse/database/transaction';
import type { PullRequestFacts } from '@devpulse/domain/delivery/facts';
import { isBot } from '@devpulse/domain/delivery/people';
import { localDayOf } from '@devpulse/domain/time/local-day';
import type { PullRequestObservation, PushObservation } from '@devpulse/github/observations';
import { type FoldContext, foldAndSave, questionOf, refoldWorks } from './fold.ts';
import { branchLock, pullRequestLocks } from './locks.ts';
import {
  changedEntries,
  locksOf,
  mergeTold,
  questionAbout,
  type ToldPullRequest,
  workAbout,
} from './told-pull-request.ts';
import { branchOf, recordPushes } from './told-push.ts';

/** What one organization is told together, each in the order of its receipt. */
type Work = { pulls: readonly PullRequestObservation[]; pushes: readonly PushObservation[] };

type Change = { before: PullRequestFacts | null; after: PullRequestFacts | null };

/**
 * Projects what is told together as if it had been told one by one: every pull request, and those of the branches that were pushed to, is
 * folded once, with all of it. All locks are taken at once and in their order; only those of pull requests of a branch that is locked already
 * come later. Answers the facts of the pull requests that were told of, before and after.
 */
export async function projectWork(projection: FoldContext, work: Work): Promise<Change[]> {
  const { tx, settings } = projection;
  const told = await mergeTold(projection, work.pulls);
  await lockInOrder(tx, locksOfWork(settings.id, told, work.pushes));
  await recordPeople(projection, [...work.pulls, ...work.pushes]);
  const pushes = await recordPushes(projection, work.pushes);
  const beside = await findBeside(projection, told, pushes);
  const questions = [...told.map(questionAbout), ...beside.map(questionOf)];
  const materials = await loadFoldMaterial(tx, settings.id, questions);
  const works = [
    ...told.flatMap((one, index) => {
      const material = materials[index];
      return material === undefined ? [] : [workAbout(one, material)];
    }),
    ...refoldWorks(beside, materials.slice(told.length)),
  ];
  const changed = works.map(({ pull, entries, material }) => ({
    pullRequestId: pull.id,
    entries: changedEntries(material.entries, entries),
  }));
  await saveTimelines(tx, settings.id, changed);
  const days = pushes.map(({ pushedAt }) => localDayOf(pushedAt, settings.calendar.zone));
  const facts = await foldAndSave(projection, works, days);
  // After the pull requests: whoever has those of one branch locked waits for nobody's address.
  await recordCommitEmails(
    tx,
    settings.id,
    pushes.flatMap(({ authors }) => authors),
  );
  // Last: every push moves its repository, and whoever else tells of it waits from here to the commit.
  const repositories = [...work.pulls, ...work.pushes].map(({ repository }) => repository);
  await recordRepositories(tx, settings.id, repositories);
  return told.map((_, index) => ({
    before: materials[index]?.stored?.facts ?? null,
    after: facts[index] ?? null,
  }));
}

function locksOfWork(
  organizationId: string,
  told: readonly ToldPullRequest[],
  pushes: readonly PushObservation[],
): string[] {
  const branches = pushes.flatMap((push) => branchOf(push) ?? []);
  const locks = [
    ...branches.map((branch) => branchLock(organizationId, branch)),
    ...told.flatMap((one) => locksOf(organizationId, one)),
  ];
  return [...new Set(locks)].sort();
}

async function recordPeople(
  { tx, settings }: FoldContext,
  observations: readonly (PullRequestObservation | PushObservation)[],
): Promise<void> {
  const accounts = observations.flatMap((one) =>
    one.accounts.map((account) => ({ ...account, isBot: isBot(account, settings.botLogins) })),
  );
  await recordAccounts(tx, settings.id, accounts);
}

/** Pull requests that nothing is told of, but whose first commit the pushes may tell. */
async function findBeside(
  { tx, settings }: FoldContext,
  told: readonly ToldPullRequest[],
  pushes: readonly PushObservation[],
): Promise<StoredPullRequest[]> {
  const branches = pushes.flatMap((push) => {
    const branch = branchOf(push);
    return branch === null ? [] : [{ ...branch, pushedAt: push.pushedAt }];
  });
  const known = new Set(told.map(({ id }) => id));
  const found = await findPullRequestsOfBranches(tx, settings.id, branches);
  const beside = found.filter(({ id }) => !known.has(id));
  await lockInOrder(tx, pullRequestLocks(beside));
  return beside;
}
