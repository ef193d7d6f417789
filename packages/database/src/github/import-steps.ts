import type { ImportKind, ImportState } from '@devpulse/domain/github/imports';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import type { Tenant } from '../tenant.ts';
import { lockInOrder, transaction } from '../transaction.ts';
import { IMPORTS_AT_ONCE } from './imports.ts';

/** An import as its driver goes on with it. */
export type ImportUnderWay = {
  id: string;
  organizationId: string;
  repositoryId: string;
  kind: ImportKind;
  state: ImportState;
  since: Instant | null;
  askedAt: Instant;
  notBefore: Instant | null;
  progress: Record<string, unknown>;
  pageSize: number;
  pages: number;
  estimated: number | null;
};

const COLUMNS = `i.id, i.organization_id AS "organizationId", i.repository_id AS "repositoryId", i.kind, i.state, i.since,
  i.asked_at AS "askedAt", i.not_before AS "notBefore", i.progress, i.page_size AS "pageSize", i.pages, i.estimated`;

/** Null when it is gone. Sees every organization. */
export async function findImport(database: Database, id: string): Promise<ImportUnderWay | null> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<ImportUnderWay>(
      `SELECT ${COLUMNS} FROM repository_import i WHERE i.id = $1`,
      [id],
    );
    return rows[0] ?? null;
  });
}

/** How long an import without a sign of life counts as running. */
const SILENCE = `interval '30 seconds'`;
const IS_DUE = `state IN ('waiting', 'running') AND (not_before IS NULL OR not_before <= to_timestamp($3::float8 / 1000))`;
/** SQL: through what the repository `r` is read. */
const HOLDER = `coalesce('installation ' || r.installation_id, 'token ' || r.token_id, r.id::text)`;

/** `over`: it was paused, parked, or has ended. `crowded`: others of the same installation or token are at work. */
export type Turn =
  | { outcome: 'taken' }
  | { outcome: 'over' }
  | { outcome: 'early'; notBefore: Instant }
  | { outcome: 'crowded'; waiting: number };

/**
 * Gives an import its turn, or says why not: through one installation or token a few histories are read at once, and beside them a few
 * imports of other kinds, for which somebody waits.
 */
export async function takeTurn(tenant: Tenant, { id, now }: { id: string; now: Instant }): Promise<Turn> {
  type Row = { state: ImportState; notBefore: Instant | null; holder: string; isHistory: boolean };
  const found = await tenant.query<Row>({
    text: `SELECT i.state, i.not_before AS "notBefore", ${HOLDER} AS holder, i.kind = 'backfill' AS "isHistory"
      FROM repository_import i JOIN repository r ON r.organization_id = $1 AND r.id = i.repository_id
      WHERE i.organization_id = $1 AND i.id = $2`,
    values: [id],
  });
  const row = found.rows[0];
  if (row === undefined || (row.state !== 'waiting' && row.state !== 'running')) return { outcome: 'over' };
  if (row.notBefore !== null && row.notBefore > now) return { outcome: 'early', notBefore: row.notBefore };
  await lockInOrder(tenant.transaction, [`imports of ${tenant.organizationId} ${row.holder}`]);
  const { rows } = await tenant.query<{ waiting: number; isTaken: boolean }>({
    text: `WITH others AS (
        SELECT count(*) FILTER (WHERE i.state = 'running' AND i.updated_at > to_timestamp($3::float8 / 1000) - ${SILENCE}) AS running,
          count(*) FILTER (WHERE i.state = 'waiting') AS waiting
        FROM repository_import i JOIN repository r ON r.organization_id = $1 AND r.id = i.repository_id
        WHERE i.organization_id = $1 AND i.id <> $2 AND i.state IN ('waiting', 'running')
          AND (i.kind = 'backfill') = $4 AND ${HOLDER} = $5),
      taken AS (
        UPDATE repository_import SET state = 'running', reason = NULL, not_before = NULL,
          started_at = coalesce(started_at, to_timestamp($3::float8 / 1000)), updated_at = to_timestamp($3::float8 / 1000)
        WHERE organization_id = $1 AND id = $2 AND ${IS_DUE} AND (SELECT running FROM others) < ${IMPORTS_AT_ONCE}
        RETURNING id)
      SELECT others.waiting::int, EXISTS (SELECT 1 FROM taken) AS "isTaken" FROM others`,
    values: [id, now, row.isHistory, row.holder],
  });
  const { waiting = 0, isTaken = false } = rows[0] ?? {};
  return isTaken ? { outcome: 'taken' } : { outcome: 'crowded', waiting };
}

/**
 * Marks the next page as being read, and answers the import as it stands; null when it has lost its turn. A mark that is still there is
 * of a reader that died: its page is read again, and counted.
 */
