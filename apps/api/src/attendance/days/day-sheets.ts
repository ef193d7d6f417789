import {
  type DayRecord,
  type DayRecords,
  readDayRecords,
  readDayRecordsAlone,
} from '@devpulse/database/attendance/day-records';
import { computeDays, type SummaryRow } from '@devpulse/database/attendance/summaries';
import type { TargetRow } from '@devpulse/database/attendance/targets';
import type { Database } from '@devpulse/database/connection';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { type AttendanceTarget, type LeaveDay, targetMinutesOf } from '@devpulse/domain/attendance/totals';
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
  /** Of whoever has recorded nothing yet; the organization's where it is left out. */
  zone?: string;
  now: Instant;
};

/** Every day of the range that has begun, of each of these people; whatever runs counts up to `now`. */
export async function readSheets(tenant: Tenant, request: SheetRequest): Promise<Map<string, Sheet>> {
  const records = await readDayRecords(tenant, request);
  return sheetsOf(records, await runningRows(tenant, records.members, request), request);
}

/** The same in a transaction of its own: of one statement, as long as nothing runs. */
export async function readSheetsAlone(
  database: Database,
  organizationId: string,
  request: SheetRequest,
): Promise<Map<string, Sheet>> {
  const records = await readDayRecordsAlone(database, organizationId, request);
  if (records.members.every(({ openSince }) => openSince === null))
    return sheetsOf(records, new Map(), request);
  return inOrganization(database, organizationId, (tenant) => readSheets(tenant, request));
}

type RunningRows = ReadonlyMap<string, SummaryRow[]>;

function sheetsOf(records: DayRecords, running: RunningRows, request: SheetRequest): Map<string, Sheet> {
  const shared = {
    ...request,
    zone: request.zone ?? records.zone,
    targets: dated(records.targets),
    holidays: new Set(records.holidays),
  };
  return new Map(
    records.members.map((member) => {
      const { userId, lockedThrough } = member;
      const summaries = running.get(userId) ?? member.summaries;
      return [userId, { userId, lockedThrough, days: daysOf({ ...member, summaries }, shared) }];
    }),
  );
}

/** Rows of whoever has a session open, whose days are computed anew from the one on that it began on. */
async function runningRows(
  tenant: Tenant,
  members: readonly DayRecord[],
  request: SheetRequest,
): Promise<RunningRows> {
  const open = members.flatMap(({ openSince }) => (openSince === null ? [] : [openSince]));
  const begun = open.map((startedAt) => addDays(localDayOf(startedAt, 'UTC'), -1)).sort()[0];
  if (begun === undefined || begun > request.to) return new Map();
  const [, from = request.from] = [begun, request.from].sort();
  const stored = new Map(
    members.flatMap(({ userId, summaries, openSince }) =>
      openSince === null ? [] : [[userId, summaries] as const],
    ),
  );
  const { to, now } = request;
  const computed = await computeDays(tenant, { userIds: [...stored.keys()], from, to, now });
  return new Map(
    [...computed].map(([userId, { rows, lockedThrough }]) => {
      const isOld = ({ localDate }: SummaryRow) =>
        localDate < from || (lockedThrough !== null && localDate <= lockedThrough);
      return [userId, [...(stored.get(userId) ?? []).filter(isOld), ...rows]];
    }),
  );
}

type Shared = {
  from: LocalDay;
  to: LocalDay;
  now: Instant;
  zone: string;
  targets: readonly AttendanceTarget[];
  holidays: ReadonlySet<LocalDay>;
};

function daysOf(own: DayRecord, shared: Shared): SheetDay[] {
  const { from, to, now, holidays } = shared;
  const byDay = new Map(own.summaries.map((row) => [row.localDate, row]));
  const leaves = new Map(own.leave.map((one) => [one.day, one]));
  const targets = dated(own.targets);
  let zone = own.summaries[0]?.zone ?? shared.zone;
  const [last = to] = [to, latestDay(own, shared)].sort();
  return daysIn(from, addDays(last, 1)).map((day): SheetDay => {
    const row = byDay.get(day) ?? null;
    zone = row?.zone ?? zone;
    const leave = leaves.get(day) ?? null;
    const isHoliday = holidays.has(day);
    const off: LeaveDay[] = isHoliday ? [{ day, kind: 'public_holiday', portion: 'whole' }] : [];
    const isLocked = own.lockedThrough !== null && day <= own.lockedThrough;
    const isOver = day < localDayOf(now, zone);
    // a member's own targets hold from their first day on, the organization's before
    const measure = targets.some(({ validFrom }) => validFrom <= day) ? targets : shared.targets;
    return {
      day,
      zone,
      row,
      status: isLocked ? 'locked' : (row?.status ?? (isOver ? 'final' : 'open')),
      targetMinutes: targetMinutesOf(day, measure, leave === null ? off : [...off, leave]),
      leave: leave === null ? null : { kind: leave.kind, portion: leave.portion },
      isHoliday,
    };
  });
}

/** Today in the member's zone; a day later where they have already recorded on it. */
function latestDay({ summaries }: DayRecord, { zone, now }: Shared): LocalDay {
  const recorded = summaries.at(-1);
  const today = localDayOf(now, recorded?.zone ?? zone);
  return recorded !== undefined && recorded.localDate > today ? recorded.localDate : today;
}

function dated(targets: readonly TargetRow[]): AttendanceTarget[] {
  return targets.map(({ effectiveFrom, minutes }) => ({ validFrom: effectiveFrom, minutes }));
}
