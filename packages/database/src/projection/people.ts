import { contributorIdFor, repositoryIdFor, teamIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Transaction } from '../transaction.ts';

export type AccountRow = { id: string; login: string; type: string; isBot: boolean; seenAt: Instant };

/**
 * Records accounts as they were named at `seenAt`, each with a contributor of its own unless it has one. The latest name
 * wins, in whatever order the payloads came; `seen_at` is when the name was first seen. What is known already is neither
 * written nor locked, so that deliveries of one person do not wait for each other. Rows are taken in the order of their ids.
 */
export async function recordAccounts(
  tx: Transaction,
  organizationId: string,
  accounts: readonly AccountRow[],
): Promise<void> {
  for (const round of roundsOf(accounts)) await recordOnce(tx, organizationId, round);
}

/** Each account once a round, named as before only with the earliest use of that name. */
function roundsOf(accounts: readonly AccountRow[]): AccountRow[][] {
  const named = new Map<string, AccountRow>();
  for (const account of accounts) {
    const name = JSON.stringify([account.id, account.login, account.type, account.isBot]);
    const known = named.get(name);
    if (known === undefined || account.seenAt < known.seenAt) named.set(name, account);
  }
  const rounds: Map<string, AccountRow>[] = [];
  for (const account of named.values()) {
    const round = rounds.find((told) => !told.has(account.id));
    if (round === undefined) rounds.push(new Map([[account.id, account]]));
    else round.set(account.id, account);
  }
  return rounds.map((round) => [...round.values()]);
}

async function recordOnce(
  tx: Transaction,
  organizationId: string,
  accounts: readonly AccountRow[],
): Promise<void> {
  await tx.query({
    name: 'record_accounts',
    text: `WITH told AS (
        SELECT t.*, to_timestamp(seen_ms / 1000) AS seen_at
        FROM unnest($2::bigint[], $3::text[], $4::text[], $5::boolean[], $6::uuid[], $7::float8[])
          AS t (github_id, login, account_type, is_bot, contributor_id, seen_ms)),
      input AS (
        SELECT * FROM told t WHERE NOT EXISTS (
          SELECT 1 FROM github_account a WHERE a.organization_id = $1 AND a.github_id = t.github_id
            AND NOT ${accountChanges('a', 't')})),
      people AS (
        INSERT INTO contributor (id, organization_id)
        SELECT contributor_id, $1 FROM input
        WHERE NOT EXISTS (SELECT 1 FROM github_account a WHERE a.organization_id = $1 AND a.github_id = input.github_id)
        ORDER BY contributor_id
        ON CONFLICT (id) DO NOTHING)
      INSERT INTO github_account AS a (organization_id, github_id, login, account_type, is_bot, contributor_id, seen_at)
      SELECT $1, github_id, login, account_type, is_bot, contributor_id, seen_at
      FROM input ORDER BY github_id
      ON CONFLICT (organization_id, github_id) DO UPDATE SET
        login = excluded.login, account_type = excluded.account_type, is_bot = excluded.is_bot, seen_at = excluded.seen_at
      WHERE ${accountChanges('a', 'excluded')}`,
    values: [
      organizationId,
      accounts.map((account) => account.id),
      accounts.map((account) => account.login),
      accounts.map((account) => account.type),
      accounts.map((account) => account.isBot),
      accounts.map((account) => contributorIdFor(organizationId, account.id)),
      accounts.map((account) => account.seenAt),
    ],
  });
}

/** SQL: does `told` rename what is `known`, or know of an earlier use of the same name. */
function accountChanges(known: string, told: string): string {
  const row = (table: string) => `(${table}.login, ${table}.account_type, ${table}.is_bot)`;
  return `CASE WHEN ${row(known)} IS NOT DISTINCT FROM ${row(told)} THEN ${told}.seen_at < ${known}.seen_at
    ELSE (${known}.seen_at, ${known}.login) < (${told}.seen_at, ${told}.login) END`;
}

export type RepositoryRow = {
  githubId: string;
  fullName: string;
  webUrl: string;
  defaultBranch: string | null;
  isPrivate: boolean;
  isArchived: boolean;
  seenAt: Instant;
};

/**
 * SQL: is what was `told` of the repository `r` later than what is known. GitHub's `updated_at` moves with the facts and with pushes to
 * the default branch, so most deliveries tell of the same instant and write nothing.
 */
export function repositoryChanges(told: string): string {
  const row = (table: string) => `(${table}.seen_at, ${table}.full_name, ${table}.web_url,
    coalesce(${table}.default_branch, ''), ${table}.is_private, ${table}.is_archived)`;
  return `${row('r')} < ${row(told)}`;
}