export async function beginPage(
  tenant: Tenant,
  { id, now }: { id: string; now: Instant },
): Promise<ImportUnderWay | null> {
  const { rows } = await tenant.query<ImportUnderWay>({
    name: 'begin_import_page',
    text: `UPDATE repository_import i SET pages_repeated = pages_repeated + CASE WHEN progress ? 'reading' THEN 1 ELSE 0 END,
        progress = progress || '{"reading": true}', updated_at = to_timestamp($3::float8 / 1000)
      WHERE i.organization_id = $1 AND i.id = $2 AND i.state = 'running'
      RETURNING ${COLUMNS}`,
    values: [id, now],
  });
  return rows[0] ?? null;
}

export type PageOutcome = {
  /** As it was when the page was begun: whoever comes second has read it for nothing. */
  row: Pick<ImportUnderWay, 'id' | 'pages' | 'since' | 'askedAt'>;
  progress: object;
  pageSize: number;
  read: number;
  changed: number;
  requests: number;
  estimated: number | null;
  isDone: boolean;
  now: Instant;
};

/** SQL: nobody has asked for more since the page was begun. */
const IS_UNCHANGED = `asked_at = to_timestamp($12::float8 / 1000) AND since IS NOT DISTINCT FROM to_timestamp($13::float8 / 1000)`;

/**
 * Keeps where reading stands; one that was asked for again meanwhile is not done yet. Answers its state; null when
 * somebody else has read the page, or the import has ended.
 */
export async function savePage(tenant: Tenant, outcome: PageOutcome): Promise<ImportState | null> {
  const { rows } = await tenant.query<{ state: ImportState }>({
    name: 'save_import_page',
    text: `UPDATE repository_import SET progress = $4::jsonb, page_size = $5, pages = pages + 1,
        pull_requests = pull_requests + $6, changed = changed + $7, requests = requests + $8,
        estimated = coalesce($9, estimated), updated_at = to_timestamp($11::float8 / 1000),
        state = CASE WHEN $10 AND ${IS_UNCHANGED} THEN 'done' ELSE state END,
        finished_at = CASE WHEN $10 AND ${IS_UNCHANGED} THEN to_timestamp($11::float8 / 1000) END
      WHERE organization_id = $1 AND id = $2 AND pages = $3 AND state IN ('running', 'waiting', 'paused', 'parked')
      RETURNING state`,
    values: [
      outcome.row.id,
      outcome.row.pages,
      JSON.stringify(outcome.progress),
      outcome.pageSize,
      outcome.read,
      outcome.changed,
      outcome.requests,
      outcome.estimated,
      outcome.isDone,
      outcome.now,
      outcome.row.askedAt,
      outcome.row.since,
    ],
  });
  return rows[0]?.state ?? null;
}

/** Keeps what came of a page that brought nothing: the import waits until `notBefore`, or has stopped with a reason. */
export async function setAside(
  tenant: Tenant,
  stop: {
    row: Pick<ImportUnderWay, 'id' | 'pages'>;
    state: 'waiting' | 'parked' | 'failed';
    /** For a person. */
    reason: string | null;
    notBefore: Instant | null;
    progress: object;
    pageSize: number;
    requests: number;
    now: Instant;
  },
): Promise<void> {
  await tenant.query({
    text: `UPDATE repository_import SET state = $3, reason = $4, not_before = to_timestamp($5::float8 / 1000), progress = $6::jsonb,
        page_size = $7, requests = requests + $8, updated_at = to_timestamp($9::float8 / 1000),
        finished_at = CASE WHEN $3 = 'failed' THEN to_timestamp($9::float8 / 1000) END
      WHERE organization_id = $1 AND id = $2 AND pages = $10 AND state IN ('running', 'waiting')`,
    values: [
      stop.row.id,
      stop.state,
      stop.reason,
      stop.notBefore,
      JSON.stringify(stop.progress),
      stop.pageSize,
      stop.requests,
      stop.now,
      stop.row.pages,
    ],
  });
}

/**
 * Imports that are due and of which nothing was heard for some seconds: their job may be gone, since the queue gives up one whose workers
 * keep dying, or was never queued. What is queued already is not queued twice.
 */
export async function findDueImports(database: Database, now: Instant): Promise<string[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT id FROM repository_import
       WHERE state IN ('waiting', 'running') AND updated_at < to_timestamp($1::float8 / 1000) - interval '10 seconds'
         AND (not_before IS NULL OR not_before <= to_timestamp($1::float8 / 1000))
       ORDER BY created_at LIMIT 1000`,
      [now],
    );
    return rows.map((row) => row.id);
  });
}
