import { PAUSE_KINDS } from '@devpulse/domain/attendance/events';
import {
  END_REASONS,
  REVIEW_REASONS,
  SESSION_STATES,
  VOID_REASONS,
} from '@devpulse/domain/attendance/session';
import { LEAVE_KINDS, LEAVE_PORTIONS } from '@devpulse/domain/attendance/totals';
import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Count, InstantText, LocalDay } from '../primitives.ts';

export const attendancePath = '/api/v1/organizations/:organization/attendance';
export const MemberParams = OrganizationParams.extend({ member: z.uuid() });

/** Whole milliseconds; the only unit of durations here, floored to minutes where they are shown. */
export const Milliseconds = z.int().nonnegative();

/** A range of local days of whoever it is about, first and last included. */
export const DaysQuery = z.object({
  from: LocalDay.describe('First day'),
  to: LocalDay.describe('Last day, included; at most 366 days'),
});

export const PauseView = z.object({
  id: z.uuid(),
  sessionId: z.uuid(),
  kind: z.enum(PAUSE_KINDS),
  startedAt: InstantText,
  /** Null while the break goes on. */
  endedAt: InstantText.nullable(),
  /** Time of a pending or an excluded pause is not worked; a pending one is shown as unresolved. */
  resolution: z.enum(['pending', 'excluded', 'counted']),
});
export type PauseView = z.infer<typeof PauseView>;

/** A session as its owner sees it. */
export const SessionView = z.object({
  id: z.uuid(),
  /** Ids under which devices of the member know it. */
  aliases: z.array(z.uuid()),
  /** Name of the device that opened it; null for the dashboard, and for what was entered by hand. */
  openedOn: z.string().nullable(),
  state: z.enum(SESSION_STATES),
  startedAt: InstantText,
  /** Null while it is open. */
  endedAt: InstantText.nullable(),
  /** As devices recorded it, before anything was trimmed or corrected. */
  rawStartedAt: InstantText,
  rawEndedAt: InstantText.nullable(),
  endReason: z.enum(END_REASONS).nullable(),
  voidReason: z.enum(VOID_REASONS).nullable(),
  /** Why the member should confirm it, restore a later end or correct it. */
  reviewReason: z.enum(REVIEW_REASONS).nullable(),
  /** The end is the server's assumption; a clock-out that arrives later replaces it. */
  isProvisional: z.boolean(),
  /** It lies in a period that is locked. */
  isLocked: z.boolean(),
  version: z.int(),
  /** Up to the instant of the answer while it is open. */
  workedMs: Milliseconds,
  pauses: z.array(PauseView),
});
export type SessionView = z.infer<typeof SessionView>;

/** Sums of days, in milliseconds. `targetMinutes` is absolute, not scaled by the length of a day. */
export const TimeTotals = z.object({
  workedMs: Milliseconds,
  breakMs: Milliseconds,
  unresolvedMs: Milliseconds,
  /** Null without any target. */
  targetMinutes: Count.nullable(),
});
export type TimeTotals = z.infer<typeof TimeTotals>;

/** As others see it: why is the member's own. */
export const LeaveMark = z.object({ portion: z.enum(LEAVE_PORTIONS) });
export const Leave = LeaveMark.extend({ kind: z.enum(LEAVE_KINDS) });

export const PersonName = z.object({ userId: z.uuid(), name: z.string() });

/** Why something was done; kept with it for as long as it is. */
export const Reason = z
  .string()
  .trim()
  .min(5, 'at least 5 characters')
  .max(500, 'at most 500 characters')
  .regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u, 'plain text without control characters');
