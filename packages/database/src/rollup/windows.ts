import type { DailyMetricsRow } from '@devpulse/domain/metrics/daily-metrics';
import {
  firstDayOfWindow,
  firstDayOfWindows,
  type ScopeSummary,
  summarizeScope,
  WINDOW_DAYS,
  type WindowDays,
} from '@devpulse/domain/metrics/scope-summary';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import { DAILY_METRICS_ROW } from '../read/daily-metrics.ts';
import type { Transaction } from '../transaction.ts';
import type { Scope } from './compute-days.ts';
import { KeptRows } from './kept-rows.ts';

export type WindowWork = {
  organizationId: string;
  version: number;
  /** The running local day, with which every window ends. */
  today: LocalDay;
  now: Instant;
  /** The days whose rows may have changed: windows that begin after them stay as they are. Any, where none are named. */
  days?: readonly LocalDay[];
  /** Spares reading most rows of the organization. */
  kept?: KeptRows;
};

/** People have none: nobody is listed by a figure. */
const SCOPE_TYPES = ['organization', 'team', 'repository'];
const isOrganization = ({ scopeType }: Scope) => scopeType === 'organization';
/** Scopes whose rows are in memory together: half a year of days each. */
const SCOPES_AT_ONCE = 16;

/**
 * Rewrites the windows of the scopes of which rows changed; of all scopes when they do not end with the running day, or there are
 * none. Windows of a scope that has no row in any of their days go.
 */
export async function refreshWindows(
  tx: Transaction,
  work: WindowWork,
  changed: readonly Scope[],
): Promise<void> {
  const isWhole = await needsEveryScope(tx, work);
  const scopes = isWhole ? await listScopes(tx, work) : changed.filter(hasWindows);
  const reached = windowsOf(work);
  const areAll = isWhole || (reached.length < WINDOW_DAYS.length && (await isAnyNew(tx, work, scopes)));
  const windows = areAll ? WINDOW_DAYS : reached;
  if (isWhole) await deleteOthers(tx, work, scopes);
  const organization = scopes.filter(isOrganization);
  const groups = scopes.filter((scope) => !isOrganization(scope));
  if (organization.length > 0)
    await rewrite(tx, work, {
      windows,
      scopes: organization,
      rows: await (work.kept ?? new KeptRows()).read(tx, work),
    });
  for (let start = 0; start < groups.length; start += SCOPES_AT_ONCE) {
    const some = groups.slice(start, start + SCOPES_AT_ONCE);
    await rewrite(tx, work, { windows, scopes: some, rows: await readRows(tx, work, some) });
  }
}

/** Those that look at any of the days. */
function windowsOf({ days, today }: WindowWork): readonly WindowDays[] {
  if (days === undefined) return WINDOW_DAYS;
  return WINDOW_DAYS.filter((window) => days.some((day) => day >= firstDayOfWindow(window, today)));
}

/** A scope has all of its windows or none. */
async function isAnyNew(tx: Transaction, work: WindowWork, scopes: readonly Scope[]): Promise<boolean> {
  const { rows } = await tx.query<{ isNew: boolean }>({
    name: 'is_any_scope_new',
    text: `SELECT EXISTS (SELECT 1 FROM unnest($3::text[], $4::uuid[]) AS s (scope_type, scope_id)
        LEFT JOIN window_metrics w ON w.organization_id = $1 AND w.definition_version = $2
          AND w.scope_type = s.scope_type AND w.scope_id = s.scope_id
        WHERE w.scope_id IS NULL) AS "isNew"`,
    values: [
      work.organizationId,
      work.version,
      scopes.map(({ scopeType }) => scopeType),
      scopes.map(({ scopeId }) => scopeId),
    ],
  });
  return rows[0]?.isNew ?? true;
}

const hasWindows = ({ scopeType }: Scope) => SCOPE_TYPES.includes(scopeType);

async function needsEveryScope(tx: Transaction, work: WindowWork): Promise<boolean> {
  const { rows } = await tx.query<{ isWhole: boolean }>({
    name: 'windows_are_of_another_day',
    text: `SELECT count(*) = 0 OR bool_or(last_day <> $3) AS "isWhole" FROM window_metrics
           WHERE organization_id = $1 AND definition_version = $2`,
    values: [work.organizationId, work.version, work.today],
  });
  return rows[0]?.isWhole ?? true;
}

async function listScopes(tx: Transaction, work: WindowWork): Promise<Scope[]> {
  const { rows } = await tx.query<Scope>({
    name: 'scopes_of_windows',
    text: `SELECT DISTINCT scope_type AS "scopeType", scope_id AS "scopeId" FROM daily_metrics
           WHERE organization_id = $1 AND definition_version = $2 AND scope_type = ANY($3) AND day >= $4 AND day <= $5`,
    values: [work.organizationId, work.version, SCOPE_TYPES, firstDayOfWindows(work.today), work.today],
  });
  return rows;
}

