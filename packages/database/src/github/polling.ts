import type { ImportState } from '@devpulse/domain/github/imports';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import type { Tenant } from '../tenant.ts';
import { transaction } from '../transaction.ts';
import { createImports } from './imports.ts';

/** A repository that GitHub is to be asked about. */
export type Poll = {
  repositoryId: string;
  /** No webhook tells of it; otherwise its pushes since `activityThrough` are wanted, once. */
  isPolled: boolean;
  pullsEtag: string | null;
  /** Pull requests are known as of the first; the second is the newest change of the last list. */
  pullsThrough: Instant | null;
  pullsSeenThrough: Instant | null;
  /** Of the latest reading of what had changed. */
  importState: ImportState | null;
  activityEtag: string | null;
  activityThrough: Instant | null;
};

/** Organizations with repositories that no webhook tells of, or whose pushes are wanted. */
export async function listPolledOrganizations(database: Database): Promise<string[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT organization_id AS id FROM github_token WHERE state = 'active'
       UNION SELECT i.organization_id FROM installation i JOIN github_app a ON a.id = i.github_app_id
         WHERE i.state = 'active' AND NOT a.has_webhooks
       UNION SELECT organization_id FROM repository_poll WHERE polled_at IS NULL
       ORDER BY id`,
    );
    return rows.map((row) => row.id);
  });
}

/** SQL: the latest reading of the repository `r` was set aside less than a day ago, and none of any kind has come through since. */
const IS_PARKED = `(l.state = 'parked' AND l.updated_at > to_timestamp($2::float8 / 1000) - interval '1 day' AND NOT EXISTS (
  SELECT 1 FROM repository_import d WHERE d.organization_id = $1 AND d.repository_id = r.id AND d.state = 'done'
    AND d.finished_at > l.updated_at))`;

/**
 * What is to be asked of an organization's repositories, those first that have waited longest; one that GitHub does not show once a day,
 * or as soon as it was read on demand. Needs system work beside the tenant.
 */
export async function listPolls(tenant: Tenant, now: Instant): Promise<Poll[]> {
  const { rows } = await tenant.query<Poll>({
    text: `SELECT r.id AS "repositoryId", NOT coalesce(a.has_webhooks, false) AS "isPolled", p.pulls_etag AS "pullsEtag",
        p.pulls_through AS "pullsThrough", p.pulls_seen_through AS "pullsSeenThrough", p.activity_etag AS "activityEtag",
        p.activity_through AS "activityThrough", l.state AS "importState"
      FROM repository r
      LEFT JOIN LATERAL (SELECT i.state, i.updated_at FROM repository_import i
        WHERE i.organization_id = $1 AND i.repository_id = r.id AND i.kind = 'poll'
        ORDER BY i.created_at DESC, i.id DESC LIMIT 1) l ON true
      LEFT JOIN repository_poll p ON p.organization_id = $1 AND p.repository_id = r.id
      LEFT JOIN installation n ON n.organization_id = $1 AND n.github_id = r.installation_id AND n.state = 'active'
      LEFT JOIN github_app a ON a.id = n.github_app_id AND coalesce(a.organization_id, $1) = $1
      LEFT JOIN github_token t ON t.organization_id = $1 AND t.id = r.token_id AND t.state = 'active'
      WHERE r.organization_id = $1 AND r.is_tracked AND r.removed_at IS NULL AND (a.id IS NOT NULL OR t.id IS NOT NULL)
        AND (NOT coalesce(a.has_webhooks, false) OR (p.repository_id IS NOT NULL AND p.polled_at IS NULL))
        AND (coalesce(a.has_webhooks, false) OR NOT coalesce(${IS_PARKED}, false))
      ORDER BY p.polled_at NULLS FIRST, r.id`,
    values: [now],
  });
  return rows;
}

type Saved = Pick<Poll, 'repositoryId'> &
  Partial<Pick<Poll, 'pullsEtag' | 'pullsThrough' | 'pullsSeenThrough' | 'activityEtag' | 'activityThrough'>>;

const COLUMNS = {
  pullsEtag: { name: 'pulls_etag', isInstant: false },
  pullsThrough: { name: 'pulls_through', isInstant: true },
  pullsSeenThrough: { name: 'pulls_seen_through', isInstant: true },
  activityEtag: { name: 'activity_etag', isInstant: false },
  activityThrough: { name: 'activity_through', isInstant: true },
} as const;

/** Keeps what was told of a repository; what is left out stays as it is. */
export async function savePoll(tenant: Tenant, poll: Saved): Promise<void> {
  const told = Object.entries(COLUMNS).flatMap(([field, column]) => {
    const value = poll[field as keyof typeof COLUMNS];
    return value === undefined ? [] : [{ ...column, value }];
  });
  if (told.length === 0) return;
  const names = told.map(({ name }) => name);
  const values = told.map(({ isInstant }, index) =>
    isInstant ? `to_timestamp($${index + 3}::float8 / 1000)` : `$${index + 3}::text`,
  );
  await tenant.query({
    text: `INSERT INTO repository_poll (organization_id, repository_id, ${names.join(', ')}) VALUES ($1, $2, ${values.join(', ')})
      ON CONFLICT (repository_id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    values: [poll.repositoryId, ...told.map(({ value }) => value)],
  });
}

/** Notes that a repository was asked about; of one that webhooks tell of, nothing is wanted any more. */
export async function finishPoll(
  tenant: Tenant,
  { repositoryId, isPolled, now }: { repositoryId: string; isPolled: boolean; now: Instant },
): Promise<void> {
  if (isPolled) {
    await tenant.query({
      text: `INSERT INTO repository_poll (organization_id, repository_id, polled_at) VALUES ($1, $2, to_timestamp($3::float8 / 1000))
        ON CONFLICT (repository_id) DO UPDATE SET polled_at = excluded.polled_at`,
      values: [repositoryId, now],
    });
    return;
  }
  await tenant.query({
    text: 'DELETE FROM repository_poll WHERE organization_id = $1 AND repository_id = $2',
    values: [repositoryId],
  });
}

/** A token that GitHub refuses is asked with no more: what is read with it waits for a new one. */
export async function refuseToken(
  tenant: Tenant,
  { tokenId, reason, now }: { tokenId: string; reason: string; now: Instant },
): Promise<void> {
  await tenant.query({
    text: `UPDATE github_token SET state = 'refused' WHERE organization_id = $1 AND id = $2`,
    values: [tokenId],
  });
  await tenant.query({
    text: `UPDATE repository_import SET state = 'parked', reason = $3, not_before = NULL, updated_at = to_timestamp($4::float8 / 1000)
      WHERE organization_id = $1 AND state IN ('waiting', 'running')
        AND repository_id IN (SELECT id FROM repository WHERE organization_id = $1 AND token_id = $2)`,
    values: [tokenId, reason, now],
  });
}

/** Sets aside what a repository is asked about, for a reason that stands with it: it is asked about once a day then. */
export async function parkPoll(
  tenant: Tenant,
  parking: { repositoryId: string; since: Instant; reason: string; now: Instant },
): Promise<void> {
  const { repositoryId, since, reason, now } = parking;
  const imports = await createImports(tenant, { repositoryIds: [repositoryId], kind: 'poll', since, now });
  await tenant.query({
    text: `UPDATE repository_import SET state = 'parked', reason = $3, not_before = NULL, updated_at = to_timestamp($4::float8 / 1000)
      WHERE organization_id = $1 AND id = ANY ($2::uuid[]) AND state IN ('waiting', 'running')`,
    values: [imports, reason, now],
  });
}
