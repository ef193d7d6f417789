import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Count, Done, InstantText, LocalDay, TimeZone } from '../primitives.ts';
import { route } from '../route.ts';
import { attendancePath, PauseView, SessionView, TimeTotals } from './shapes.ts';

/** The rules that a clock of the caller's goes by: the organization's, and the caller's choice within them. */
export const ClockRules = z.object({
  idlePolicy: z.enum(['prompt', 'off']),
  idleThresholdMinutes: z.int(),
  idleMinimumMinutes: z.int(),
  idleMaximumMinutes: z.int(),
  isDetectionOn: z.boolean(),
  maySwitchDetectionOff: z.boolean(),
  /** Of the session that is open, by the rules when it began; else of one that begins now. So is the reminder. */
  maxOpenMinutes: z.int(),
  reminderMinutes: z.int(),
  /** A break that lasts longer is asked about. */
  breakReminderMinutes: z.int(),
});
export type ClockRules = z.infer<typeof ClockRules>;

export const ZoneView = z.object({
  zone: z.string(),
  /** `automatic`: as the system of the caller's devices says. */
  mode: z.enum(['automatic', 'chosen']),
});

export const getClock = route({
  id: 'getClock',
  method: 'GET',
  path: `${attendancePath}/clock`,
  summary: 'The caller’s clock: what runs, what waits for an answer, today and this week, and the rules',
  access: 'own_record',
  params: OrganizationParams,
  response: z.object({
    serverTime: InstantText,
    status: z.enum(['in', 'on_break', 'out']),
    /** The session that is open. */
    session: SessionView.nullable(),
    /** The last one that ended; its clock-out can be undone until `undoableUntil`. */
    lastSession: SessionView.nullable(),
    undoableUntil: InstantText.nullable(),
    /** Nothing was heard from any linked device since then; null while there is no doubt. */
    notHeardSince: InstantText.nullable(),
    pendingPauses: z.array(PauseView),
    /** Sessions of the last 31 days whose end is to be confirmed, restored or corrected. */
    toReview: z.array(SessionView),
    today: TimeTotals.extend({ day: LocalDay }),
    /** Monday up to today. */
    week: TimeTotals.extend({ from: LocalDay, to: LocalDay }),
    zone: ZoneView,
    rules: ClockRules,
    /** The stream of the dashboard’s clock: send events to `deviceId`, the first with `nextSeq`. */
    web: z.object({ deviceId: z.uuid(), nextSeq: z.int().positive() }),
    /** Requests of the caller that are not decided yet. */
    undecidedCorrections: Count,
  }),
});

export const setOwnZone = route({
  id: 'setOwnZone',
  method: 'PUT',
  path: `${attendancePath}/zone`,
  summary:
    'From now on the caller’s days are those of a chosen zone, or again of the system of their devices',
  access: 'own_record',
  params: OrganizationParams,
  body: z.object({
    /** Null: automatic. */
    zone: TimeZone.nullable(),
  }),
  response: Done,
});

export const updateClockChoices = route({
  id: 'updateClockChoices',
  method: 'PATCH',
  path: `${attendancePath}/choices`,
  summary:
    'The caller’s idle threshold, within the organization’s range, and whether idle time is looked for',
  access: 'own_record',
  params: OrganizationParams,
  body: z.object({
    /** Null goes back to the organization’s. */
    idleThresholdMinutes: z
      .int()
      .min(5, 'at least 5 minutes')
      .max(60, 'at most 60 minutes')
      .nullable()
      .optional(),
    isDetectionOn: z.boolean().optional(),
  }),
  response: Done,
});
