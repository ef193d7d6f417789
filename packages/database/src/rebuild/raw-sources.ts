import type { Instant } from '@devpulse/domain/time/instant';
import type pg from 'pg';
import type { Database } from '../connection.ts';

/** A delivery that was projected, as it came. `at` is when it was received, exactly, as a text. */
export type RawSource = { id: string; at: string; event: string; action: string | null; body: Buffer };
/** That a delivery tells of a pull request; `isOpening` when it tells that it was opened. */
export type ToldIn = { pullRequestId: string; deliveryId: string; at: string; isOpening: boolean };

/** A pull request that is stored, was told, or both. */
export type ToldPullRequest = {
  id: string;
  /** Which version of its row was there when the rebuild began; null where none was. */
  version: string | null;
  deliveries: number;
  /** Its opening was received within the time of which everything is kept. */
  isTold: boolean;
};

/**
 * Where each pull request was told, in temporary tables of one connection: they are as large as they have to be, nobody else sees them,
 * and they end with the connection.
 */
export type RawSources = {
  /** Of the organization's deliveries in the order of their receipt, those after `after`. */
  nextDeliveries(after: RawSource | null, limit: number): Promise<RawSource[]>;
  noteTold(told: readonly ToldIn[]): Promise<void>;
  notePushes(ids: readonly string[]): Promise<void>;
  /** Pushes to repositories told by deliveries alone that were there before and that no kept delivery has told. */
  listUnbornePushes(): Promise<string[]>;
  /** The same of pull requests. */
  listUnbornePullRequests(): Promise<string[]>;
  nextPullRequests(after: string | null, limit: number): Promise<ToldPullRequest[]>;
  deliveriesOf(pullRequestId: string): Promise<RawSource[]>;
  close(): void;
};

/** GitHub's telling of pull requests and pushes; who is in which team, and which repositories there are, stays as it is. */
const EVENTS = `('pull_request', 'pull_request_review', 'pull_request_review_comment', 'push')`;

/** However long bodies are kept by an organization, none goes before. */
const KEPT_DAYS = 90;

/** SQL: nobody but its deliveries has told of the repository `r`. */
export const IS_TOLD_BY_DELIVERIES = `(r.installation_id IS NULL AND r.token_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM repository_import i WHERE i.organization_id = $1 AND i.repository_id = r.id)
  AND NOT EXISTS (SELECT 1 FROM repository_poll l WHERE l.organization_id = $1 AND l.repository_id = r.id))`;

/** Since when everything that was received is kept, and deliveries were received at all. */
const HORIZON = `greatest(to_timestamp($2::float8 / 1000) - interval '${KEPT_DAYS} days',
  (SELECT min(d.received_at) FROM raw_delivery d WHERE d.organization_id = $1 AND d.state = 'done'))`;

const PREPARE = [
  `CREATE TEMP TABLE told_in (pull_request_id uuid NOT NULL, delivery_id uuid NOT NULL, received_at timestamptz NOT NULL,
     is_opening boolean NOT NULL)`,
  'CREATE TEMP TABLE stored_pull (id uuid PRIMARY KEY, version text NOT NULL, is_due boolean NOT NULL)',
  'CREATE TEMP TABLE stored_push (id uuid PRIMARY KEY)',
];
const NOTE_STORED = [
  `INSERT INTO stored_pull SELECT p.id, p.xmin::text, ${IS_TOLD_BY_DELIVERIES} AND coalesce(p.opened_at >= ${HORIZON}, false)
   FROM pull_request p JOIN repository r ON r.organization_id = $1 AND r.id = p.repository_id WHERE p.organization_id = $1`,
  `INSERT INTO stored_push SELECT h.id FROM push h JOIN repository r ON r.organization_id = $1 AND r.id = h.repository_id
   WHERE h.organization_id = $1 AND ${IS_TOLD_BY_DELIVERIES} AND h.pushed_at >= ${HORIZON}`,
];

