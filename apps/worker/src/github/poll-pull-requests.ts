import { createImports } from '@devpulse/database/github/imports';
import { savePoll } from '@devpulse/database/github/polling';
import { recordRepository } from '@devpulse/database/projection/people';
import { isUnfinished } from '@devpulse/domain/github/imports';
import type { Instant } from '@devpulse/domain/time/instant';
import { readNewestChange } from '@devpulse/github/activity/newest-change';
import { NO_ERRANDS, runErrands } from '../platform/errands.ts';
import type { Polling } from './polling.ts';

/** Of a repository that is asked about for the first time; what is older its history tells. */
const FIRST_WINDOW_MS = 86_400_000;

/**
 * Asks whether any pull request has changed, which costs nothing while none has, and has read what did. The list counts as known only
 * once that reading is through.
 */
export async function pollPullRequests(polling: Polling): Promise<void> {
  const { poll, client, source, within } = polling;
  const { repositoryId, importState, pullsSeenThrough: seen, pullsThrough: through } = poll;
  // Asked about all the same, its day is over: what was set aside goes on if GitHub shows it again.
  const isParked = importState === 'parked';
  if (importState !== null && isUnfinished(importState) && !isParked) return;
  const isOwed = seen !== null && seen !== through;
  if (isOwed && importState !== 'done') return read(polling, { seen, since: through });
  if (isOwed) await within((tenant) => savePoll(tenant, { repositoryId, pullsThrough: seen }));
  const known = isOwed ? seen : through;
  const newest = await readNewestChange(client, {
    fullName: source.repository.fullName,
    etag: isParked ? null : poll.pullsEtag,
  });
  if (newest === null) return;
  const { repository, updatedAt } = newest;
  await within(async (tenant) => {
    if (repository !== null) await recordRepository(tenant.transaction, tenant.organizationId, repository);
    await savePoll(tenant, { repositoryId, pullsEtag: newest.etag });
  });
  if (updatedAt !== null && (isParked || updatedAt !== known))
    await read(polling, { seen: updatedAt, since: known });
}

async function read(
  { room, poll, within }: Polling,
  { seen, since }: { seen: Instant; since: Instant | null },
): Promise<void> {
  const { repositoryId } = poll;
  const imports = await within(async (tenant) => {
    await savePoll(tenant, { repositoryId, pullsSeenThrough: seen });
    return createImports(tenant, {
      repositoryIds: [repositoryId],
      kind: 'poll',
      since: since ?? seen - FIRST_WINDOW_MS,
      now: room.now(),
    });
  });
  await runErrands(room, { ...NO_ERRANDS, imports });
}
