import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

export type PersonRow = {
  id: string;
  email: string;
  name: string;
  emailVerifiedAt: Instant | null;
  isInstanceOwner: boolean;
  disabledAt: Instant | null;
  createdAt: Instant;
};

const COLUMNS = `u.id, u.email, u.name, u.email_verified_at AS "emailVerifiedAt", u.is_instance_owner AS "isInstanceOwner",
  u.disabled_at AS "disabledAt", u.created_at AS "createdAt"`;

/** Needs identity work, as every verb of this file does. */
export async function findPerson(tx: Transaction, userId: string): Promise<PersonRow | null> {
  const { rows } = await tx.query<PersonRow>({
    name: 'find_person',
    text: `SELECT ${COLUMNS} FROM "user" u WHERE u.id = $1`,
    values: [userId],
  });
  return rows[0] ?? null;
}

/** The person of an address, which is in lower case, with the hash of their password if they have one. */
export async function findPersonByEmail(
  tx: Transaction,
  email: string,
): Promise<(PersonRow & { passwordHash: string | null }) | null> {
  const { rows } = await tx.query<PersonRow & { passwordHash: string | null }>({
    name: 'find_person_by_email',
    text: `SELECT ${COLUMNS}, p.hash AS "passwordHash" FROM "user" u LEFT JOIN password p ON p.user_id = u.id
      WHERE u.email = $1`,
    values: [email],
  });
  return rows[0] ?? null;
}

/** Adds a person; null when the address belongs to somebody already, who is left as they are. */
export async function insertPerson(
  tx: Transaction,
  person: {
    id: string;
    email: string;
    name: string;
    emailVerifiedAt: Instant | null;
    isInstanceOwner?: boolean;
    now: Instant;
  },
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO "user" (id, email, name, email_verified_at, is_instance_owner, created_at)
     VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000), $5, to_timestamp($6::float8 / 1000))
     ON CONFLICT (email) DO NOTHING RETURNING id`,
    [
      person.id,
      person.email,
      person.name,
      person.emailVerifiedAt,
      person.isInstanceOwner ?? false,
      person.now,
    ],
  );
  return rows[0]?.id ?? null;
}

export type SecondFactors = { hasTotp: boolean; hasRecoveryCode: boolean; hasPasskey: boolean };

/** What a person can complete a sign-in with beyond its first factor. */
export async function readSecondFactors(tx: Transaction, userId: string): Promise<SecondFactors> {
  const { rows } = await tx.query<SecondFactors>({
    name: 'read_second_factors',
    text: `SELECT EXISTS (SELECT 1 FROM totp WHERE user_id = $1 AND confirmed_at IS NOT NULL) AS "hasTotp",
      EXISTS (SELECT 1 FROM recovery_code WHERE user_id = $1 AND used_at IS NULL) AS "hasRecoveryCode",
      EXISTS (SELECT 1 FROM passkey WHERE user_id = $1) AS "hasPasskey"`,
    values: [userId],
  });
  return rows[0] ?? { hasTotp: false, hasRecoveryCode: false, hasPasskey: false };
}
