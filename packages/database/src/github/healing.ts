import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { type Transaction, transaction } from '../transaction.ts';

export type Scan = {
  /** GitHub's log was read back from here, and everything before it was dealt with; null: it was never read. */
  scannedThrough: Instant | null;
};

export async function readScan(database: Database, appId: string): Promise<Scan> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<Scan>(
      'SELECT scanned_through AS "scannedThrough" FROM github_app WHERE id = $1',
      [appId],
    );
    return rows[0] ?? { scannedThrough: null };
  });
}

/** Keeps how far GitHub's log was read; a watermark only moves forward. */
export async function saveScan(
  database: Database,
  scan: { appId: string; scannedThrough: Instant; redelivered: number; now: Instant },
): Promise<void> {
  await transaction(database, { system: true }, async (tx) => {
    await tx.query(
      `UPDATE github_app SET scanned_through = greatest(scanned_through, to_timestamp($2::float8 / 1000)),
         scanned_at = to_timestamp($3::float8 / 1000), redelivered = redelivered + $4, scan_problem = NULL
       WHERE id = $1`,
      [scan.appId, scan.scannedThrough, scan.now, scan.redelivered],
    );
  });
}

/** Keeps what kept the healer from reading, in words for a person. */
export async function saveScanProblem(
  database: Database,
  { appId, problem }: { appId: string; problem: string },
): Promise<void> {
  await transaction(database, { system: true }, async (tx) => {
    await tx.query('UPDATE github_app SET scan_problem = $2 WHERE id = $1', [appId, problem]);
  });
}

/** When the log of each App with webhooks was last read, the one that was not read for longest first; null: never. */
export async function listScanTimes(database: Database): Promise<{ appId: string; at: Instant | null }[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ appId: string; at: Instant | null }>(
      `SELECT id AS "appId", scanned_at AS at FROM github_app WHERE has_webhooks ORDER BY scanned_at NULLS FIRST, id`,
    );
    return rows;
  });
}

/** Of these deliveries, those that have arrived from the App: known by their GUID. */
export async function findArrived(
  database: Database,
  { appId, guids }: { appId: string | null; guids: readonly string[] },
): Promise<Set<string>> {
  if (guids.length === 0) return new Set();
  const { rows } = await database.pool.query<{ guid: string }>(
    'SELECT guid FROM delivery_key WHERE source = $1 AND guid = ANY ($2::text[])',
    [appId ?? '', guids],
  );
  return new Set(rows.map((row) => row.guid));
}

/** Installations of an App that are alive, by GitHub's number. Needs a system transaction. */
export async function listInstallationsOfApp(
  tx: Transaction,
  appId: string,
): Promise<{ installationId: string; organizationId: string }[]> {
  const { rows } = await tx.query<{ installationId: string; organizationId: string }>(
    `SELECT github_id AS "installationId", organization_id AS "organizationId" FROM installation
     WHERE github_app_id = $1 AND state = 'active' ORDER BY github_id`,
    [appId],
  );
  return rows;
}
