import { slugOf } from '@devpulse/domain/access/reserved-slugs';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';

const NUMBERED = 9;

/** Makes the tenant's own row, with its Owner, under the first slug of its name that is free. Answers the slug. */
export async function insertOrganization(
  tenant: Tenant,
  organization: { name: string; zone: string; ownerId: string; now: Instant },
): Promise<string> {
  const { name, zone, ownerId, now } = organization;
  for (const slug of slugsFor(name, tenant.organizationId)) {
    const { rowCount } = await tenant.query({
      text: `INSERT INTO organization (id, slug, name, time_zone, created_at)
             VALUES ($1, $2, $3, $4, to_timestamp($5::float8 / 1000)) ON CONFLICT DO NOTHING`,
      values: [slug, name, zone, now],
    });
    if (rowCount === 0) continue;
    await tenant.query({
      text: `INSERT INTO membership (organization_id, user_id, role, role_since, created_at)
             VALUES ($1, $2, 'owner', to_timestamp($3::float8 / 1000), to_timestamp($3::float8 / 1000))`,
      values: [ownerId, now],
    });
    return slug;
  }
  throw new Error('No slug is free for this name.');
}

/** The name's own slug, numbered ones, and at last one that nobody else can have. */
function slugsFor(name: string, organizationId: string): string[] {
  const slug = slugOf(name);
  const numbered = Array.from({ length: NUMBERED - 1 }, (_, index) => `${slug}-${index + 2}`);
  return [slug, ...numbered, `${slug}-${organizationId}`];
}
