import { beginScores, computeScoreDay } from '@devpulse/database/analysis/score-work';
import { checksumProjections, type ProjectionChecksum } from '@devpulse/database/checksum';
import type { Database } from '@devpulse/database/connection';
import { assignWork } from '@devpulse/database/organization/contributor-merges';
import { markDaysSince, markDirty } from '@devpulse/database/projection/dirty-days';
import { sweepOrphans, sweepPullRequest, sweepPushes } from '@devpulse/database/rebuild/borne-rows';
import {
  countProjectedSince,
  listScoredDays,
  type RebuildState,
  readRebuildState,
  rebuildWindows,
} from '@devpulse/database/rebuild/derived-figures';
import { openRawSources, type RawSource, type RawSources } from '@devpulse/database/rebuild/raw-sources';
import { recomputeDirtyDays } from '@devpulse/database/rollup/rollup';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { pullRequestIdFor } from '@devpulse/domain/identity';
import { DEFINITION_VERSION } from '@devpulse/domain/metrics/daily-metrics';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, daysIn, localDayOf } from '@devpulse/domain/time/local-day';
import { isHandledEvent } from '@devpulse/github/events';
import { interpretDelivery } from '@devpulse/github/interpret';
import type { PullRequestObservation, PushObservation } from '@devpulse/github/observations';
import { type RebuiltFrom, rebuildPullRequest } from './ingest/rebuild-pull-request.ts';
import { pushOf, rebuildPush } from './ingest/rebuild-push.ts';
import { judgeAccounts, refoldOrganization } from './ingest/refold-organization.ts';

/** Deliveries are read this many at a time, each with its body. */
const DELIVERIES_AT_ONCE = 100;
const PULL_REQUESTS_AT_ONCE = 500;

export type RebuildWork = {
  database: Database;
  organizationId: string;
  /** One instant for everything: what stands open now is part of the figures. */
  now: Instant;
  /** Told of each step, and of how far it has come. */
  report(step: string, done: number): void;
};

export type Rebuilt = {
  before: ProjectionChecksum;
  after: ProjectionChecksum;
  pullRequests: Record<RebuiltFrom | 'swept', number>;
  /** The definitions have changed since what stood there was made. */
  isRedefined: boolean;
  deliveriesMeanwhile: number;
};

/**
 * Makes everything that is derived of an organization anew: pushes and pull requests from the deliveries that are kept, and from the
 * timeline before that; then every day, window and score. Each pull request and each day is one transaction under the locks of the
 * worker, so readers see it as it was or as it will be, and deliveries go on. It may be stopped anywhere and begun again.
 */
export async function rebuildOrganization(work: RebuildWork): Promise<Rebuilt> {
  const { database, organizationId } = work;
  const state = await within(work, (tenant) => readRebuildState(tenant, DEFINITION_VERSION));
  if (state === null) throw new Error('The organization is gone.');
  await settle(work, state);
  const before = await checksumProjections(database, organizationId);
  const pullRequests = await rebuildFacts(work, state);
  await rebuildFigures(work, state);
  const after = await checksumProjections(database, organizationId);
  const deliveriesMeanwhile = await within(work, (tenant) => countProjectedSince(tenant, state.readAt));
  return { before, after, pullRequests, isRedefined: state.isOutdated, deliveriesMeanwhile };
}

const within = <T>({ database, organizationId }: RebuildWork, run: (tenant: Tenant) => Promise<T>) =>
  inOrganization(database, organizationId, run, { system: true });

/** Does what waits to be done, so that no difference comes from that; what stands open now is counted as of now. */
async function settle(work: RebuildWork, { rolledThrough, zone }: RebuildState): Promise<void> {
  const { database, organizationId, now } = work;
  const bell = { ring: () => {}, rest: () => {}, flush: async () => {} };
  await refoldOrganization({ database, bell, now: () => now }, { organizationId });
  const today = localDayOf(now, zone);
  const since = rolledThrough !== null && rolledThrough < today ? rolledThrough : today;
  await within(work, ({ transaction: tx }) =>
    markDirty(tx, organizationId, { days: daysIn(since, addDays(today, 1)), receivedAt: null }),
  );
  await rollUp(work, 'days that waited');
  const { days } = await beginScores(database, { organizationId, now });
  for (const day of days) await computeScoreDay(database, { organizationId, now, day });
  await rollUp(work, 'days that waited');
}

