import { checksumProjections } from '@devpulse/database/checksum';
import { findOrganizationOfInstallation } from '@devpulse/database/github/installation-life';
import { markDaysSince } from '@devpulse/database/projection/dirty-days';
import { computeDays } from '@devpulse/database/rollup/compute-days';
import { readRollupRules } from '@devpulse/database/rollup/rollup-rules';
import { setScope, type Transaction, transaction } from '@devpulse/database/transaction';
import type { PullRequestFacts } from '@devpulse/domain/delivery/facts';
import { type Lifecycle, lifecycleArbitrary } from '@devpulse/domain/delivery/lifecycle.arbitrary';
import type { TimelineEntry } from '@devpulse/domain/delivery/timeline';
import { organizationIdFor } from '@devpulse/domain/identity';
import { computeDailyMetrics, type MeasuredPullRequest } from '@devpulse/domain/metrics/daily-metrics';
import { addDays, daysIn, localDayOf } from '@devpulse/domain/time/local-day';
import type { PullRequestObservation } from '@devpulse/github/observations';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectPullRequest } from '../../apps/worker/src/ingest/pull-request.ts';
import { refoldOrganization } from '../../apps/worker/src/ingest/refold-organization.ts';
import { randomOf, shuffled } from './chance.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';
import {
  DATED,
  formTeams,
  KOLKATA,
  type Membership,
  readDay,
  TARGETS,
  TEAMS,
  teamFinder,
} from './teams-of-lives.ts';

const LIVES = 1_000;
const SEED = 20_261_122;
const ZONE = 'America/New_York';
const ACCOUNT = { id: '31', login: 'lives', type: 'Organization' };
const organizationId = organizationIdFor(ACCOUNT.id);
const REPOSITORIES = ['901', '902', '903'];
const NOW = Date.parse('2026-01-15T15:00:00Z');

type Report = { index: number; observation: PullRequestObservation };

/** Ids of reviews are unique on GitHub, and told with every review; those of a generated life are so only within it. */
function inItsPlace(entry: TimelineEntry, index: number): TimelineEntry {
  const [generated] = /\d{10}$/.exec(entry.kind.startsWith('review_') ? entry.key : '') ?? [];
  if (!generated || entry.kind === 'review_requested' || entry.kind === 'review_request_removed')
    return entry;
  const reviewId = String(BigInt(generated) + BigInt(index) * 1_000n);
  return { ...entry, key: entry.key.replace(generated, reviewId), data: { ...entry.data, reviewId } };
}

/** What a generated life reverts is spread over all the others, in its repository and elsewhere. */
function revertingAnother(snapshot: Lifecycle['snapshots'][number], index: number) {
  const { base } = snapshot;
  const revertsNumber = base.revertsNumber === null ? null : 1 + ((index * 7 + base.revertsNumber) % LIVES);
  return { ...snapshot, base: { ...base, revertsNumber } };
}

/** A life told in pieces, some of them twice. Every piece repeats that it was opened, as every payload of GitHub does. */
function tell(life: Lifecycle, index: number, random: () => number): Report[] {
  const reports = life.reports
    .map((entry) => inItsPlace(entry, index))
    .filter(({ key }) => !key.endsWith('never-seen'));
  const opened = reports.find((entry) => entry.kind === 'opened') as TimelineEntry;
  const snapshots = life.snapshots.map((snapshot) => revertingAnother(snapshot, index));
  const pieces = new Map<number, TimelineEntry[]>();
  const count = 1 + Math.floor(random() * 3);
  for (const entry of reports) {
    const piece = Math.floor(random() * count);
    pieces.set(piece, [...(pieces.get(piece) ?? []), entry]);
  }
  const observations = [...pieces.values()].map(
    (entries, piece): PullRequestObservation => ({
      kind: 'pull_request',
      repository: {
        githubId: REPOSITORIES[index % REPOSITORIES.length] as string,
        fullName: `lives/app-${index % REPOSITORIES.length}`,
        webUrl: 'https://github.com/lives/app',
        defaultBranch: 'main',
        isPrivate: true,
        isArchived: false,
        seenAt: 0,
      },
      accounts: [...life.accounts.values()].map((account) => ({ ...account, seenAt: 0 })),
      githubId: String(6_000_000_000 + index),
      number: index + 1,
      authorId: life.author?.id ?? null,
      snapshot: snapshots[piece % snapshots.length] as PullRequestObservation['snapshot'],
      entries: [{ ...opened, data: {} }, ...entries],
    }),
  );
  // Every snapshot is told at least once.
  const rest = snapshots
    .slice(pieces.size)
    .map((snapshot) => ({ ...(observations[0] as PullRequestObservation), snapshot }));
  const all = [...observations, ...rest].map((observation) => ({ index, observation }));
  return all.flatMap((report) => (random() < 0.25 ? [report, report] : [report]));
}

