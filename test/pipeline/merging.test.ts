import { checksumProjections } from '@devpulse/database/checksum';
import { mergeContributor, splitAccount } from '@devpulse/database/organization/contributor-merges';
import { lockContributors } from '@devpulse/database/organization/contributors';
import { requestRefold } from '@devpulse/database/projection/refolds';
import { readDailyMetrics } from '@devpulse/database/read/daily-metrics';
import { inOrganization } from '@devpulse/database/tenant';
import { contributorIdFor, organizationIdFor } from '@devpulse/domain/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refoldOrganization } from '../../apps/worker/src/ingest/refold-organization.ts';
import { rollDays } from '../../apps/worker/src/rollup/roll-days.ts';
import { asksFor, fewDeliveries } from './few-deliveries.ts';
import { openPipeline, type Pipeline, type TestDelivery } from './pipeline.ts';

const ACCOUNT = 88;
const organizationId = organizationIdFor(String(ACCOUNT));
const LATER = Date.parse('2026-03-20T12:00:00Z');
/** Each of person-11's pull requests is reviewed by person-12, who is the same person; the last four stay open. */
const work = fewDeliveries({ accountId: ACCOUNT, pullRequests: 12 }).slice(0, -4);
const openings = work.filter(({ body }) => body.includes('"action":"opened"')) as [
  TestDelivery,
  ...TestDelivery[],
];
/** Person-12 is asked for a review of person-11's first pull request, and of person-14's, which person-11 reviews. */
const deliveries = [...work, asksFor(openings[0], 12), asksFor(openings[3] as TestDelivery, 12)];
const [stays, goes] = ['11', '12'].map((account) => contributorIdFor(organizationId, account)) as [
  string,
  string,
];

const merge = (pipeline: Pipeline) =>
  inOrganization(pipeline.database, organizationId, async (tenant) => {
    expect(await lockContributors(tenant, [goes, stays])).toHaveLength(2);
    await mergeContributor(tenant, { from: goes, into: stays, userId: null });
    await requestRefold(tenant);
  });

async function project(pipeline: Pipeline, more: readonly TestDelivery[]): Promise<void> {
  await pipeline.store(more);
  await pipeline.drain();
  await rollDays(pipeline.context);
  await pipeline.rollup(organizationId);
}

async function refold(pipeline: Pipeline): Promise<void> {
  await refoldOrganization(pipeline.context, { organizationId });
  await pipeline.rollup(organizationId);
}

/** What a person's figures sum up to. */
async function sums(pipeline: Pipeline, scopeId: string) {
  const query = {
    organizationId,
    scopeType: 'contributor' as const,
    scopeId,
    from: '2026-03-01',
    to: '2026-04-01',
  };
  const rows = await readDailyMetrics(pipeline.database, query);
  const sum = (name: 'opened' | 'pushes' | 'reviewsSubmitted' | 'mergedWithoutReview') =>
    rows.reduce((total, { counts }) => total + counts[name], 0);
  return {
    days: rows.length > 0,
    opened: sum('opened'),
    pushes: sum('pushes'),
    reviews: sum('reviewsSubmitted'),
    withoutReview: sum('mergedWithoutReview'),
  };
}

/** Whom each of the requests was for, and whether it counts and was answered. */
function requests(pipeline: Pipeline) {
  return inOrganization(pipeline.database, organizationId, async (tenant) => {
    const { rows } = await tenant.query({
      text: `SELECT p.number, q.reviewer_contributor_id AS "of", q.is_counted AS "isCounted", q.answered_at IS NOT NULL AS "isAnswered"
        FROM review_request q JOIN pull_request p ON p.organization_id = $1 AND p.id = q.pull_request_id
        WHERE q.organization_id = $1 ORDER BY p.number`,
    });
    return rows;
  });
}

const NOTHING = { days: false, opened: 0, pushes: 0, reviews: 0, withoutReview: 0 };

