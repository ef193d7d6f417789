import type { Database } from '@devpulse/database/connection';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import type { PullRequestSnapshot } from '@devpulse/domain/delivery/timeline';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import type { World, WorldAccount, WorldPull, WorldPush } from './oracle-world.ts';

const MS = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`;
const CALENDAR = `json_build_object('zone', time_zone, 'weekdays', working_weekdays, 'startMinute', working_start_minute,
  'endMinute', working_end_minute, 'holidays', holidays)`;

const ENTRIES = `SELECT e.pull_request_id AS id, json_agg(json_build_object('key', e.key, 'kind', e.kind, 'at', ${MS('e.at')},
    'actorId', e.actor_id::text, 'data', e.data)) AS entries
  FROM timeline_entry e WHERE e.organization_id = $1 GROUP BY 1`;

async function readPulls(tx: Transaction, organizationId: string): Promise<WorldPull[]> {
  const { rows } = await tx.query<{ pull: WorldPull; snapshot: PullRequestSnapshot }>(
    `SELECT json_build_object('id', p.id, 'number', p.number, 'repositoryId', p.repository_id, 'authorId', p.author_account_id::text,
       'entries', t.entries) AS pull, p.snapshot
     FROM pull_request p JOIN (${ENTRIES}) AS t USING (id) WHERE p.organization_id = $1`,
    [organizationId],
  );
  return rows.map(({ pull, snapshot: { base, size, firstAuthoredAt } }) => ({
    ...pull,
    headRef: base.headRef,
    headRepository: base.headRepositoryId,
    shown: { at: base.updatedAt, isOpen: base.state === 'open', isDraft: base.draft },
    size,
    revertsNumber: base.revertsNumber,
    firstAuthoredAt: firstAuthoredAt ?? null,
  }));
}

async function listOf<T>(tx: Transaction, organizationId: string, json: string, from: string): Promise<T[]> {
  const { rows } = await tx.query<{ one: T }>(
    `SELECT json_build_object(${json}) AS one FROM ${from} WHERE organization_id = $1`,
    [organizationId],
  );
  return rows.map(({ one }) => one);
}

/** What an organization's figures are made of, as it is stored: its timelines, and nothing that was folded from them. */
export async function readWorld(database: Database, organizationId: string, now: number): Promise<World> {
  return transaction(database, { organizationId }, async (tx) => {
    const list = <T>(json: string, from: string) => listOf<T>(tx, organizationId, json, from);
    const { rows } = await tx.query<{
      calendar: WorkingCalendar;
      botLogins: string[];
      targets: World['targets'];
    }>(
      `SELECT ${CALENDAR} AS calendar, bot_logins AS "botLogins", json_build_object('review', review_target_seconds,
         'cycle', cycle_target_seconds, 'isCycleChosen', is_cycle_target_chosen) AS targets FROM organization WHERE id = $1`,
      [organizationId],
    );
    const [organization] = rows;
    if (organization === undefined) throw new Error('The organization is gone.');
    const memberships = await list<Omit<World['memberships'][number], 'from'> & { from: number | null }>(
      `'contributorId', contributor_id, 'teamId', team_id, 'from', CASE WHEN isfinite(starts_at) THEN ${MS('starts_at')} END, 'to', ${MS('ends_at')}`,
      'team_membership',
    );
    return {
      organizationId,
      now,
      calendar: organization.calendar,
      botLogins: organization.botLogins,
      memberships: memberships.map((one) => ({ ...one, from: one.from ?? Number.NEGATIVE_INFINITY })),
      targets: {
        ...organization.targets,
        dated: await list(
          `'teamId', team_id, 'kind', kind, 'value', value, 'source', source, 'effectiveFrom', effective_from, 'setAt', ${MS('set_at')}`,
          'target',
        ),
      },
      teams: await list(`'id', id, 'calendar', CASE WHEN time_zone IS NOT NULL THEN ${CALENDAR} END`, 'team'),
      accounts: await list<WorldAccount>(
        `'id', github_id::text, 'login', login, 'type', account_type, 'contributorId', contributor_id`,
        'github_account',
      ),
      repositories: await list(
        `'id', id, 'githubId', github_id::text, 'goneAt', ${MS('removed_at')}`,
        'repository',
      ),
      pulls: await readPulls(tx, organizationId),
      pushes: await list<WorldPush>(
        `'repositoryId', repository_id, 'repository', repository_github_id::text, 'ref', ref, 'at', ${MS('pushed_at')},
         'pusherId', pusher_account_id::text, 'isCreated', is_created, 'isDeleted', is_deleted, 'authoredAt', ${MS('earliest_authored_at')}`,
        'push',
      ),
    };
  });
}
