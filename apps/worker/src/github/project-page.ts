import { readOrganizationSettings } from '@devpulse/database/organizations';
import { recordCommitEmails } from '@devpulse/database/projection/commit-emails';
import { inOrganization } from '@devpulse/database/tenant';
import type { PullRequestObservation } from '@devpulse/github/observations';
import type { ImportRoom } from '../platform/github-room.ts';
import type { ReadPage } from './import-page.ts';

/** Pull requests of a page that are projected at once: live deliveries keep the other connections. */
const AT_ONCE = 3;
const MOST_TRIES = 5;
/** PostgreSQL's deadlock_detected and serialization_failure: another transaction was in the way, and it may be tried again. */
const PASSING = new Set(['40P01', '40001']);

/** Projects what a page tells, each pull request in a transaction of its own; answers how many of them were not what was held. */
export async function projectPage(room: ImportRoom, organizationId: string, page: ReadPage): Promise<number> {
  const waiting = [...page.observations];
  let changed = 0;
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (await projectOne(room, organizationId, next)) changed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  await inOrganization(room.database, organizationId, ({ transaction: tx }) =>
    recordCommitEmails(tx, organizationId, page.authors),
  );
  return changed;
}

async function projectOne(
  room: ImportRoom,
  organizationId: string,
  observation: PullRequestObservation,
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inOrganization(room.database, organizationId, async ({ transaction: tx }) => {
        const settings = await readOrganizationSettings(tx, organizationId);
        if (settings === null) return false;
        return room.projectPullRequest({ tx, settings, receivedAt: null, now: room.now() }, observation);
      });
    } catch (error) {
      const { code } = error as { code?: string };
      if (attempt >= MOST_TRIES || code === undefined || !PASSING.has(code)) throw error;
    }
  }
}
