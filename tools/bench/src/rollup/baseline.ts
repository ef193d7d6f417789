import { readRollupRules } from '@devpulse/database/rollup/rollup-rules';
import { transaction } from '@devpulse/database/transaction';
import { SKETCH_THRESHOLDS } from '@devpulse/domain/metrics/sketch';
import { targetsOf } from '@devpulse/domain/metrics/targets';
import { addDays, dayBounds, daysIn, localDayOf } from '@devpulse/domain/time/local-day';
import { workingSecondsSince2000 } from '@devpulse/domain/time/working-calendar';
import type pg from 'pg';
import { ORGANIZATION_ID } from '../large-organization/population.ts';
import type { LargeStage } from '../large-organization/stage.ts';
import { DIFFERENCES, HAND_WRITTEN } from './hand-written.ts';

/** Runs the statement of a person into a table like the product's, with all the memory it asks for. Answers its seconds. */
export async function runHandWritten(owner: pg.Client, stage: LargeStage, now: number): Promise<number> {
  await owner.query('DROP TABLE IF EXISTS hand_written');
  await owner.query('CREATE TABLE hand_written (LIKE daily_metrics INCLUDING ALL)');
  const values = await valuesOf(owner, stage, now);
  await owner.query("SET jit = off; SET work_mem = '256MB'; CHECKPOINT");
  const startedAt = performance.now();
  await owner.query(HAND_WRITTEN, values);
  return (performance.now() - startedAt) / 1_000;
}

/** How many rows of the two tables differ. */
export async function countDifferences(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ many: string }>(DIFFERENCES);
  return Number(rows[0]?.many);
}

async function valuesOf(owner: pg.Client, { database }: LargeStage, now: number): Promise<unknown[]> {
  const rules = await transaction(database, { organizationId: ORGANIZATION_ID }, (tx) =>
    readRollupRules(tx, ORGANIZATION_ID),
  );
  if (rules === null) throw new Error('the organization is gone');
  const { calendar, targets } = rules;
  const first = await owner.query<{ at: Date }>('SELECT min(pushed_at) AS at FROM push');
  const teams = await owner.query<{ id: string }>('SELECT id FROM team');
  const today = localDayOf(now, calendar.zone);
  const days = daysIn(localDayOf(first.rows[0]?.at.getTime() ?? now, calendar.zone), addDays(today, 1));
  const columns: [string[], string[], number[], number[]] = [[], [], [], []];
  for (const teamId of [null, ...teams.rows.map(({ id }) => id)]) {
    const own = (teamId !== null && rules.teamCalendars.get(teamId)) || calendar;
    const about = {
      ...targets,
      dated: targets.dated.filter((one) => one.teamId === null || one.teamId === teamId),
    };
    for (const day of days) {
      const end = Math.min(dayBounds(day, calendar.zone).to, now);
      columns[0].push(day);
      columns[1].push(teamId ?? ORGANIZATION_ID);
      columns[2].push(workingSecondsSince2000(own, end));
      columns[3].push(targetsOf(about, { teamId, day }).cycleWorkingSeconds);
    }
  }
  return [
    ORGANIZATION_ID,
    calendar.zone,
    today,
    ...columns,
    targets.organization.reviewWorkingSeconds,
    SKETCH_THRESHOLDS,
  ];
}
