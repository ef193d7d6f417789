import type { PushObservation } from '@devpulse/github/observations';
import type { FoldContext } from './fold.ts';
import { projectWork } from './project-work.ts';

/** Stores a push, folds again the pull requests of its branch, whose first commit it may tell, and notes who its commits are of. */
export async function projectPush(projection: FoldContext, observation: PushObservation): Promise<void> {
  await projectWork(projection, { pulls: [], pushes: [observation] });
}
