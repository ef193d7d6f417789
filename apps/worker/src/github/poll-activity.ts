import { savePoll } from '@devpulse/database/github/polling';
import { readRepositoryFacts } from '@devpulse/database/github/repository-life';
import { readOrganizationSettings } from '@devpulse/database/organizations';
import { unknownPushes } from '@devpulse/database/projection/known-pushes';
import {
  type Activity,
  baseOf,
  type Comparison,
  hasCommits,
  observeActivity,
  readActivity,
  readComparison,
} from '@devpulse/github/activity/activity';
import { GithubFault } from '@devpulse/github/client/client';
import type { RepositoryObservation } from '@devpulse/github/observations';
import type { Polling } from './polling.ts';

/** Each push costs a request; the rest is read by the next run. */
const MOST_COMPARISONS = 20;
/** What was pushed while a repository was first asked about: a minute, and the second by which GitHub's clock may be known wrongly. */
const OVERLAP_MS = 61_000;

/**
 * Reads what was pushed to a repository since it was last asked about, and stores what no webhook has told. A repository that is new
 * begins now. False when there is more than one run reads.
 */
export async function pollActivity(polling: Polling): Promise<boolean> {
  const { room, client, source, poll, within } = polling;
  const { repositoryId, activityThrough: since, activityEtag } = poll;
  if (since === null) {
    await begin(polling);
    return true;
  }
  const repository = await within((tenant) => readRepositoryFacts(tenant, repositoryId));
  if (repository === null) return true;
  const { fullName } = source.repository;
  const reading = await readActivity(client, { fullName, since, etag: activityEtag });
  if (reading === null) return true;
  const { activities, etag } = reading;
  const unknown = await within((tenant) => unknownPushes(tenant, repository.githubId, activities));
  const now = unknown.slice(0, MOST_COMPARISONS);
  for (const activity of now) {
    const later = activities.slice(activities.indexOf(activity) + 1);
    await project(polling, { activity, later, repository });
  }
  const isWhole = now.length === unknown.length;
  const readThrough = isWhole ? activities.at(-1)?.timestamp : now.at(-1)?.timestamp;
  await within((tenant) =>
    savePoll(tenant, {
      repositoryId,
      activityThrough: readThrough ?? since,
      ...(isWhole && { activityEtag: etag }),
    }),
  );
  room.bell.ring(source.organizationId);
  return isWhole;
}

/** From now on, by GitHub's clock, which dates the pushes. */
async function begin({ client, source, poll, within }: Polling): Promise<void> {
  const { fullName } = source.repository;
  const reading = await readActivity(client, { fullName, since: Number.POSITIVE_INFINITY, etag: null });
  if (reading === null) return;
  const activityThrough = reading.readAt - OVERLAP_MS;
  await within((tenant) => savePoll(tenant, { repositoryId: poll.repositoryId, activityThrough }));
}

type Push = { activity: Activity; later: readonly Activity[]; repository: RepositoryObservation };

async function project(polling: Polling, push: Push): Promise<void> {
  const { room, within } = polling;
  const observation = observeActivity(push.activity, await compare(polling, push), push.repository);
  await within(async (tenant) => {
    const { transaction: tx, organizationId } = tenant;
    const settings = await readOrganizationSettings(tx, organizationId);
    if (settings === null) return;
    await room.projectPush({ tx, settings, receivedAt: null, now: room.now() }, observation);
  });
}

/** Commits that a later force push has thrown away may be gone; the push was one all the same. */
async function compare(
  { client, source }: Polling,
  { activity, later, repository }: Push,
): Promise<Comparison | null> {
  const base = baseOf(activity, later, repository.defaultBranch);
  if (base === null || !hasCommits(activity)) return null;
  const { fullName } = source.repository;
  try {
    return await readComparison(client, { fullName, base, head: activity.after });
  } catch (error) {
    if (error instanceof GithubFault && error.kind === 'gone') return null;
    throw error;
  }
}
