import { recordOrganizationClock } from '@devpulse/database/organizations';
import { transaction } from '@devpulse/database/transaction';
import { addDays, dayBounds, type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';
import type pg from 'pg';
import { CALENDAR, ORGANIZATION_ID } from '../large-organization/population.ts';
import { rollUpDays } from '../large-organization/roll-up.ts';
import type { LargeStage } from '../large-organization/stage.ts';

export type DirtyDayPlan = {
  /** Fridays so many weeks back, and today: old days cost what new ones do, or it is seen. */
  weeksBack: readonly number[];
  times: number;
};

export type DirtyDays = {
  /** Of one day in which one merge has changed, over all days and repetitions. */
  oneMergeMs: number[];
  /** Of one day whose every row is missing, so that all are written, and the windows of all scopes in reach. */
  wholeDayMs: number[];
};

/** Times one dirty day, mark to commit, for days of every age. */
export async function timeDirtyDays(
  owner: pg.Client,
  stage: LargeStage,
  { weeksBack, times }: DirtyDayPlan,
): Promise<DirtyDays> {
  const result: DirtyDays = { oneMergeMs: [], wholeDayMs: [] };
  await openToday(stage);
  for (const day of measuredDays(weeksBack)) {
    for (let time = 0; time < times; time += 1) {
      await changeOneMerge(owner, day);
      result.oneMergeMs.push(await timed(() => rollUpDays(stage.database, [day])));
    }
    await owner.query('DELETE FROM daily_metrics WHERE organization_id = $1 AND day = $2', [
      ORGANIZATION_ID,
      day,
    ]);
    result.wholeDayMs.push(await timed(() => rollUpDays(stage.database, [day])));
  }
  return result;
}

/** As the worker does after midnight; until then every dirty day brings the running one with it. */
async function openToday({ database }: LargeStage): Promise<void> {
  const today = localDayOf(Date.now(), CALENDAR.zone);
  await rollUpDays(database, [today]);
  await transaction(database, { organizationId: ORGANIZATION_ID }, (tx) =>
    recordOrganizationClock(tx, ORGANIZATION_ID, { rolledThrough: today, confirmedThrough: null }),
  );
}

function measuredDays(weeksBack: readonly number[]): LocalDay[] {
  const today = localDayOf(Date.now(), CALENDAR.zone);
  const fridays = Array.from({ length: 7 }, (_, back) => addDays(today, -back));
  const friday = fridays.find((day) => Temporal.PlainDate.from(day).dayOfWeek === 5) ?? today;
  return [today, ...weeksBack.map((weeks) => addDays(friday, -7 * weeks))];
}

async function changeOneMerge(owner: pg.Client, day: LocalDay): Promise<void> {
  const { from, to } = dayBounds(day, CALENDAR.zone);
  await owner.query(
    `UPDATE pull_request SET additions = additions + 1 WHERE id = (
       SELECT id FROM pull_request WHERE organization_id = $1 AND is_counted AND merged_at >= $2 AND merged_at < $3 LIMIT 1)`,
    [ORGANIZATION_ID, new Date(from), new Date(to)],
  );
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
