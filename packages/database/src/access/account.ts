import type { SecondFactorPolicy } from '@devpulse/domain/access/member-authority';
import type { Role } from '@devpulse/domain/access/roles';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';
import { hasSecondFactor } from './callers.ts';

export type AccountRow = {
  id: string;
  name: string;
  email: string;
  isEmailVerified: boolean;
  pendingEmail: string | null;
  isInstanceOwner: boolean;
  hasPassword: boolean;
  hasSecondFactor: boolean;
  createdAt: Instant;
};

/** Needs identity work, as every verb of this file does; memberships need the person beside it. */
export async function readAccount(tx: Transaction, userId: string, now: Instant): Promise<AccountRow | null> {
  const { rows } = await tx.query<AccountRow>({
    name: 'read_account',
    text: `SELECT u.id, u.name, u.email, u.email_verified_at IS NOT NULL AS "isEmailVerified",
        (SELECT t.data ->> 'email' FROM one_time_token t WHERE t.user_id = u.id AND t.purpose = 'email_change'
           AND t.used_at IS NULL AND t.expires_at > to_timestamp($2::float8 / 1000)
         ORDER BY t.created_at DESC LIMIT 1) AS "pendingEmail",
        u.is_instance_owner AS "isInstanceOwner", EXISTS (SELECT 1 FROM password p WHERE p.user_id = u.id) AS "hasPassword",
        ${hasSecondFactor('u.id')} AS "hasSecondFactor", u.created_at AS "createdAt"
      FROM "user" u WHERE u.id = $1`,
    values: [userId, now],
  });
  return rows[0] ?? null;
}

export type OwnMembershipRow = {
  organizationId: string;
  slug: string;
  name: string;
  role: Role;
  roleSince: Instant;
  secondFactorPolicy: SecondFactorPolicy;
};

/** The memberships of the person that the transaction speaks for, by the name of the organization. */
export async function listOwnMemberships(tx: Transaction, userId: string): Promise<OwnMembershipRow[]> {
  const { rows } = await tx.query<OwnMembershipRow>({
    name: 'list_own_memberships',
    text: `SELECT o.id AS "organizationId", o.slug, o.name, m.role, m.role_since AS "roleSince",
        o.second_factor_policy AS "secondFactorPolicy"
      FROM membership m JOIN organization o ON o.id = m.organization_id
      WHERE m.user_id = $1 ORDER BY lower(o.name), o.id`,
    values: [userId],
  });
  return rows;
}

export async function renamePerson(tx: Transaction, userId: string, name: string): Promise<void> {
  await tx.query('UPDATE "user" SET name = $2 WHERE id = $1', [userId, name]);
}

/** Marks the address as verified if it is still theirs; false when it is not. */
export async function verifyAddress(
  tx: Transaction,
  address: { userId: string; email: string; now: Instant },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE "user" SET email_verified_at = coalesce(email_verified_at, to_timestamp($3::float8 / 1000))
     WHERE id = $1 AND email = $2`,
    [address.userId, address.email, address.now],
  );
  return rowCount === 1;
}

/** Gives a person another address, which is verified with it; false when it belongs to somebody. */
export async function changeAddress(
  tx: Transaction,
  address: { userId: string; email: string; now: Instant },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE "user" SET email = $2, email_verified_at = to_timestamp($3::float8 / 1000)
     WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM "user" WHERE email = $2)`,
    [address.userId, address.email, address.now],
  );
  return rowCount === 1;
}

/** Forgets every way in but the password; for an address that was verified only now, when others may have made the rest. */
export async function forgetOtherWaysIn(tx: Transaction, userId: string): Promise<void> {
  for (const table of ['identity', 'passkey', 'totp', 'recovery_code'])
    await tx.query(`DELETE FROM ${table} WHERE user_id = $1`, [userId]);
}
