import { findDueImports } from '@devpulse/database/github/import-steps';
import type { GithubRoom } from '../platform/github-room.ts';

/** Queues imports that are due and that no job drives: its process died, or the queue has lost it. */
export async function sweepImports(room: GithubRoom): Promise<void> {
  for (const importId of await findDueImports(room.database, room.now())) {
    await room.queues.enqueue('importRepository', { importId });
  }
}