/** Records repositories under their numbers; the latest name wins. What is known already is neither written nor locked. */
export async function recordRepositories(
  tx: Transaction,
  organizationId: string,
  repositories: readonly RepositoryRow[],
): Promise<void> {
  if (repositories.length === 0) return;
  await tx.query({
    name: 'record_repositories',
    text: `WITH told AS (
        SELECT DISTINCT ON (t.id) t.id, t.github_id, t.full_name, t.web_url, t.default_branch, t.is_private, t.is_archived,
          to_timestamp(t.seen_ms / 1000) AS seen_at
        FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::boolean[], $9::float8[])
          AS t (id, github_id, full_name, web_url, default_branch, is_private, is_archived, seen_ms)
        ORDER BY t.id, t.seen_ms DESC, t.full_name DESC, t.web_url DESC, coalesce(t.default_branch, '') DESC, t.is_private DESC, t.is_archived DESC)
      INSERT INTO repository AS r (id, organization_id, github_id, full_name, web_url, default_branch, is_private, is_archived, seen_at)
      SELECT told.id, $1, told.github_id, told.full_name, told.web_url, told.default_branch, told.is_private, told.is_archived, told.seen_at
      FROM told WHERE NOT EXISTS (SELECT 1 FROM repository r WHERE r.id = told.id AND NOT ${repositoryChanges('told')})
      ORDER BY told.id
      ON CONFLICT (id) DO UPDATE SET
        full_name = excluded.full_name, web_url = excluded.web_url, default_branch = excluded.default_branch,
        is_private = excluded.is_private, is_archived = excluded.is_archived, seen_at = excluded.seen_at
      WHERE ${repositoryChanges('excluded')}`,
    values: [
      organizationId,
      repositories.map(({ githubId }) => repositoryIdFor(organizationId, githubId)),
      repositories.map(({ githubId }) => githubId),
      repositories.map(({ fullName }) => fullName),
      repositories.map(({ webUrl }) => webUrl),
      repositories.map(({ defaultBranch }) => defaultBranch),
      repositories.map(({ isPrivate }) => isPrivate),
      repositories.map(({ isArchived }) => isArchived),
      repositories.map(({ seenAt }) => seenAt),
    ],
  });
}

export async function recordRepository(
  tx: Transaction,
  organizationId: string,
  repository: RepositoryRow,
): Promise<void> {
  await recordRepositories(tx, organizationId, [repository]);
}

export type MembershipChange = {
  team: { githubId: string; name: string; slug: string };
  accountId: string;
  isMember: boolean;
  at: Instant;
};

/**
 * Dates a membership. GitHub does not say since when a person has been in a team, so the first sighting counts from the
 * beginning; later changes count from the time at which they were heard of. Answers the earliest day's instant that the
 * change touches, or null when nothing changed.
 */
export async function recordTeamMembership(
  tx: Transaction,
  organizationId: string,
  change: MembershipChange,
): Promise<Instant | null> {
  const teamId = teamIdFor(organizationId, change.team.githubId);
  const contributorId = await contributorOf(tx, organizationId, change.accountId);
  await tx.query(
    `INSERT INTO team (id, organization_id, github_team_id, slug, name) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, name = excluded.name`,
    [teamId, organizationId, change.team.githubId, change.team.slug, change.team.name],
  );
  const known = await tx.query<{ is_open: boolean }>(
    `SELECT ends_at IS NULL AS is_open FROM team_membership
     WHERE organization_id = $1 AND contributor_id = $2 AND team_id = $3 ORDER BY starts_at DESC LIMIT 1`,
    [organizationId, contributorId, teamId],
  );
  const last = known.rows[0];
  if (last && last.is_open === change.isMember) return null;
  const key = [organizationId, contributorId, teamId];
  if (!change.isMember && last) {
    await tx.query(
      `UPDATE team_membership SET ends_at = to_timestamp($4::float8 / 1000)
       WHERE organization_id = $1 AND contributor_id = $2 AND team_id = $3 AND ends_at IS NULL`,
      [...key, change.at],
    );
    return change.at;
  }
  const startsAt = last ? change.at : Number.NEGATIVE_INFINITY;
  const endsAt = change.isMember ? null : change.at;
  await tx.query(
    `INSERT INTO team_membership (organization_id, contributor_id, team_id, starts_at, ends_at)
     VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000), to_timestamp($5::float8 / 1000))
     ON CONFLICT DO NOTHING`,
    [...key, startsAt, endsAt],
  );
  return startsAt;
}

async function contributorOf(tx: Transaction, organizationId: string, accountId: string): Promise<string> {
  const { rows } = await tx.query<{ contributor_id: string }>(
    'SELECT contributor_id FROM github_account WHERE organization_id = $1 AND github_id = $2',
    [organizationId, accountId],
  );
  return rows[0]?.contributor_id ?? contributorIdFor(organizationId, accountId);
}
