import pg from 'pg';
import { copyLine, copyLines } from './copy.ts';
import { type LargeOrganization, livesOf } from './lives.ts';
import { CALENDAR, ORGANIZATION_ID, ORGANIZATION_SLUG, type Population } from './population.ts';
import { addLines, foldLife, type Lines, noLines, TARGETS } from './rows.ts';

/** Pull requests whose lines are sent together, while the next are being made. */
const BATCH = 4_000;

/**
 * Writes a large organization into a migrated database that has none, by COPY: the tables of the projection with every fact as the
 * worker would have folded it. Neither deliveries nor timelines: nothing that is measured reads them. `ownerUrl` is of the owner, whom
 * row-level security lets pass.
 */
export async function loadLargeOrganization(
  ownerUrl: string,
  organization: LargeOrganization,
  say: (line: string) => void = () => {},
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'bench-load' });
  await client.connect();
  try {
    const { population, lives } = livesOf(organization);
    await insertPopulation(client, population);
    await insertTargets(client, { population, now: organization.now });
    const indexes = await dropIndexes(client);
    let lines = noLines();
    let count = 0;
    let sending = Promise.resolve();
    for (const { beginning, life } of lives()) {
      addLines(lines, foldLife(beginning, life, population.accounts), population.accounts);
      count += 1;
      if (count % BATCH !== 0) continue;
      await sending;
      sending = send(client, lines);
      lines = noLines();
      if (count % 100_000 === 0) say(`${count} pull requests written`);
    }
    await sending;
    await send(client, lines);
    for (const definition of indexes) await client.query(definition);
    await settle(client);
  } finally {
    await client.end();
  }
}

async function send(client: pg.Client, lines: Lines): Promise<void> {
  for (const [name, target] of Object.entries(TARGETS))
    await copyLines(client, target, lines[name as keyof Lines]);
}

/** Indexes but those of keys are made when all is there: that takes a fraction of the time. Answers how each is made. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
     WHERE indrelid = ANY ('{pull_request,review,review_request,push}'::regclass[]) AND NOT indisprimary`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}

async function insertPopulation(client: pg.Client, population: Population): Promise<void> {
  const { zone, weekdays, startMinute, endMinute, holidays } = CALENDAR;
  await client.query(
    `INSERT INTO organization (id, slug, name, github_account_id, time_zone, working_weekdays, working_start_minute,
       working_end_minute, holidays, history_months) VALUES ($1, $2, 'Large', 4242000001, $3, $4, $5, $6, $7, NULL)`,
    [ORGANIZATION_ID, ORGANIZATION_SLUG, zone, weekdays, startMinute, endMinute, holidays],
  );
  const seen = '2020-01-01T00:00:00Z';
  const { accounts, repositories, teams } = population;
  const of = ORGANIZATION_ID;
  await copyLines(
    client,
    'repository (id, organization_id, github_id, full_name, default_branch, web_url, is_private, is_archived, seen_at)',
    repositories.map(({ id, githubId, fullName }) =>
      copyLine([id, of, githubId, fullName, 'main', `https://github.com/${fullName}`, true, false, seen]),
    ),
  );
  await copyLines(
    client,
    'contributor (id, organization_id)',
    [...accounts.values()].map(({ contributorId }) => copyLine([contributorId, of])),
  );
  await copyLines(
    client,
    'github_account (organization_id, github_id, login, account_type, is_bot, contributor_id, seen_at)',
    [...accounts.values()].map(({ id, login, type, contributorId }) =>
      copyLine([of, id, login, type, type === 'Bot', contributorId, seen]),
    ),
  );
  await copyLines(
    client,
    `team (id, organization_id, github_team_id, slug, name, time_zone, working_weekdays, working_start_minute, working_end_minute,
       holidays)`,
    teams.map(({ id, githubId, name, calendar }) =>
      copyLine([
        ...[id, of, githubId, name.toLowerCase().replace(' ', '-'), name, calendar?.zone ?? null],
        ...[list(calendar?.weekdays), calendar?.startMinute ?? null, calendar?.endMinute ?? null],
        list(calendar?.holidays),
      ]),
    ),
  );
  await copyLines(
    client,
    'team_membership (organization_id, team_id, contributor_id, starts_at, ends_at)',
    spells(population),
  );
}

/** A service level of each team and of the organization for every quarter, as the worker computes them. */
async function insertTargets(client: pg.Client, of: { population: Population; now: number }): Promise<void> {
  const { teams } = of.population;
  await client.query(
    `INSERT INTO target (id, organization_id, team_id, kind, value, source, effective_from, set_at)
     SELECT gen_random_uuid(), $1, t.id, 'sle', 14400 * (1 + (t.n * 7 + extract(quarter FROM q)) % 20), 'computed', q::date, q
     FROM unnest($2::uuid[]) WITH ORDINALITY AS t (id, n),
       generate_series(date_trunc('quarter', $3::timestamptz - interval '3 years'), $3, interval '3 months') AS q`,
    [ORGANIZATION_ID, [null, ...teams.map(({ id }) => id)], new Date(of.now)],
  );
}

const list = (values: readonly (string | number)[] = []) => `{${values.join(',')}}`;
const text = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function spells({ people, teams }: Population): string[] {
  return people.flatMap(({ contributorId, spells: own }) =>
    own.map(({ teamNumber, startsAt, endsAt }) =>
      copyLine([
        ORGANIZATION_ID,
        teams[teamNumber]?.id ?? null,
        contributorId,
        text(startsAt) ?? '-infinity',
        text(endsAt),
      ]),
    ),
  );
}

/** What projecting one by one keeps up as it goes: what was reverted, and that every clock is right. */
async function settle(client: pg.Client): Promise<void> {
  await client.query(
    `WITH first AS (
       SELECT DISTINCT ON (repository_id, reverts_number) repository_id, reverts_number, id, merged_at FROM pull_request
       WHERE organization_id = $1 AND reverts_number IS NOT NULL AND state = 'merged'
       ORDER BY repository_id, reverts_number, merged_at, id)
     UPDATE pull_request p SET reverted_at = first.merged_at, reverted_by_id = first.id FROM first
     WHERE p.organization_id = $1 AND p.repository_id = first.repository_id AND p.number = first.reverts_number`,
    [ORGANIZATION_ID],
  );
  await client.query('UPDATE organization SET clocks_changed_at = NULL WHERE id = $1', [ORGANIZATION_ID]);
  await client.query('VACUUM (ANALYZE)');
}