describe(`${LIVES} random lives of pull requests`, () => {
  const lives = fc.sample(lifecycleArbitrary, { numRuns: LIVES, seed: SEED });
  let pipelines: Pipeline[] = [];
  beforeAll(async () => {
    pipelines = await Promise.all([1, 2].map((seed) => told(lives, seed)));
  });
  afterAll(async () => {
    for (const pipeline of pipelines) await pipeline.close();
  });

  it('end in the same facts and the same DailyMetrics, in whatever order, pieces and number they are told', async () => {
    const [first, second] = await Promise.all(
      pipelines.map((pipeline) => checksumProjections(pipeline.database, organizationId)),
    );
    expect(first?.pull_request.rows).toBe(LIVES);
    expect(first?.daily_metrics.rows).toBeGreaterThan(LIVES);
    expect(second).toEqual(first);
  });

  it('keep the law of phases in what is stored: they partition ready to merged, to the second, on both clocks', async () => {
    const { rows } = await inTenant(pipelines[0] as Pipeline, (tx) =>
      tx.query<{ merged: string; broken: string }>(
        `SELECT count(*) AS merged, count(*) FILTER (WHERE
           coalesce(pickup_elapsed, 0) + coalesce(review_elapsed, 0) + coalesce(merge_wait_elapsed, 0) + coalesce(unreviewed_elapsed, 0) <> cycle_elapsed
           OR coalesce(pickup_working, 0) + coalesce(review_working, 0) + coalesce(merge_wait_working, 0) + coalesce(unreviewed_working, 0) <> cycle_working
           OR cycle_elapsed <> floor(extract(epoch FROM merged_at)) - floor(extract(epoch FROM ready_at))) AS broken
         FROM pull_request WHERE cycle_elapsed IS NOT NULL`,
      ),
    );
    expect(Number(rows[0]?.merged)).toBeGreaterThan(100);
    expect(rows[0]?.broken).toBe('0');
  });

  it('keep on what was reverted the first merge that reverts it, as a plain loop finds it', async () => {
    const { rows } = await inTenant(pipelines[0] as Pipeline, (tx) =>
      tx.query<{
        id: string;
        number: number;
        repository: string;
        reverts: number | null;
        merged: number | null;
        reverted: [number, string] | null;
      }>(
        `SELECT id, number, repository_id AS repository, reverts_number AS reverts, merged_at AS merged,
           CASE WHEN reverted_at IS NOT NULL THEN json_build_array((extract(epoch FROM reverted_at) * 1000)::bigint, reverted_by_id) END AS reverted
         FROM pull_request`,
      ),
    );
    const reverts = rows.filter((row) => row.reverts !== null && row.merged !== null);
    for (const pull of rows) {
      const [first] = reverts
        .filter(
          (row) => row.repository === pull.repository && row.reverts === pull.number && row.id !== pull.id,
        )
        .sort((a, b) => Number(a.merged) - Number(b.merged) || (a.id < b.id ? -1 : 1));
      expect([pull.number, pull.reverted]).toEqual([pull.number, first ? [first.merged, first.id] : null]);
    }
    expect(rows.filter(({ reverted }) => reverted !== null).length).toBeGreaterThan(20);
  });

  it('are counted by the SQL as the definitions in the domain count them, on every day and in every scope', async () => {
    const pipeline = pipelines[0] as Pipeline;
    const { facts, first, last } = await readFacts(pipeline);
    let compared = 0;
    let ofTeams = 0;
    for (const day of daysIn(first, addDays(last, 1))) {
      const expected = computeDailyMetrics({
        organizationId,
        facts,
        pushes: [],
        day,
        zone: ZONE,
        calendar: NEW_YORK,
        teamCalendars: new Map([[TEAMS.abroad, KOLKATA]]),
        now: NOW,
        targets: { organization: TARGETS, isCycleTargetChosen: false, dated: DATED },
      });
      const actual = await readDay(pipeline, organizationId, day);
      expect(actual).toEqual(expected);
      compared += expected.length;
      ofTeams += expected.filter(({ scopeType }) => scopeType === 'team').length;
    }
    expect(compared).toBeGreaterThan(1_000);
    expect(ofTeams).toBeGreaterThan(500);
  });

  it('change nothing when every day is recomputed', async () => {
    const pipeline = pipelines[0] as Pipeline;
    const before = await checksumProjections(pipeline.database, organizationId);
    const { first, last } = await readFacts(pipeline);
    const written = () =>
      inTenant(
        pipeline,
        async (tx) => (await tx.query('SELECT max(xmin::text::bigint) FROM daily_metrics')).rows,
      );
    const newest = await written();
    const changed = await inTenant(pipeline, async (tx) => {
      const rules = await readRollupRules(tx, organizationId);
      if (rules === null) throw new Error('The organization is gone.');
      return computeDays(tx, rules, { days: daysIn(first, addDays(last, 1)), now: NOW + 60_000, version: 1 });
    });
    expect(changed).toEqual([]);
    expect(await written()).toEqual(newest);
    expect(await checksumProjections(pipeline.database, organizationId)).toEqual(before);
  });
});

