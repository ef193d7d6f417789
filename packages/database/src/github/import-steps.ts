import type { ImportKind, ImportState } from '@devpulse/domain/github/imports';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import type { Tenant } from '../tenant.ts';
import { transaction } from '../transaction.ts';
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

/** Do others of the same installation or token keep it busy. */
export async function isHolderBusy(
  tenant: Tenant,
  { id, now }: { id: string; now: Instant },
): Promise<boolean> {
  const { rows } = await tenant.query<{ running: number }>({
    text: `SELECT count(*)::int AS running FROM repository_import i
      JOIN repository r ON r.organization_id = $1 AND r.id = i.repository_id
      JOIN repository own ON own.organization_id = $1
        AND own.id = (SELECT o.repository_id FROM repository_import o WHERE o.organization_id = $1 AND o.id = $2)
      WHERE i.organization_id = $1 AND i.id <> $2 AND i.state = 'running'
        AND i.updated_at > to_timestamp($3::float8 / 1000) - ${SILENCE}
        AND (r.installation_id = own.installation_id OR r.token_id = own.token_id)`,
    values: [id, now],
  });
  return (rows[0]?.running ?? 0) >= IMPORTS_AT_ONCE;
}

/**
 * Marks the next page as being read, and answers the import as it stands; null when it is not to go on (paused, parked, ended, or not
 * before a later instant). A mark that is still there is of a reader that died: its page is read again, and counted.
 */
export async function beginPage(
  tenant: Tenant,
  { id, now }: { id: string; now: Instant },
): Promise<ImportUnderWay | null> {
  const { rows } = await tenant.query<ImportUnderWay>({
    name: 'begin_import_page',
    text: `UPDATE repository_import i SET state = 'running', started_at = coalesce(started_at, to_timestamp($3::float8 / 1000)),
        pages_repeated = pages_repeated + CASE WHEN progress ? 'reading' THEN 1 ELSE 0 END,
        progress = progress || '{"reading": true}', reason = NULL, not_before = NULL,
        updated_at = to_timestamp($3::float8 / 1000)
      WHERE i.organization_id = $1 AND i.id = $2 AND i.state IN ('waiting', 'running')
        AND (i.not_before IS NULL OR i.not_before <= to_timestamp($3::float8 / 1000))
      RETURNING ${COLUMNS}`,
    values: [id, now],
  });
  return rows[0] ?? null;
}

export type PageOutcome = {
  id: string;
  /** Pages that had been read when this one was begun: whoever comes second has read it for nothing. */
  pagesBefore: number;
  progress: object;
  pageSize: number;
  read: number;
  changed: number;
  requests: number;
  estimated: number | null;
  isDone: boolean;
  now: Instant;
};

/** Keeps where reading stands. False when somebody else has read the page, or the import has ended meanwhile. */
export async function savePage(tenant: Tenant, outcome: PageOutcome): Promise<boolean> {
  const { rowCount } = await tenant.query({
    name: 'save_import_page',
    text: `UPDATE repository_import SET progress = $4::jsonb, page_size = $5, pages = pages + 1,
        pull_requests = pull_requests + $6, changed = changed + $7, requests = requests + $8,
        estimated = coalesce($9, estimated), updated_at = to_timestamp($11::float8 / 1000),
        state = CASE WHEN $10 THEN 'done' ELSE state END,
        finished_at = CASE WHEN $10 THEN to_timestamp($11::float8 / 1000) END
      WHERE organization_id = $1 AND id = $2 AND pages = $3 AND state IN ('running', 'waiting', 'paused', 'parked')`,
    values: [
      outcome.id,
      outcome.pagesBefore,
      JSON.stringify(outcome.progress),
      outcome.pageSize,
      outcome.read,
      outcome.changed,
      outcome.requests,
      outcome.estimated,
      outcome.isDone,
      outcome.now,
    ],
  });
  return rowCount === 1;
}

/** Keeps what came of a page that brought nothing: the import waits until `notBefore`, or has stopped with a reason. */
export async function setAside(
  tenant: Tenant,
  stop: {
    id: string;
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
      WHERE organization_id = $1 AND id = $2 AND state IN ('running', 'waiting')`,
    values: [
      stop.id,
      stop.state,
      stop.reason,
      stop.notBefore,
      JSON.stringify(stop.progress),
      stop.pageSize,
      stop.requests,
      stop.now,
    ],
  });
}

/** Imports that are due and of which nobody has been heard for a while: their job is gone, or was never queued. */
export async function findDueImports(database: Database, now: Instant): Promise<string[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT id FROM repository_import
       WHERE state IN ('waiting', 'running') AND updated_at < to_timestamp($1::float8 / 1000) - ${SILENCE}
         AND (not_before IS NULL OR not_before <= to_timestamp($1::float8 / 1000))
       ORDER BY created_at LIMIT 1000`,
      [now],
    );
    return rows.map((row) => row.id);
  });
}