describe('two contributors who are one person', () => {
  let merged: Pipeline;
  let fresh: Pipeline;
  beforeAll(async () => {
    merged = await openPipeline({ now: () => LATER });
    fresh = await openPipeline({ now: () => LATER });
    // fresh: both accounts are one contributor's before anything else is known of them
    const [installation, ...work] = deliveries as [TestDelivery, ...TestDelivery[]];
    const isPush = ({ event }: TestDelivery) => event === 'push';
    await project(fresh, [installation, ...work.filter(isPush).slice(0, 2)]);
    await merge(fresh);
    await refold(fresh);
    await project(fresh, work);
    await project(merged, deliveries);
  });
  afterAll(async () => {
    await merged.close();
    await fresh.close();
  });

  it('end in the very figures of one who had both accounts from the beginning', async () => {
    const before = await checksumProjections(merged.database, organizationId);
    expect(await sums(merged, stays)).toMatchObject({ opened: 3, pushes: 3, reviews: 6, withoutReview: 0 });
    expect(await sums(merged, goes)).toMatchObject({ opened: 3, pushes: 3, reviews: 6 });
    expect(await requests(merged)).toEqual([
      { number: 1, of: goes, isCounted: true, isAnswered: true },
      { number: 4, of: goes, isCounted: true, isAnswered: false },
    ]);
    await merge(merged);
    await refold(merged);
    const wanted = await checksumProjections(fresh.database, organizationId);
    expect(await checksumProjections(merged.database, organizationId)).toEqual(wanted);
    expect(wanted.daily_metrics.checksum).not.toBe(before.daily_metrics.checksum);
  });

  it('are asked for reviews as one, and by themselves for none', async () => {
    expect(await requests(merged)).toEqual([
      { number: 1, of: stays, isCounted: false, isAnswered: false },
      { number: 4, of: stays, isCounted: true, isAnswered: true },
    ]);
  });

  it('are both recomputed: nobody reviews their own work, and nothing is left of the one that went', async () => {
    expect(await sums(merged, stays)).toEqual({
      days: true,
      opened: 6,
      pushes: 6,
      reviews: 6,
      withoutReview: 2,
    });
    expect(await sums(merged, goes)).toEqual(NOTHING);
  });

  it('stay one when more comes of either account', async () => {
    const later = fewDeliveries({ accountId: ACCOUNT, pullRequests: 2 })
      .slice(1)
      .map(({ event, body }) => ({
        event,
        body: body
          .replaceAll('2026-03-0', '2026-03-1')
          .replace(/("pull_request":\{"id":)50/, '$151')
          .replace(/("review":\{"id":)70/, '$171'),
      }));
    await project(merged, later);
    expect(await sums(merged, stays)).toMatchObject({ opened: 8, pushes: 6 });
    expect(await sums(merged, goes)).toEqual(NOTHING);
    await project(fresh, later);
    expect(await checksumProjections(merged.database, organizationId)).toEqual(
      await checksumProjections(fresh.database, organizationId),
    );
  });

  it('give up what a delivery wrote for the one that went while they were merged', async () => {
    const wanted = await checksumProjections(merged.database, organizationId);
    await inOrganization(merged.database, organizationId, async (tenant) => {
      await tenant.query({
        text: 'UPDATE review SET reviewer_contributor_id = $2 WHERE organization_id = $1 AND reviewer_account_id = 12',
        values: [goes],
      });
      await tenant.query({
        text: 'UPDATE review_request SET reviewer_contributor_id = $2 WHERE organization_id = $1 AND reviewer_account_id = 12',
        values: [goes],
      });
      await tenant.query({
        text: 'UPDATE push SET pusher_contributor_id = $2 WHERE organization_id = $1 AND pusher_account_id = 12',
        values: [goes],
      });
      await requestRefold(tenant);
    });
    await refold(merged);
    expect(await checksumProjections(merged.database, organizationId)).toEqual(wanted);
  });

  it('are two again when they are split', async () => {
    await inOrganization(merged.database, organizationId, async (tenant) => {
      expect(await splitAccount(tenant, { accountId: '12', from: stays })).toBe(goes);
      await requestRefold(tenant);
    });
    await refold(merged);
    expect(await sums(merged, stays)).toMatchObject({ opened: 4, pushes: 3, withoutReview: 0 });
    expect(await sums(merged, goes)).toMatchObject({ opened: 4, pushes: 3 });
  });
});