async function rollUp({ database, organizationId, now, report }: RebuildWork, step: string): Promise<void> {
  for (let done = 0; ; ) {
    const days = await recomputeDirtyDays(database, { organizationId, now });
    if (days.length === 0) return;
    done += days.length;
    report(step, done);
  }
}

async function rebuildFacts(work: RebuildWork, state: RebuildState): Promise<Rebuilt['pullRequests']> {
  const { database, organizationId, now } = work;
  const sources = await openRawSources(database, { organizationId, now });
  try {
    await readDeliveries(work, sources);
    const unborne = await sources.listUnbornePushes();
    await within(work, (tenant) => sweepPushes(tenant, unborne, { zone: state.zone, now }));
    const swept = await sweepPullRequests(work, sources, state);
    const rebuilt = await rebuildPullRequests(work, sources);
    await within(work, async (tenant) => {
      await sweepOrphans(tenant);
      await judgeAccounts(tenant);
      await assignWork(tenant, null);
    });
    return { ...rebuilt, swept };
  } finally {
    sources.close();
  }
}

/** Stores pushes anew and notes which delivery tells of which pull request. */
async function readDeliveries(work: RebuildWork, sources: RawSources): Promise<void> {
  const { organizationId, report } = work;
  let done = 0;
  for (let after: RawSource | null = null; ; ) {
    const page: RawSource[] = await sources.nextDeliveries(after, DELIVERIES_AT_ONCE);
    const told: Parameters<RawSources['noteTold']>[0][number][] = [];
    for (const source of page) {
      const observation = observe(source);
      if (observation?.kind === 'push') {
        await within(work, (tenant) => rebuildPush(tenant, observation));
        await sources.notePushes([pushOf(organizationId, observation)]);
      }
      if (observation?.kind !== 'pull_request') continue;
      const pullRequestId = pullRequestIdFor(organizationId, observation.githubId);
      const isOpening = source.event === 'pull_request' && source.action === 'opened';
      told.push({ pullRequestId, deliveryId: source.id, at: source.at, isOpening });
    }
    await sources.noteTold(told);
    done += page.length;
    report('deliveries read', done);
    after = page.at(-1) ?? null;
    if (page.length < DELIVERIES_AT_ONCE) return;
  }
}

function observe({ event, body }: RawSource): PullRequestObservation | PushObservation | null {
  if (!isHandledEvent(event)) return null;
  const interpretation = interpretDelivery(event, body);
  if (interpretation.outcome !== 'observed') return null;
  const { observation } = interpretation;
  return observation.kind === 'pull_request' || observation.kind === 'push' ? observation : null;
}

async function sweepPullRequests(
  work: RebuildWork,
  sources: RawSources,
  { zone }: RebuildState,
): Promise<number> {
  let swept = 0;
  for (const id of await sources.listUnbornePullRequests())
    if (await within(work, (tenant) => sweepPullRequest(tenant, id, { zone, now: work.now }))) swept += 1;
  return swept;
}

async function rebuildPullRequests(work: RebuildWork, sources: RawSources) {
  const { now, report } = work;
  const rebuilt: Record<RebuiltFrom, number> = { raw: 0, both: 0, timeline: 0 };
  let done = 0;
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<RawSources['nextPullRequests']>> = await sources.nextPullRequests(
      after,
      PULL_REQUESTS_AT_ONCE,
    );
    for (const told of page) {
      const deliveries = told.deliveries === 0 ? [] : await sources.deliveriesOf(told.id);
      const observations = deliveries
        .map(observe)
        .filter((observation) => observation?.kind === 'pull_request');
      const from = await within(work, (tenant) => rebuildPullRequest(tenant, { told, observations, now }));
      if (from !== null) rebuilt[from] += 1;
      done += 1;
      report('pull requests', done);
    }
    after = page.at(-1)?.id ?? null;
    if (page.length < PULL_REQUESTS_AT_ONCE) return rebuilt;
  }
}

async function rebuildFigures(work: RebuildWork, { zone }: RebuildState): Promise<void> {
  const { database, organizationId, now, report } = work;
  await within(work, ({ transaction: tx }) =>
    markDaysSince(tx, organizationId, { since: Number.NEGATIVE_INFINITY, zone, now }),
  );
  await rollUp(work, 'days');
  await within(work, (tenant) => rebuildWindows(tenant, now));
  const { days } = await beginScores(database, { organizationId, now });
  const scored = await within(work, listScoredDays);
  let done = 0;
  for (const day of new Set([...days, ...scored])) {
    await computeScoreDay(database, { organizationId, now, day });
    done += 1;
    report('scores', done);
  }
  await rollUp(work, 'days');
}
