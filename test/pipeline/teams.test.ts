import { readDailyMetrics } from '@devpulse/database/read/daily-metrics';
import { organizationIdFor, teamIdFor } from '@devpulse/domain/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fewDeliveries } from './few-deliveries.ts';
import { openPipeline, type Pipeline, type TestDelivery } from './pipeline.ts';

const ACCOUNT = 66;
const organizationId = organizationIdFor(String(ACCOUNT));
const TEAM = 501;
const teamId = teamIdFor(organizationId, String(TEAM));
const LATER = Date.parse('2026-03-20T12:00:00Z');
const work = fewDeliveries({ accountId: ACCOUNT, pullRequests: 8 });

const membership = (
  action: 'added' | 'removed',
  person: number,
  team = { id: TEAM, name: 'Checkout', slug: 'checkout' },
): TestDelivery => ({
  event: 'membership',
  body: JSON.stringify({
    action,
    scope: 'team',
    // Every real payload differs from the next.
    nonce: Math.random(),
    installation: { id: ACCOUNT * 10 },
    member: { id: person, login: `person-${person}`, type: 'User' },
    team,
  }),
});

describe('a team', () => {
  let pipeline: Pipeline;
  let now = LATER;
  beforeAll(async () => {
    pipeline = await openPipeline({ now: () => now });
  });
  afterAll(() => pipeline.close());

  async function tell(...deliveries: TestDelivery[]): Promise<void> {
    await pipeline.store(deliveries);
    await pipeline.drain();
    await pipeline.rollup(organizationId);
  }
  async function merged(scopeType: 'team' | 'organization', scopeId: string): Promise<number> {
    const query = { organizationId, scopeType, scopeId, from: '2026-03-01', to: '2026-04-01' };
    const rows = await readDailyMetrics(pipeline.database, query);
    return rows.reduce((sum, row) => sum + row.counts.merged, 0);
  }

  it('may be told of before anybody has done anything', async () => {
    await tell(work[0] as TestDelivery, membership('added', 11));
    expect(await merged('team', teamId)).toBe(0);
  });

  it('has the work of its people, and the organization has all', async () => {
    await tell(...work.slice(1));
    expect(await merged('team', teamId)).toBe(2);
    expect(await merged('organization', organizationId)).toBe(8);
  });

  it('has the earlier work of one whose membership is heard of for the first time', async () => {
    await tell(membership('added', 12));
    expect(await merged('team', teamId)).toBe(4);
  });

  it('keeps the work of one who leaves, and has none of what comes after', async () => {
    await tell(membership('removed', 12));
    expect(await merged('team', teamId)).toBe(4);
    now += 86_400_000;
    const later = fewDeliveries({ accountId: ACCOUNT, pullRequests: 10 })
      .slice(1)
      .map((delivery) => ({ ...delivery, body: delivery.body.replaceAll('2026-03-0', '2026-03-2') }))
      .map((delivery) => ({
        ...delivery,
        body: delivery.body
          .replace(/("pull_request":\{"id":)50/, '$151')
          .replace(/("review":\{"id":)70/, '$171'),
      }));
    await tell(...later);
    expect(await merged('team', teamId)).toBe(4 + 3);
    expect(await merged('organization', organizationId)).toBe(18);
  });

  it('counts the work of one who is in two teams for one of them', async () => {
    const other = { id: TEAM + 1, name: 'Platform', slug: 'platform' };
    const inBoth = async () =>
      (await merged('team', teamId)) + (await merged('team', teamIdFor(organizationId, String(other.id))));
    const before = await inBoth();
    await tell(membership('added', 13, other));
    const joined = await inBoth();
    expect(joined).toBeGreaterThan(before);
    await tell(membership('added', 13));
    expect(await inBoth()).toBe(joined);
    expect(await merged('organization', organizationId)).toBe(18);
  });
});