/** Opens them and notes what is stored now: whatever is told from here on is not swept. */
export async function openRawSources(
  database: Database,
  { organizationId, now }: { organizationId: string; now: Instant },
): Promise<RawSources> {
  const client = await database.pool.connect();
  // A connection that breaks is told of by the statement that needs it.
  client.on('error', () => {});
  try {
    await client.query(
      `SELECT set_config('devpulse.organization_id', $1, false), set_config('devpulse.system', 'on', false),
         set_config('statement_timeout', '10min', false)`,
      [organizationId],
    );
    for (const text of PREPARE) await client.query(text);
    for (const text of NOTE_STORED) await client.query(text, [organizationId, now]);
    return sourcesOn(client, { organizationId, now });
  } catch (error) {
    client.release(true);
    throw error;
  }
}

const DELIVERY = 'd.id, d.received_at::text AS at, d.event, d.action, d.body';

function sourcesOn(
  client: pg.PoolClient,
  { organizationId, now }: { organizationId: string; now: Instant },
): RawSources {
  let isIndexed = false;
  const idsOf = async (text: string) => (await client.query<{ id: string }>(text)).rows.map(({ id }) => id);
  const index = async () => {
    if (isIndexed) return;
    isIndexed = true;
    await client.query('CREATE INDEX ON told_in (pull_request_id, received_at, delivery_id)');
    await client.query('ANALYZE told_in');
  };
  return {
    async nextDeliveries(after, limit) {
      const { rows } = await client.query<RawSource>(NEXT_DELIVERIES, [
        organizationId,
        after?.at ?? '-infinity',
        after?.id ?? '00000000-0000-0000-0000-000000000000',
        limit,
      ]);
      return rows;
    },
    async noteTold(told) {
      await client.query(NOTE_TOLD, [
        told.map(({ pullRequestId }) => pullRequestId),
        told.map(({ deliveryId }) => deliveryId),
        told.map(({ at }) => at),
        told.map(({ isOpening }) => isOpening),
      ]);
    },
    async notePushes(ids) {
      await client.query('DELETE FROM stored_push WHERE id = ANY ($1::uuid[])', [ids]);
    },
    listUnbornePushes: () => idsOf('SELECT id FROM stored_push ORDER BY id'),
    async listUnbornePullRequests() {
      await index();
      return idsOf(`SELECT s.id FROM stored_pull s
        WHERE s.is_due AND NOT EXISTS (SELECT 1 FROM told_in t WHERE t.pull_request_id = s.id) ORDER BY s.id`);
    },
    async nextPullRequests(after, limit) {
      await index();
      const { rows } = await client.query<ToldPullRequest>(NEXT_PULL_REQUESTS, [after, limit, now]);
      return rows;
    },
    async deliveriesOf(pullRequestId) {
      const { rows } = await client.query<RawSource>(DELIVERIES_OF, [pullRequestId]);
      return rows;
    },
    // Its settings and tables are not for whoever would have it next.
    close: () => client.release(true),
  };
}

const NEXT_DELIVERIES = `SELECT ${DELIVERY} FROM raw_delivery d
  WHERE d.organization_id = $1 AND d.state = 'done' AND d.event IN ${EVENTS} AND (d.received_at, d.id) > ($2::timestamptz, $3::uuid)
  ORDER BY d.received_at, d.id LIMIT $4`;

const NOTE_TOLD = `INSERT INTO told_in SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::boolean[])`;

const NEXT_PULL_REQUESTS = `WITH ids AS (
    (SELECT id FROM stored_pull WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2)
    UNION (SELECT DISTINCT pull_request_id FROM told_in WHERE $1::uuid IS NULL OR pull_request_id > $1 ORDER BY 1 LIMIT $2)
    ORDER BY id LIMIT $2)
  SELECT i.id, s.version, count(t.delivery_id)::int AS deliveries, coalesce(bool_or(t.is_opening
    AND t.received_at >= to_timestamp($3::float8 / 1000) - interval '${KEPT_DAYS} days'), false) AS "isTold"
  FROM ids i LEFT JOIN stored_pull s ON s.id = i.id LEFT JOIN told_in t ON t.pull_request_id = i.id
  GROUP BY i.id, s.version ORDER BY i.id`;

const DELIVERIES_OF = `SELECT ${DELIVERY} FROM told_in t JOIN raw_delivery d ON d.id = t.delivery_id AND d.received_at = t.received_at
  WHERE t.pull_request_id = $1 ORDER BY d.received_at, d.id`;
