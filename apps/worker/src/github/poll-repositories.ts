import { workAlone } from '@devpulse/database/exclusive-work';
import {
  finishPoll,
  listPolledOrganizations,
  listPolls,
  type Poll,
  parkPoll,
  refuseToken,
} from '@devpulse/database/github/polling';
import { readRepositorySource } from '@devpulse/database/github/sources';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import type { Instant } from '@devpulse/domain/time/instant';
import { GithubFault, type GithubFaultKind } from '@devpulse/github/client/client';
import { clientOfRepository } from '@devpulse/github/client/credentials';
import type { PushRoom } from '../platform/github-room.ts';
import { pollActivity } from './poll-activity.ts';
import { pollPullRequests } from './poll-pull-requests.ts';
import type { Polling } from './polling.ts';

/** The next run begins a minute later; what this one does not come to is asked about first then. */
const LONGEST_MS = 50_000;
const RUN_MS = 60_000;
const AT_ONCE = 4;
/** One whose GitHub hangs keeps no other waiting. */
const ORGANIZATIONS_AT_ONCE = 4;
const DAY_MS = 86_400_000;

/** What stands with a repository that is asked about once a day from now on. */
const LASTING: Partial<Record<GithubFaultKind, string>> = {
  gone: 'GitHub does not show this repository any more. It is asked again once a day.',
  forbidden: 'GitHub does not let this repository be read. It is asked again once a day.',
};

/** Asks about repositories that no webhook tells of, and reads the pushes of those where a gap is to be filled. */
export async function pollRepositories(room: PushRoom): Promise<void> {
  await workAlone(room.database, 'poll_repositories', async () => {
    const endsAt = room.now() + LONGEST_MS;
    const waiting = inTurn(await listPolledOrganizations(room.database), room.now());
    const lane = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        await pollOrganization(room, next, endsAt);
    };
    await Promise.all(Array.from({ length: ORGANIZATIONS_AT_ONCE }, lane));
  });
}

/** Each run begins with another one: of many that are slow, none keeps the same ones waiting. */
function inTurn(organizationIds: readonly string[], now: Instant): string[] {
  const first = Math.floor(now / RUN_MS) % Math.max(1, organizationIds.length);
  return [...organizationIds.slice(first), ...organizationIds.slice(0, first)];
}

async function pollOrganization(room: PushRoom, organizationId: string, endsAt: Instant): Promise<void> {
  const within = <T>(work: (tenant: Tenant) => Promise<T>) =>
    inOrganization(room.database, organizationId, work, { system: true });
  const waiting = await within((tenant) => listPolls(tenant, room.now()));
  const lane = async () => {
    for (let poll = waiting.shift(); poll && room.now() < endsAt; poll = waiting.shift()) {
      await pollOne(room, within, poll);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function pollOne(room: PushRoom, within: Polling['within'], poll: Poll): Promise<void> {
  const { repositoryId, isPolled } = poll;
  const source = await within(({ transaction: tx }) => readRepositorySource(tx, repositoryId));
  const client = source && clientOfRepository(source, { ...room, access: room.github, priority: 'live' });
  if (!source || !client) return;
  const polling = { room, client, source, poll, within };
  try {
    if (isPolled) await pollPullRequests(polling);
    const isRead = await pollActivity(polling);
    if (isRead || isPolled)
      await within((tenant) => finishPoll(tenant, { repositoryId, isPolled, now: room.now() }));
  } catch (error) {
    if (!(error instanceof GithubFault)) throw error;
    room.logger.warn({ repositoryId, fault: error.kind }, 'a repository could not be asked about');
    await reactTo(error, polling);
  }
}

/** What is wrong with one repository is no concern of the others. */
async function reactTo(fault: GithubFault, { room, source, poll, within }: Polling): Promise<void> {
  const { token } = source;
  if (fault.kind === 'unauthorized' && token !== null) {
    const reason = 'GitHub refused the token. Add a new one and go on.';
    await within((tenant) => refuseToken(tenant, { tokenId: token.id, reason, now: room.now() }));
    return;
  }
  const isPassing = fault.kind === 'paused' || fault.kind === 'unavailable';
  if (isPassing) return;
  const { repositoryId, isPolled, pullsThrough } = poll;
  const reason = LASTING[fault.kind];
  await within(async (tenant) => {
    const now = room.now();
    if (isPolled && reason !== undefined)
      await parkPoll(tenant, { repositoryId, since: pullsThrough ?? now - DAY_MS, reason, now });
    await finishPoll(tenant, { repositoryId, isPolled, now });
  });
}
