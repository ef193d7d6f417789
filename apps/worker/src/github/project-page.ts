import { readOrganizationSettings } from '@devpulse/database/organizations';
import { recordCommitEmails } from '@devpulse/database/projection/commit-emails';
import { recordAccounts } from '@devpulse/database/projection/people';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { isBot } from '@devpulse/domain/delivery/people';
import type { PullRequestObservation } from '@devpulse/github/observations';
import type { ImportRoom } from '../platform/github-room.ts';
import type { ReadPage } from './import-page.ts';

/** Pull requests of a page that are projected at once: live deliveries keep the other connections. */
const AT_ONCE = 3;
const MOST_TRIES = 5;
/** PostgreSQL's deadlock_detected and serialization_failure: another transaction was in the way, and it may be tried again. */
const PASSING = new Set(['40P01', '40001']);

/**
 * Projects what a page tells, each pull request in a transaction of its own; answers how many of them were not what was held. The page
 * counts once the place behind it is saved, so the disk is waited for then.
 */
export async function projectPage(room: ImportRoom, organizationId: string, page: ReadPage): Promise<number> {
  await introduce(room, organizationId, page.observations);
  const waiting = page.observations.map((observation) => ({ ...observation, accounts: [] }));
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

/** A page shows the same few people again and again: they are recorded once, before what they did. */
async function introduce(
  room: ImportRoom,
  organizationId: string,
  observations: readonly PullRequestObservation[],
): Promise<void> {
  const accounts = new Map(
    observations.flatMap((one) => one.accounts.map((account) => [account.id, account])),
  );
  await inOrganization(room.database, organizationId, async ({ transaction: tx }) => {
    const settings = await readOrganizationSettings(tx, organizationId);
    const told = [...accounts.values()].map((account) => ({
      ...account,
      isBot: isBot(account, settings?.botLogins),
    }));
    if (settings !== null) await recordAccounts(tx, organizationId, told);
  });
}

async function projectOne(
  room: ImportRoom,
  organizationId: string,
  observation: PullRequestObservation,
): Promise<boolean> {
  const project = async ({ transaction: tx }: Tenant) => {
    const settings = await readOrganizationSettings(tx, organizationId);
    if (settings === null) return false;
    return room.projectPullRequest({ tx, settings, receivedAt: null, now: room.now() }, observation);
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inOrganization(room.database, organizationId, project, { isLeadingUp: true });
    } catch (error) {
      const { code } = error as { code?: string };
      if (attempt >= MOST_TRIES || code === undefined || !PASSING.has(code)) throw error;
    }
  }
}
