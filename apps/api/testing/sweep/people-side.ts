import { randomInt, randomUUID } from 'node:crypto';
import type { Registry, TestOrganization } from '../people.ts';

/** What delivery knows of a side's people beside the contributor of its member, by the ids that routes name. */
export type PeopleSide = {
  /** Has two accounts, and is no member. */
  otherContributor: string;
  account: string;
  /** An address of commits that is nobody's; the member's, so that it is suggested. */
  commitEmail: string;
};

export async function createPeopleSide(
  registry: Registry,
  organization: TestOrganization,
  member: { email: string },
): Promise<PeopleSide> {
  const otherContributor = await registry.contributor(organization);
  const account = String(randomInt(2 ** 47));
  await registry.pool.query(
    `INSERT INTO github_account (organization_id, github_id, login, account_type, is_bot, contributor_id, seen_at)
     VALUES ($1, $2, $3, 'User', false, $4, now())`,
    [organization.id, account, `login-${randomUUID().slice(0, 6)}`, otherContributor],
  );
  await registry.pool.query(
    `INSERT INTO commit_email (organization_id, email, name, first_seen_at, last_seen_at) VALUES ($1, $2, 'tara', now(), now())`,
    [organization.id, member.email],
  );
  return { otherContributor, account, commitEmail: member.email };
}
