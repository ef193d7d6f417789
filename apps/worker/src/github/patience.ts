import { GithubFault } from '@devpulse/github/client/client';
import { JobDelay } from '@devpulse/jobs/workers';
import type { GithubRoom } from '../platform/github-room.ts';

/** Runs a job's work; when GitHub asks for patience, the job waits that long without spending an attempt. */
export async function withPatience(room: Pick<GithubRoom, 'now'>, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof GithubFault) || error.kind !== 'paused') throw error;
    throw new JobDelay(Math.max(1, (error.until ?? room.now()) - room.now()));
  }
}
