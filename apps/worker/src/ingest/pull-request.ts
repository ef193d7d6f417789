import { isDeepStrictEqual } from 'node:util';
import type { PullRequestObservation } from '@devpulse/github/observations';
import type { FoldContext } from './fold.ts';
import { projectWork } from './project-work.ts';

/** Merges what a page of GitHub's tells of a pull request into its timeline and folds it anew; answers whether the facts changed. */
export async function projectPullRequest(
  projection: FoldContext,
  observation: PullRequestObservation,
): Promise<boolean> {
  const [change] = await projectWork(projection, { pulls: [observation], pushes: [] });
  return !isDeepStrictEqual(plain(change?.before), plain(change?.after));
}

const plain = (value: unknown): unknown => value && JSON.parse(JSON.stringify(value));