const NEW_YORK = { zone: ZONE, weekdays: [1, 2, 3, 4, 5], startMinute: 540, endMinute: 1_020, holidays: [] };
const inTenant = <T>(pipeline: Pipeline, work: (tx: Transaction) => Promise<T>) =>
  transaction(pipeline.database, { organizationId }, work);

async function told(lives: readonly Lifecycle[], seed: number): Promise<Pipeline> {
  const random = randomOf(seed);
  const pipeline = await openPipeline({ now: () => NOW });
  await transaction(pipeline.database, { system: true }, (tx) =>
    findOrganizationOfInstallation(
      tx,
      { installationId: '3', githubAppId: null },
      { account: ACCOUNT, timeZone: ZONE },
    ),
  );
  const settings = { id: organizationId, slug: 'lives', calendar: NEW_YORK, botLogins: [], targets: TARGETS };
  const reports = shuffled(
    lives.flatMap((life, index) => tell(life, index, random)),
    random,
  );
  for (const { observation } of reports) {
    await inTenant(pipeline, async (tx) => {
      await setScope(tx, { organizationId });
      await projectPullRequest({ tx, settings, receivedAt: NOW, now: NOW }, observation);
    });
    if (random() < 0.002) await pipeline.rollup(organizationId);
  }
  await formTeams(pipeline, organizationId);
  await refoldOrganization(pipeline.context, { organizationId });
  await inTenant(pipeline, (tx) =>
    markDaysSince(tx, organizationId, { since: Number.NEGATIVE_INFINITY, zone: ZONE, now: NOW }),
  );
  await pipeline.rollup(organizationId);
  return pipeline;
}

type ToldFacts = Omit<MeasuredPullRequest, 'teamId' | 'reviews' | 'reviewRequests'> & {
  reviews: { reviewId: string; contributorId: string | null }[];
  contributorOf: Record<string, string>;
};

async function readFacts(pipeline: Pipeline) {
  const { rows, memberships } = await inTenant(pipeline, async (tx) => {
    const told = await tx.query<ToldFacts>(
      `SELECT facts, repository_id AS "repositoryId", author_contributor_id AS "authorContributorId", additions, deletions, commits,
         (SELECT coalesce(json_agg(json_build_object('reviewId', v.github_id::text, 'contributorId', v.reviewer_contributor_id)), '[]')
          FROM review v WHERE v.pull_request_id = p.id) AS reviews,
         (SELECT json_object_agg(a.github_id::text, a.contributor_id) FROM github_account a) AS "contributorOf"
       FROM pull_request p`,
    );
    const teams = await tx.query<Membership>(
      `SELECT contributor_id AS "contributorId", team_id AS "teamId", starts_at AS from, ends_at AS to FROM team_membership`,
    );
    return { rows: told.rows, memberships: teams.rows };
  });
  const teamOf = teamFinder(memberships);
  const facts: MeasuredPullRequest[] = rows.map(({ contributorOf, ...row }) => {
    const submittedAt = new Map(row.facts.reviews.map((review) => [review.reviewId, review.submittedAt]));
    return {
      ...row,
      teamId: teamOf(row.authorContributorId, row.facts.readyAt ?? row.facts.openedAt),
      reviews: row.reviews.map((review) => ({
        ...review,
        teamId: teamOf(review.contributorId, submittedAt.get(review.reviewId) ?? 0),
      })),
      reviewRequests: row.facts.reviewRequests
        .filter((request) => request.isCounted)
        .map(({ accountId, requestedAt, answeredAt, answeredWorkingSeconds }) => {
          const contributorId = contributorOf[accountId] ?? null;
          return {
            requestedAt,
            answeredAt,
            answeredWorking: answeredWorkingSeconds,
            contributorId,
            teamId: teamOf(contributorId, requestedAt),
            answeredTeamId: answeredAt === null ? null : teamOf(contributorId, answeredAt),
          };
        }),
    };
  });
  const instants = facts.flatMap(({ facts: f }: { facts: PullRequestFacts }) => [
    f.openedAt,
    f.mergedAt ?? f.openedAt,
  ]);
  return { facts, first: localDayOf(Math.min(...instants), ZONE), last: localDayOf(NOW, ZONE) };
}
