import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Transaction } from '../transaction.ts';

const BY_ACCOUNT = `SELECT contributor_id FROM github_account WHERE organization_id = $1 AND github_id = $2`;
const BY_ID = 'SELECT id AS contributor_id FROM contributor WHERE organization_id = $1 AND id = $2';

/** The first local day, not before `since`, on which a person's work counts for anything; null when there is none. */
export async function earliestDayOf(
  tx: Transaction,
  organizationId: string,
  person: ({ accountId: string } | { contributorId: string }) & { since: Instant; zone: string },
): Promise<LocalDay | null> {
  const isAccount = 'accountId' in person;
  const { rows } = await tx.query<{ day: LocalDay | null }>(
    `WITH person AS (${isAccount ? BY_ACCOUNT : BY_ID})
     SELECT (greatest(min(at), to_timestamp($3::float8 / 1000)) AT TIME ZONE $4)::date AS day FROM (
       SELECT min(least(opened_at, ready_at)) AS at FROM pull_request, person
         WHERE organization_id = $1 AND author_contributor_id = contributor_id AND open_until >= to_timestamp($3::float8 / 1000)
       UNION ALL
       SELECT min(submitted_at) FROM review, person
         WHERE organization_id = $1 AND reviewer_contributor_id = contributor_id AND submitted_at >= to_timestamp($3::float8 / 1000)
       UNION ALL
       SELECT min(CASE WHEN requested_at >= to_timestamp($3::float8 / 1000) THEN requested_at ELSE answered_at END)
         FROM review_request, person WHERE organization_id = $1 AND reviewer_contributor_id = contributor_id
           AND coalesce(answered_at, requested_at) >= to_timestamp($3::float8 / 1000)
       UNION ALL
       SELECT min(pushed_at) FROM push, person
         WHERE organization_id = $1 AND pusher_contributor_id = contributor_id AND pushed_at >= to_timestamp($3::float8 / 1000)
     ) AS work HAVING min(at) IS NOT NULL`,
    [organizationId, isAccount ? person.accountId : person.contributorId, person.since, person.zone],
  );
  return rows[0]?.day ?? null;
}
