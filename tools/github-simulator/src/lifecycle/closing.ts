import type { Step } from '../agenda.ts';
import type { Account, Author, Commit } from '../model.ts';
import { pushOccurrence } from '../payloads/push.ts';
import type { PullRequestLife } from './life.ts';

function squashed(life: PullRequestLife, author: Author): Commit {
  const { pullRequest } = life;
  const message = `${pullRequest.title} (#${pullRequest.number})\n\n${pullRequest.body ?? ''}`.trimEnd();
  return { ...life.commit(author, message, 0), sha: pullRequest.mergeCommitSha ?? '', byWebFlow: true };
}

/** Merges, pushes the result to `main` and mostly deletes the branch. */
export function* merge(
  life: PullRequestLife,
  merger: Account,
  author: Author,
): Generator<Step, void, undefined> {
  const { pullRequest, random } = life;
  const { repository } = pullRequest;
  const sha = random.hex(40);
  const lagMs = random.chance(0.12) ? 1_000 : 0;
  yield life.tell('closed', merger, (at) => {
    pullRequest.state = 'closed';
    pullRequest.closedAt = at;
    pullRequest.mergedAt = Math.max(pullRequest.updatedAt, at - lagMs);
    pullRequest.mergedBy = merger;
    pullRequest.mergeCommitSha = sha;
    repository.openPullRequests -= 1;
    return undefined;
  });
  life.soon(1, 2);
  yield life.step((at) => {
    const before = repository.mainSha;
    repository.mainSha = sha;
    repository.pushedAt = at;
    repository.updatedAt = at;
    const commits = [squashed(life, author)];
    return pushOccurrence({
      repository,
      branch: 'main',
      before,
      after: sha,
      commits,
      forced: false,
      sender: merger,
      at,
    });
  });
  if (random.chance(0.6)) yield* life.deleteBranch(merger);
}

export function* closeUnmerged(life: PullRequestLife, by: Account): Generator<Step, void, undefined> {
  const { pullRequest } = life;
  yield life.tell('closed', by, (at) => {
    pullRequest.state = 'closed';
    pullRequest.closedAt = at;
    pullRequest.repository.openPullRequests -= 1;
    return undefined;
  });
}

export function* reopen(life: PullRequestLife, by: Account): Generator<Step, void, undefined> {
  const { pullRequest } = life;
  yield life.tell('reopened', by, () => {
    pullRequest.state = 'open';
    pullRequest.closedAt = null;
    pullRequest.repository.openPullRequests += 1;
    return undefined;
  });
}
