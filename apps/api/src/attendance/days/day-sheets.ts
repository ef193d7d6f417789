import { readHolidays, readLeave } from '@devpulse/database/attendance/leave';
import { readStandingLocks } from '@devpulse/database/attendance/locks';
import { type PresenceRow, readPresence } from '@devpulse/database/attendance/presence';
import { computeDays, readSummaries, type SummaryRow } from '@devpulse/database/attendance/summaries';
import { readTargetRows, type TargetRow } from '@devpulse/database/attendance/targets';
import type { Tenant } from '@devpulse/database/tenant';
import { type LeaveDay, targetMinutesOf } from '@devpulse/domain/attendance/totals';
import type { Instant } from '@devpulse/domain/time/instant';
import { addDays, daysIn, type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';

/** A day of a member with what it is measured by; `row` null where nothing was recorded. */
export type SheetDay = {
  day: LocalDay;
  zone: string;
  row: SummaryRow | null;
  status: SummaryRow['status'];
  targetMinutes: number | null;
  leave: Pick<LeaveDay, 'kind' | 'portion'> | null;
  isHoliday: boolean;
};
export type Sheet = { userId: string; days: SheetDay[]; lockedThrough: LocalDay | null };

export type SheetRequest = {
  userIds: readonly string[];
  from: LocalDay;
  to: LocalDay;
  /** The organization's; of whoever has recorded nothing yet. */
  zone: string;
  now: Instant;
};

/** Every day of the range that has begun, of each of these people; whatever runs counts up to `now`. */
export async function readSheets(tenant: Tenant, request: SheetRequest): Promise<Map<string, Sheet>> {
  const { userIds, from, to } = request;
  const stored = Map.groupBy(await readSummaries(tenant, request), ({ userId }) => userId);
  const open = [...(await readPresence(tenant, userIds)).values()];
  for (const [userId, rows] of await runningRows(tenant, { open, stored, request })) stored.set(userId, rows);
  const leave = Map.groupBy(await readLeave(tenant, { userIds, from, to }), ({ userId }) => userId);
  const targets = await readTargetRows(tenant, userIds);
  const holidays = new Set(await readHolidays(tenant));
  const locks = await readStandingLocks(tenant, userIds);
  return new Map(
    userIds.map((userId) => {
      const lockedThrough = locks.get(userId)?.through ?? null;
      const own = { userId, lockedThrough, rows: stored.get(userId) ?? [], leave: leave.get(userId) ?? [] };
      return [userId, { userId, lockedThrough, days: daysOf(own, { request, targets, holidays }) }];
    }),
  );
}

type Running = {
  open: readonly PresenceRow[];
  stored: ReadonlyMap<string, readonly SummaryRow[]>;
  request: SheetRequest;
};

/** Rows of whoever has a session open, whose days are computed anew from the one on that it began on. */
async function runningRows(
  tenant: Tenant,
  { open, stored, request }: Running,
): Promise<Map<string, SummaryRow[]>> {
  const begun = open.map(({ startedAt }) => addDays(localDayOf(startedAt, 'UTC'), -1)).sort()[0];
  if (begun === undefined || begun > request.to) return new Map();
  const [, from = request.from] = [begun, request.from].sort();
  const userIds = open.map(({ userId }) => userId);
  const { to, now } = request;
  const computed = await computeDays(tenant, { userIds, from, to, now });
  return new Map(
    [...computed].map(([userId, { rows, lockedThrough }]) => {
      const isOld = ({ localDate }: SummaryRow) =>
        localDate < from || (lockedThrough !== null && localDate <= lockedThrough);
      return [userId, [...(stored.get(userId) ?? []).filter(isOld), ...rows]];
    }),
  );
}

type Own = {
  userId: string;
  lockedThrough: LocalDay | null;
  rows: readonly SummaryRow[];
  leave: readonly LeaveDay[];
};
type Shared = { request: SheetRequest; targets: readonly TargetRow[]; holidays: ReadonlySet<LocalDay> };

function daysOf(own: Own, { request, targets, holidays }: Shared): SheetDay[] {
  const { from, to, now } = request;
  const byDay = new Map(own.rows.map((row) => [row.localDate, row]));
  const measure = targetsOf(targets, own.userId);
  let zone = own.rows[0]?.zone ?? request.zone;
  const last = [to, latestDay(own, request)].sort()[0] ?? to;
  return daysIn(from, addDays(last, 1)).map((day): SheetDay => {
    const row = byDay.get(day) ?? null;
    zone = row?.zone ?? zone;
    const leave = own.leave.find((one) => one.day === day) ?? null;
    const isHoliday = holidays.has(day);
    const off: LeaveDay[] = isHoliday ? [{ day, kind: 'public_holiday', portion: 'whole' }] : [];
    const isLocked = own.lockedThrough !== null && day <= own.lockedThrough;
    const isOver = day < localDayOf(now, zone);
    return {
      day,
      zone,
      row,
      status: isLocked ? 'locked' : (row?.status ?? (isOver ? 'final' : 'open')),
      targetMinutes: targetMinutesOf(day, measure(day), leave === null ? off : [...off, leave]),
      leave: leave === null ? null : { kind: leave.kind, portion: leave.portion },
      isHoliday,
    };
  });
}

/** Today in the member's zone; a day later where they have already recorded on it. */
function latestDay({ rows }: Own, { zone, now }: SheetRequest): LocalDay {
  const recorded = rows.at(-1);
  const today = localDayOf(now, recorded?.zone ?? zone);
  return recorded !== undefined && recorded.localDate > today ? recorded.localDate : today;
}

/** A member's own targets hold from their first day on, the organization's before. */
function targetsOf(rows: readonly TargetRow[], userId: string) {
  const dated = (of: string | null) =>
    rows
      .filter((row) => row.userId === of)
      .map(({ effectiveFrom, minutes }) => ({ validFrom: effectiveFrom, minutes }));
  const [own, shared] = [dated(userId), dated(null)];
  return (day: LocalDay) => (own.some(({ validFrom }) => validFrom <= day) ? own : shared);
}
