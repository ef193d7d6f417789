import { mergeContributor } from '@devpulse/database/organization/contributor-merges';
import { saveCommitEmailOwner } from '@devpulse/database/organization/contributors';
import { inOrganization } from '@devpulse/database/tenant';
import { contributorIdFor, organizationIdFor } from '@devpulse/domain/identity';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fewDeliveries } from './few-deliveries.ts';
import { openPipeline, type Pipeline, type TestDelivery } from './pipeline.ts';

const ACCOUNT = 89;
const organizationId = organizationIdFor(String(ACCOUNT));
const of = (account: string) => contributorIdFor(organizationId, account);
const [installation] = fewDeliveries({ accountId: ACCOUNT, pullRequests: 1 }) as [TestDelivery];

type Author = { name: string; email: string; username?: string | null };

function push(day: number, authors: readonly (Author | null | string)[]): TestDelivery {
  return {
    event: 'push',
    body: JSON.stringify({
      installation: { id: ACCOUNT * 10 },
      ref: 'refs/heads/main',
      before: String(day).padStart(40, '0'),
      after: String(day + 1).padStart(40, '0'),
      sender: { id: 11, login: 'Jana-M', type: 'User' },
      repository: {
        id: ACCOUNT * 100,
        full_name: 'org/app',
        pushed_at: Date.parse(`2026-03-${String(day).padStart(2, '0')}T12:00:00Z`) / 1000,
      },
      commits: authors.map((author) => ({ timestamp: '2026-03-01T12:00:00Z', distinct: true, author })),
    }),
  };
}

describe('addresses of commits', () => {
  let pipeline: Pipeline;
  beforeEach(async () => {
    pipeline = await openPipeline({ now: () => Date.parse('2026-03-20T12:00:00Z') });
  });
  afterEach(() => pipeline.close());

  const tell = async (...deliveries: TestDelivery[]) => {
    await pipeline.store([installation, ...deliveries]);
    await pipeline.drain();
  };
  const known = () =>
    inOrganization(pipeline.database, organizationId, async (tenant) => {
      const { rows } = await tenant.query({
        text: `SELECT email, name, account_id::text AS account, contributor_id AS contributor,
            extract(day FROM first_seen_at)::int AS first, extract(day FROM last_seen_at)::int AS last
          FROM commit_email WHERE organization_id = $1 ORDER BY email`,
      });
      return rows;
    });

  it('are of the account that GitHub names, else of nobody; what is no author is nothing', async () => {
    await tell(
      push(5, [
        { name: 'Jana Miller', email: 'Jana@Example.com', username: 'jana-m' },
        { name: 'Some\u0000body', email: 'build@localhost', username: 'not-known-here' },
        { name: 'Nobody', email: '' },
        null,
        'text',
      ]),
    );
    expect(await known()).toEqual([
      {
        email: 'build@localhost',
        name: 'Some\ufffdbody',
        account: null,
        contributor: null,
        first: 5,
        last: 5,
      },
      {
        email: 'jana@example.com',
        name: 'Jana Miller',
        account: '11',
        contributor: of('11'),
        first: 5,
        last: 5,
      },
    ]);
  });

  it.each([
    ['in order', [3, 6, 9]],
    ['backwards', [9, 6, 3]],
    ['mixed', [6, 3, 9]],
  ])('have the latest name and the widest time, told %s', async (_name, days) => {
    const email = 'jana@example.com';
    await tell(
      ...days.map((day) => push(day, [{ name: `J ${day}`, email, username: day === 3 ? 'jana-m' : null }])),
    );
    expect(await known()).toEqual([
      { email, name: 'J 9', account: '11', contributor: of('11'), first: 3, last: 9 },
    ]);
  });

  it('stay whose somebody said they are, and follow a merge', async () => {
    const email = 'jana@example.com';
    await tell(push(3, [{ name: 'J', email }]), {
      ...push(4, []),
      body: push(4, []).body.replace('"id":11,"login":"Jana-M"', '"id":12,"login":"other"'),
    });
    await inOrganization(pipeline.database, organizationId, (tenant) =>
      saveCommitEmailOwner(tenant, { email, contributorId: of('12') }),
    );
    await tell(push(6, [{ name: 'J', email, username: 'jana-m' }]));
    expect(await known()).toMatchObject([{ account: '11', contributor: of('12') }]);
    await inOrganization(pipeline.database, organizationId, (tenant) =>
      mergeContributor(tenant, { from: of('12'), into: of('11'), userId: null }),
    );
    await tell(push(8, [{ name: 'J', email: 'new@example.com', username: 'other' }]));
    expect(await known()).toMatchObject([
      { email, contributor: of('11') },
      { email: 'new@example.com', account: '12', contributor: of('11') },
    ]);
  });
});
