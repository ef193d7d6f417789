import { randomUUID } from 'node:crypto';
import {
  type DefaultServiceLevel,
  defaultServiceLevel,
  serviceLevelPeriod,
} from '@devpulse/domain/score/service-level';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, dayStart, daysIn, type LocalDay } from '@devpulse/domain/time/local-day';
import { quarterStart } from '@devpulse/domain/time/range';
import { markDirty } from '../projection/dirty-days.ts';
import type { RollupRules } from '../rollup/rollup-rules.ts';
import { teamAt } from '../rollup/team-at.ts';
import type { Tenant } from '../tenant.ts';

type Keeping = { rules: RollupRules; from: LocalDay; today: LocalDay; now: Instant };

/** A holder is a team, or the organization (null). */
type KnownLevel = {
  teamId: string | null;
  quarter: LocalDay;
  value: number | null;
  source: DefaultServiceLevel['source'];
  setAt: Instant;
  /** History came in while or, where there were too few merges, after it was set. */
  isPremature: boolean;
};

/**
 * Sees to it that the organization and each team have a default service level for every quarter from the one of a day to the running one.
 * It is frozen: what is there stays, unless it was set while history came in, or for want of merges before history did. Where a team has
 * too few merges its row has no value, and the organization's counts. Days that are judged by another one now are marked to be recomputed;
 * answers whether any are.
 */
export async function keepServiceLevels(tenant: Tenant, keeping: Keeping): Promise<boolean> {
  const holders = [null, ...(await listTeams(tenant))];
  const known = await readKnown(tenant);
  let isChanged = false;
  for (const quarter of quartersOf(keeping)) {
    const ofQuarter = new Map(known.filter((row) => row.quarter === quarter).map((row) => [row.teamId, row]));
    const due = holders.filter((teamId) => ofQuarter.get(teamId)?.isPremature ?? true);
    if (due.length === 0) continue;
    const levels = await computeLevels(tenant, keeping.rules, quarter);
    const set = await saveLevels(tenant, keeping, {
      quarter,
      levels: due.map((teamId) => ({ teamId, before: ofQuarter.get(teamId), ...levels(teamId) })),
    });
    isChanged ||= set;
  }
  return isChanged;
}

function quartersOf({ from, today }: Keeping): LocalDay[] {
  const quarters: LocalDay[] = [];
  for (let day = quarterStart(from); day <= today; day = quarterStart(addDays(day, 100))) quarters.push(day);
  return quarters;
}

async function listTeams(tenant: Tenant): Promise<string[]> {
  const { rows } = await tenant.query<{ id: string }>({
    text: 'SELECT id FROM team WHERE organization_id = $1 ORDER BY id',
  });
  return rows.map(({ id }) => id);
}

async function readKnown(tenant: Tenant): Promise<KnownLevel[]> {
  const { rows } = await tenant.query<Omit<KnownLevel, 'value'> & { value: string | null }>({
    text: `SELECT t.team_id AS "teamId", t.effective_from AS quarter, t.value, t.basis->>'source' AS source, t.set_at AS "setAt",
        EXISTS (SELECT 1 FROM repository_import i WHERE i.organization_id = $1 AND i.kind = 'backfill' AND i.finished_at > t.set_at
          AND (i.created_at <= t.set_at OR t.basis->>'source' <> 'own')) AS "isPremature"
      FROM target t WHERE t.organization_id = $1 AND t.kind = 'sle' AND t.source = 'computed'`,
  });
  return rows.map((row) => ({ ...row, value: row.value === null ? null : Number(row.value) }));
}

type Level = DefaultServiceLevel & { from: LocalDay; to: LocalDay };

/** The default of the organization and, of any team, its own. */
async function computeLevels(tenant: Tenant, rules: RollupRules, quarter: LocalDay) {
  const { from, to } = serviceLevelPeriod(quarter);
  const { zone } = rules.calendar;
  const { rows } = await tenant.query<{ teamId: string | null; cycles: string[] }>({
    name: 'cycles_of_period',
    text: `SELECT ${teamAt('$1', 'p.author_contributor_id', 'coalesce(p.ready_at, p.opened_at)')} AS "teamId",
        array_agg(p.cycle_working) AS cycles
      FROM pull_request p
      WHERE p.organization_id = $1 AND p.merged_at >= $2 AND p.merged_at < $3 AND p.state = 'merged' AND p.is_counted
        AND p.cycle_working IS NOT NULL
      GROUP BY 1`,
    values: [new Date(dayStart(from, zone)), new Date(dayStart(to, zone))],
  });
  const cycles = new Map(rows.map((row) => [row.teamId, row.cycles.map(Number)]));
  const all = [...cycles.values()].flat();
  const whole = defaultServiceLevel({
    cycleWorkingSeconds: all,
    calendar: rules.calendar,
    organizationWorkingSeconds: null,
  });
  return (teamId: string | null): Level => {
    if (teamId === null) return { ...whole, from, to };
    const own = defaultServiceLevel({
      cycleWorkingSeconds: cycles.get(teamId) ?? [],
      calendar: rules.teamCalendars.get(teamId) ?? rules.calendar,
      organizationWorkingSeconds: whole.workingSeconds,
    });
    return { ...own, from, to };
  };
}

type SetLevel = Level & { teamId: string | null; before: KnownLevel | undefined };

async function saveLevels(
  tenant: Tenant,
  { rules, today, now }: Keeping,
  { quarter, levels }: { quarter: LocalDay; levels: readonly SetLevel[] },
): Promise<boolean> {
  const rows = levels.map((level) => ({ ...level, value: heldValue(level) }));
  await tenant.query({
    text: `INSERT INTO target (id, organization_id, team_id, kind, value, source, effective_from, basis, set_at)
      SELECT l.id, $1, l.team_id, 'sle', l.value, 'computed', $2, l.basis, $3
      FROM unnest($4::uuid[], $5::uuid[], $6::bigint[], $7::jsonb[]) AS l (id, team_id, value, basis)
      ON CONFLICT (organization_id, team_id, kind, source, effective_from) DO UPDATE SET
        value = excluded.value, basis = excluded.basis, set_at = excluded.set_at`,
    values: [
      quarter,
      new Date(now),
      rows.map(() => randomUUID()),
      rows.map(({ teamId }) => teamId),
      rows.map(({ value }) => value),
      rows.map((row) => JSON.stringify(basisOf(row))),
    ],
  });
  const isChanged = rows.some(({ value, before }) => value !== (before?.value ?? null));
  if (!isChanged) return false;
  const next = quarterStart(addDays(quarter, 100));
  const end = next <= today ? next : addDays(today, 1);
  const { organizationId } = rules;
  await markDirty(tenant.transaction, organizationId, { days: daysIn(quarter, end), receivedAt: null });
  return true;
}

const heldValue = ({ teamId, source, workingSeconds }: SetLevel): number | null =>
  teamId !== null && source !== 'own' ? null : workingSeconds;

/** What it was made of, and what stood there before, so that no change goes unlogged. */
function basisOf({ n, source, from, to, before }: SetLevel) {
  const earlier = before && { value: before.value, source: before.source, setAt: before.setAt };
  return { n, source, from, to, ...(earlier && { before: earlier }) };
}