async function deleteOthers(tx: Transaction, work: WindowWork, kept: readonly Scope[]): Promise<void> {
  await tx.query({
    name: 'delete_other_windows',
    text: `DELETE FROM window_metrics WHERE organization_id = $1 AND definition_version = $2
           AND (scope_type, scope_id) NOT IN (SELECT * FROM unnest($3::text[], $4::uuid[]))`,
    values: [
      work.organizationId,
      work.version,
      kept.map(({ scopeType }) => scopeType),
      kept.map(({ scopeId }) => scopeId),
    ],
  });
}

/** One index range for each scope, whatever the history behind it. */
export const READ_SCOPES_ROWS = `SELECT ${DAILY_METRICS_ROW}
  FROM unnest($3::text[], $4::uuid[]) AS s (wanted_type, wanted_id)
  JOIN daily_metrics ON organization_id = $1 AND scope_type = s.wanted_type AND scope_id = s.wanted_id
    AND definition_version = $2 AND day >= $5 AND day <= $6`;

async function readRows(
  tx: Transaction,
  work: WindowWork,
  scopes: readonly Scope[],
): Promise<DailyMetricsRow[]> {
  const { rows } = await tx.query<DailyMetricsRow>({
    name: 'read_rows_of_scopes',
    text: READ_SCOPES_ROWS,
    values: [
      work.organizationId,
      work.version,
      scopes.map(({ scopeType }) => scopeType),
      scopes.map(({ scopeId }) => scopeId),
      firstDayOfWindows(work.today),
      work.today,
    ],
  });
  return rows;
}

async function rewrite(
  tx: Transaction,
  work: WindowWork,
  of: { windows: readonly WindowDays[]; scopes: readonly Scope[]; rows: readonly DailyMetricsRow[] },
): Promise<void> {
  const { windows, scopes, rows } = of;
  const byScope = Map.groupBy(rows, (row) => keyOf(row));
  const gone = scopes.filter((scope) => !byScope.has(keyOf(scope)));
  if (gone.length > 0) await deleteWindows(tx, work, gone);
  const summaries = [...byScope.values()].flatMap((own) =>
    windows.map((days) => ({
      scope: own[0] as Scope,
      days,
      summary: summarizeScope(own, { today: work.today, days }),
    })),
  );
  if (summaries.length > 0) await saveWindows(tx, work, summaries);
}

const keyOf = ({ scopeType, scopeId }: Scope) => `${scopeType} ${scopeId}`;

async function deleteWindows(tx: Transaction, work: WindowWork, scopes: readonly Scope[]): Promise<void> {
  await tx.query({
    name: 'delete_windows',
    text: `DELETE FROM window_metrics w USING unnest($3::text[], $4::uuid[]) AS s (scope_type, scope_id)
           WHERE w.organization_id = $1 AND w.definition_version = $2 AND w.scope_type = s.scope_type AND w.scope_id = s.scope_id`,
    values: [
      work.organizationId,
      work.version,
      scopes.map(({ scopeType }) => scopeType),
      scopes.map(({ scopeId }) => scopeId),
    ],
  });
}

type Window = { scope: Scope; days: number; summary: ScopeSummary };

async function saveWindows(tx: Transaction, work: WindowWork, windows: readonly Window[]): Promise<void> {
  const parts = windows.map(({ summary: { series, phases, flow, ...figures } }) => ({
    figures: JSON.stringify(figures),
    detail: JSON.stringify({ series, phases, flow }),
  }));
  await tx.query({
    name: 'save_windows',
    text: `INSERT INTO window_metrics
        (organization_id, definition_version, last_day, computed_at, scope_type, scope_id, days, figures, detail)
      SELECT $1, $2, $3, $4, * FROM unnest($5::text[], $6::uuid[], $7::int[], $8::jsonb[], $9::jsonb[])
      ON CONFLICT (organization_id, scope_type, days, definition_version, scope_id) DO UPDATE SET
        last_day = excluded.last_day, computed_at = excluded.computed_at, figures = excluded.figures, detail = excluded.detail`,
    values: [
      work.organizationId,
      work.version,
      work.today,
      new Date(work.now),
      windows.map(({ scope }) => scope.scopeType),
      windows.map(({ scope }) => scope.scopeId),
      windows.map(({ days }) => days),
      parts.map(({ figures }) => figures),
      parts.map(({ detail }) => detail),
    ],
  });
}
