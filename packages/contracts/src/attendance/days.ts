import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Count, InstantText, LocalDay } from '../primitives.ts';
import { route } from '../route.ts';
import {
  attendancePath,
  DaysQuery,
  Leave,
  LeaveMark,
  MemberParams,
  Milliseconds,
  PersonName,
  SessionView,
  TimeTotals,
} from './shapes.ts';

/** A local day of a member. All of it is computed; nothing of it is edited. */
export const DaySheet = z.object({
  day: LocalDay,
  zone: z.string(),
  workedMs: Milliseconds,
  breakMs: Milliseconds,
  /** Pauses that were found and not decided; not worked until they are. */
  unresolvedMs: Milliseconds,
  firstIn: InstantText.nullable(),
  /** Null while a session is open. */
  lastOut: InstantText.nullable(),
  sessions: Count,
  autoClosed: Count,
  corrected: Count,
  status: z.enum(['open', 'final', 'locked']),
  /** Null without any target. */
  targetMinutes: Count.nullable(),
  leave: LeaveMark.nullable(),
  /** Of the organization’s calendar. */
  isHoliday: z.boolean(),
});
export type DaySheet = z.infer<typeof DaySheet>;

/** With what only the member sees: found pauses that they left out, and of what kind leave is. */
export const OwnDaySheet = DaySheet.extend({ excludedMs: Milliseconds, leave: Leave.nullable() });

const DaySheets = z.object({
  /** Weeks that begin on Monday, as far as they lie in the range. */
  weeks: z.array(TimeTotals.extend({ from: LocalDay, to: LocalDay })),
  totals: TimeTotals,
  lockedThrough: LocalDay.nullable(),
});

export const listOwnDays = route({
  id: 'listOwnDays',
  method: 'GET',
  path: `${attendancePath}/days`,
  summary: 'The caller’s day sheets with weeks and totals',
  access: 'own_record',
  params: OrganizationParams,
  query: DaysQuery,
  response: DaySheets.extend({
    /** Every day of the range up to today, oldest first. */
    days: z.array(OwnDaySheet),
  }),
});

export const listOwnSessions = route({
  id: 'listOwnSessions',
  method: 'GET',
  path: `${attendancePath}/sessions`,
  summary: 'The caller’s sessions and pauses that touch these days',
  access: 'own_record',
  params: OrganizationParams,
  query: DaysQuery,
  response: z.object({ items: z.array(SessionView) }),
});

export const getMemberDays = route({
  id: 'getMemberDays',
  method: 'GET',
  path: `${attendancePath}/members/:member/days`,
  summary:
    'A member’s day sheets: totals, first in and last out; told to the member, unless it is the caller',
  access: 'read_attendance',
  params: MemberParams,
  query: DaysQuery,
  response: DaySheets.extend({ member: PersonName, days: z.array(DaySheet) }),
});

export const listMemberSessions = route({
  id: 'listMemberSessions',
  method: 'GET',
  path: `${attendancePath}/members/:member/sessions`,
  summary: 'When a member’s sessions began and ended; 404 unless the organization shows session times',
  access: 'read_attendance',
  params: MemberParams,
  query: DaysQuery,
  response: z.object({
    items: z.array(
      z.object({
        startedAt: InstantText,
        endedAt: InstantText.nullable(),
        /** Without kind; only “paused”. */
        paused: z.array(z.object({ startedAt: InstantText, endedAt: InstantText.nullable() })),
      }),
    ),
  }),
});

export const TimesheetRow = z.object({
  member: z.string(),
  day: LocalDay,
  zone: z.string(),
  worked_minutes: Count,
  break_minutes: Count,
  unresolved_minutes: Count,
  first_in: InstantText.nullable(),
  last_out: InstantText.nullable(),
  sessions: Count,
  auto_closed: Count,
  corrected: Count,
  status: z.enum(['open', 'final', 'locked']),
  target_minutes: Count.nullable(),
  /** Days: 0, 0.5 or 1. */
  leave_days: z.number(),
  is_holiday: z.boolean(),
});
export type TimesheetRow = z.infer<typeof TimesheetRow>;

export const exportTimesheet = route({
  id: 'exportTimesheet',
  method: 'GET',
  path: `${attendancePath}/members/:member/timesheet`,
  summary: 'A member’s day sheets as rows of a table, for CSV; told to the member, unless it is the caller',
  access: 'read_attendance',
  params: MemberParams,
  query: DaysQuery,
  response: z.object({ member: PersonName, rows: z.array(TimesheetRow), totals: TimeTotals }),
});

export const exportTimesheetPdf = route({
  id: 'exportTimesheetPdf',
  method: 'GET',
  path: `${attendancePath}/members/:member/timesheet/pdf`,
  summary:
    'A member’s timesheet as a PDF, for printing and signing; told to the member, unless it is the caller',
  access: 'read_attendance',
  params: MemberParams,
  query: DaysQuery,
  response: z.object({ fileName: z.string(), pdfBase64: z.base64() }),
});
