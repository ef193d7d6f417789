import { findOrganizationOfInstallation } from '@devpulse/database/github/installation-life';
import { removeRepositories } from '@devpulse/database/github/repository-life';
import { mergeContributor } from '@devpulse/database/organization/contributor-merges';
import { lockContributors } from '@devpulse/database/organization/contributors';
import { readOrganizationSettings } from '@devpulse/database/organizations';
import { recordAccounts } from '@devpulse/database/projection/people';
import { requestRefold } from '@devpulse/database/projection/refolds';
import { Tenant } from '@devpulse/database/tenant';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { isBot } from '@devpulse/domain/delivery/people';
import { contributorIdFor } from '@devpulse/domain/identity';
import type { PullRequestObservation, PushObservation } from '@devpulse/github/observations';
import { projectPullRequest } from '../../apps/worker/src/ingest/pull-request.ts';
import { projectPush } from '../../apps/worker/src/ingest/push.ts';
import { refoldOrganization } from '../../apps/worker/src/ingest/refold-organization.ts';
import { settleRepositories } from '../../apps/worker/src/ingest/settle-repositories.ts';
import type { WorkerContext } from '../../apps/worker/src/platform/context.ts';
import { computeDailyMetrics } from '../../apps/worker/src/rollup/compute-daily-metrics.ts';
import { randomOf, shuffled } from './chance.ts';
import { githubIdOf } from './oracle-lives.ts';
import type { randomWorld } from './oracle-random.ts';
import type { WorldPull, WorldPush } from './oracle-world.ts';
import type { Pipeline } from './pipeline.ts';

export type RandomWorld = ReturnType<typeof randomWorld>;
type Chance = () => number;

/** Rollups between what is told, so that what comes late has to mark the days that it changes. */
const ROLLED_UP_AMID = 0.25;

const observedRepository = (githubId: string) => ({
  githubId,
  fullName: `told/app-${githubId}`,
  webUrl: `https://github.com/told/app-${githubId}`,
  defaultBranch: 'main',
  isPrivate: true,
  isArchived: false,
  seenAt: 0,
});
const observedAccounts = ({ accounts }: RandomWorld) =>
  accounts.map(({ id, login, type }) => ({ id, login, type, seenAt: 0 }));

/** A source that knows little of a review knows its number. */
const thinned = ({ reviewId }: WorldPull['entries'][number]['data']) =>
  reviewId === undefined ? {} : { reviewId };

/** What GitHub tells of one pull request, in one to three pieces of which some are repeated, thinned or told late. */
function piecesOf(world: RandomWorld, pull: WorldPull, random: Chance): PullRequestObservation[] {
  const { entries, shown, size } = pull;
  const opened = entries[0] as WorldPull['entries'][number];
  const count = 1 + Math.floor(random() * 3);
  const repository = world.repositories.find(({ id }) => id === pull.repositoryId);
  const pieces = Array.from({ length: count }, (_, piece): PullRequestObservation => {
    const isLast = piece === count - 1;
    // Earlier payloads show an earlier state, and other sizes.
    const at = isLast ? shown.at : opened.at + piece;
    const thin = entries
      .filter(() => random() < 0.1)
      .map((entry) => ({ ...entry, actorId: null, data: thinned(entry.data) }));
    return {
      kind: 'pull_request',
      repository: observedRepository(repository?.githubId ?? ''),
      accounts: observedAccounts(world),
      githubId: githubIdOf({ repository: { githubId: repository?.githubId ?? '' }, number: pull.number }),
      number: pull.number,
      authorId: pull.authorId,
      snapshot: {
        base: {
          updatedAt: at,
          title: `As of ${at}`,
          draft: isLast ? shown.isDraft : false,
          state: isLast && !shown.isOpen ? 'closed' : 'open',
          baseRef: 'main',
          headRef: pull.headRef,
          headSha: 'a'.repeat(40),
          headRepositoryId: pull.headRepository,
          revertsNumber: pull.revertsNumber,
          labels: [],
        },
        size: size && {
          ...(isLast ? size : { additions: 1, deletions: 1, commits: 1 }),
          updatedAt: at,
          changedFiles: 1,
        },
        firstAuthoredAt: isLast ? pull.firstAuthoredAt : null,
      },
      entries: [
        { ...opened, data: {} },
        ...thin,
        ...entries.filter((_entry, index) => index % count === piece),
      ],
    };
  });
  return pieces.flatMap((piece) => (random() < 0.2 ? [piece, piece] : [piece]));
}

function pushOf(world: RandomWorld, push: WorldPush): PushObservation {
  return {
    kind: 'push',
    repository: observedRepository(push.repository),
    accounts: observedAccounts(world),
    ref: push.ref,
    before: '0'.repeat(40),
    after: `${push.at}`.padStart(40, 'b'),
    isForced: false,
    isCreated: push.isCreated,
    isDeleted: push.isDeleted,
    pusherId: push.pusherId,
    pushedAt: push.at,
    distinctCommits: 1,
    earliestAuthoredAt: push.authoredAt,
    authors: [],
  };
}

