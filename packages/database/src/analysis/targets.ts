import { randomUUID } from 'node:crypto';
import type { DatedTarget, TargetKind } from '@devpulse/domain/score/targets';
import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import { markDirty } from '../projection/dirty-days.ts';
import type { Tenant } from '../tenant.ts';

/** A change of a target, as it was set. */
export type TargetRow = DatedTarget & {
  id: string;
  /** What a computed one was made of. */
  basis: Record<string, unknown>;
  setBy: string | null;
};

/** Every change of a target, newest first. */
export async function readTargets(tenant: Tenant): Promise<TargetRow[]> {
  const { rows } = await tenant.query<Omit<TargetRow, 'value'> & { value: string | null }>({
    name: 'read_targets',
    text: `SELECT id, team_id AS "teamId", kind, value, source, effective_from AS "effectiveFrom", basis, set_by AS "setBy",
        set_at AS "setAt"
      FROM target WHERE organization_id = $1 ORDER BY effective_from DESC, set_at DESC, id`,
  });
  return rows.map((row) => ({ ...row, value: row.value === null ? null : Number(row.value) }));
}

export type TargetChoice = {
  /** Null chooses for the organization. */
  teamId: string | null;
  kind: TargetKind;
  /** Working seconds; lines for sizes. Null takes the choice back. */
  value: number | null;
  /** The running local day: it holds from its beginning. */
  day: LocalDay;
  by: string | null;
  now: Instant;
};

/** What the organization's settings hold of its own targets; sizes are in no form. */
const SETTINGS: Partial<Record<TargetKind, string>> = {
  sle: `UPDATE organization SET cycle_target_seconds = coalesce($2::int, 144000), is_cycle_target_chosen = $2::int IS NOT NULL
    WHERE id = $1`,
  review: 'UPDATE organization SET review_target_seconds = coalesce($2::int, 28800) WHERE id = $1',
};

/**
 * Chooses a target from a day on, and leaves what was before as it was judged. The settings of the organization stay in step. A second
 * choice of one day takes the place of the first. The day is to be recomputed; its bell is the caller's to ring.
 */
export async function chooseTarget(tenant: Tenant, choice: TargetChoice): Promise<void> {
  if (choice.teamId === null) await keepEarlierChoice(tenant, choice);
  await insertChoice(tenant, choice);
  const settings = SETTINGS[choice.kind];
  if (choice.teamId === null && settings !== undefined)
    await tenant.query({ text: settings, values: [choice.value] });
  if (choice.kind !== 'size')
    await markDirty(tenant.transaction, tenant.organizationId, { days: [choice.day], receivedAt: null });
}

async function insertChoice(tenant: Tenant, choice: TargetChoice): Promise<void> {
  await tenant.query({
    text: `INSERT INTO target (id, organization_id, team_id, kind, value, source, effective_from, set_by, set_at)
      VALUES ($2, $1, $3, $4, $5, 'chosen', $6, $7, $8)
      ON CONFLICT (organization_id, team_id, kind, source, effective_from) DO UPDATE SET
        value = excluded.value, set_by = excluded.set_by, set_at = excluded.set_at`,
    values: [
      randomUUID(),
      choice.teamId,
      choice.kind,
      choice.value,
      choice.day,
      choice.by,
      new Date(choice.now),
    ],
  });
}

/** Settings have no date: before the first dated choice, theirs becomes one of all the time until then. */
async function keepEarlierChoice(tenant: Tenant, { kind, now }: TargetChoice): Promise<void> {
  if (kind === 'size') return;
  await tenant.query({
    text: `INSERT INTO target (id, organization_id, kind, value, source, effective_from, set_at)
      SELECT $2, o.id, $3, CASE $3 WHEN 'sle' THEN o.cycle_target_seconds ELSE o.review_target_seconds END, 'chosen', '2000-01-01', $4
      FROM organization o WHERE o.id = $1 AND ($3 <> 'sle' OR o.is_cycle_target_chosen)
        AND NOT EXISTS (SELECT 1 FROM target t WHERE t.organization_id = $1 AND t.team_id IS NULL AND t.kind = $3
          AND t.source = 'chosen')`,
    values: [randomUUID(), kind, new Date(now)],
  });
}