async function found(tx: Transaction, world: RandomWorld): Promise<void> {
  const { account, organizationId, calendar, targets, teams } = world;
  await findOrganizationOfInstallation(
    tx,
    { installationId: account, githubAppId: null },
    { account: { id: account, login: `random-${account}`, type: 'Organization' }, timeZone: calendar.zone },
  );
  const { weekdays, startMinute, endMinute, holidays } = calendar;
  await tx.query(
    `UPDATE organization SET working_weekdays = $2, working_start_minute = $3, working_end_minute = $4, holidays = $5, bot_logins = $6,
       review_target_seconds = $7, cycle_target_seconds = $8, is_cycle_target_chosen = $9 WHERE id = $1`,
    [
      organizationId,
      weekdays,
      startMinute,
      endMinute,
      holidays,
      world.botLogins,
      targets.review,
      targets.cycle,
      targets.isCycleChosen,
    ],
  );
  for (const { id, calendar: own } of teams)
    await tx.query(
      `INSERT INTO team (organization_id, id, slug, name, time_zone, working_weekdays, working_start_minute, working_end_minute, holidays)
       VALUES ($1, $2::uuid, 'team-' || $2::uuid, 'A team', $3, $4, $5, $6, $7)`,
      [
        organizationId,
        id,
        own?.zone ?? null,
        own?.weekdays ?? [],
        own?.startMinute ?? null,
        own?.endMinute ?? null,
        own?.holidays ?? [],
      ],
    );
  for (const target of targets.dated)
    await tx.query(
      `INSERT INTO target (id, organization_id, team_id, kind, value, source, effective_from, set_at)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000))`,
      [
        organizationId,
        target.teamId,
        target.kind,
        target.value,
        target.source,
        target.effectiveFrom,
        target.setAt,
      ],
    );
}

async function join(tx: Transaction, { organizationId, memberships }: RandomWorld): Promise<void> {
  const times = [...memberships].map(
    ({ contributorId, teamId, from, to }) => [contributorId, teamId, from, to] as const,
  );
  await tx.query(
    `INSERT INTO contributor (organization_id, id) SELECT DISTINCT $1::uuid, id FROM unnest($2::uuid[]) AS id ON CONFLICT (id) DO NOTHING`,
    [organizationId, times.map(([id]) => id)],
  );
  await tx.query(
    `INSERT INTO team_membership (organization_id, contributor_id, team_id, starts_at, ends_at)
     SELECT $1, c, t, to_timestamp(f / 1000), to_timestamp(e / 1000) FROM unnest($2::uuid[], $3::uuid[], $4::float8[], $5::float8[]) AS m (c, t, f, e)`,
    [organizationId, ...[0, 1, 2, 3].map((part) => times.map((time) => time[part]))],
  );
}

type Telling = {
  context: WorkerContext;
  world: RandomWorld;
  within<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
};

/** Who is in which team, and that Ada has a second account; everything is folded and marked again where work was told before. */
async function knowPeople({ context, world, within }: Telling): Promise<void> {
  const { organizationId, accounts, botLogins } = world;
  const [into = '', from = ''] = ['9007199254740993', '204'].map((id) =>
    contributorIdFor(organizationId, id),
  );
  await within(async (tx) => {
    const tenant = new Tenant(tx, organizationId);
    const told = accounts.map((account) => ({ ...account, isBot: isBot(account, botLogins), seenAt: 0 }));
    await recordAccounts(tx, organizationId, told);
    await join(tx, world);
    if (world.isAdaOne) {
      await lockContributors(tenant, [from, into]);
      await mergeContributor(tenant, { from, into, userId: null });
    }
    await requestRefold(tenant);
  });
  await refoldOrganization(context, { organizationId });
}

async function tellWork(
  { context, world, within }: Telling,
  { random, amid }: { random: Chance; amid: number },
): Promise<void> {
  const { organizationId, now } = world;
  const told = shuffled(
    [
      ...world.pulls.flatMap((pull) => piecesOf(world, pull, random)),
      ...world.pushes.map((push) => pushOf(world, push)),
    ],
    random,
  );
  for (const observation of told) {
    if (random() < amid) await computeDailyMetrics(context, { organizationId });
    await within(async (tx) => {
      const settings = await readOrganizationSettings(tx, organizationId);
      if (settings === null) throw new Error('no organization');
      const projection = { tx, settings, receivedAt: now, now };
      if (observation.kind === 'push') await projectPush(projection, observation);
      else await projectPullRequest(projection, observation);
    });
  }
}

/**
 * Tells a world in a random order. Of every second one the people are known only after the work; in the others there are rollups amid it,
 * and no day is marked but by what is told.
 */
export async function tellWorld(pipeline: Pipeline, world: RandomWorld, seed: number): Promise<void> {
  const { organizationId, now } = world;
  const context = { ...pipeline.context, now: () => now };
  const within: Telling['within'] = (work) =>
    transaction(pipeline.database, { organizationId, system: true, isLeadingUp: true }, work);
  const telling = { context, world, within };
  await within((tx) => found(tx, world));
  const isKnown = seed % 2 === 0;
  if (isKnown) await knowPeople(telling);
  await tellWork(telling, { random: randomOf(seed), amid: isKnown ? ROLLED_UP_AMID : 0 });
  if (!isKnown) await knowPeople(telling);
  for (const { githubId, goneAt } of world.repositories)
    if (goneAt !== null)
      await within((tx) =>
        removeRepositories(new Tenant(tx, organizationId), {
          githubIds: [githubId],
          reason: 'deleted',
          at: goneAt,
        }),
      );
  await settleRepositories(context, { organizationId });
}
