import {
  type AttendanceAction,
  CLOCK_OUT_REASONS,
  EVENT_RESULTS,
  FOUND_PAUSE_KINDS,
  HELD_REASONS,
  PAUSE_DECISIONS,
  REJECTION_CODES,
} from '@devpulse/domain/attendance/events';
import { type BrieflyKept, keptBriefly } from '@devpulse/domain/privacy/kept';
import { z } from 'zod';
import { InstantText, OrganizationSlug, TimeZone } from '../primitives.ts';
import { route } from '../route.ts';
import type { CollectedGroupName, CollectedMeta } from './collected-meta.ts';

const SELF = 'You';
const DAY_TOTALS = 'You. Your manager, Admins and the Owner: as totals of a day, first in and last out';
const DAY_SUM = 'You. Your manager, Admins and the Owner: as one sum for a day';

/** What a field is, why it leaves the device, and who sees it; the page “What is collected” is made of these. */
const collected = (
  group: CollectedGroupName,
  what: string,
  why: string,
  seenBy: string,
  table: BrieflyKept = 'session_event',
): CollectedMeta => ({ collected: { group, what, why, seenBy, kept: keptBriefly(table) } });

const InstantMs = z.int().min(946_684_800_000).max(4_102_444_800_000);
const SessionId = z
  .uuid()
  .meta(
    collected('entries', 'An id for each session and each pause', 'Joins what belongs to one of them', SELF),
  );
const PauseId = z
  .uuid()
  .meta(
    collected('entries', 'An id for each session and each pause', 'Joins what belongs to one of them', SELF),
  );
const Zone = TimeZone.meta(
  collected(
    'account',
    'Your time zone, and since when',
    'Which day an hour belongs to',
    DAY_TOTALS,
    'member_zone',
  ),
);

export const AttendanceActionBody = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('clock_in'), sessionId: SessionId, zone: Zone }),
  z.strictObject({
    type: z.literal('clock_out'),
    sessionId: SessionId,
    endedAt: InstantMs.meta(
      collected('sessions', 'When the session ended, as it was shown', 'To add up your hours', DAY_TOTALS),
    ),
    reason: z
      .enum(CLOCK_OUT_REASONS)
      .meta(
        collected(
          'sessions',
          'Whether you ended it, then or for a time before, or the longest time did',
          'To ask you about an end you did not choose',
          SELF,
        ),
      ),
  }),
  z.strictObject({ type: z.literal('clock_out_undone'), sessionId: SessionId }),
  z.strictObject({ type: z.literal('break_start'), sessionId: SessionId, pauseId: PauseId }),
  z.strictObject({ type: z.literal('break_end'), sessionId: SessionId, pauseId: PauseId }),
  z.strictObject({
    type: z.literal('pause_found'),
    sessionId: SessionId,
    pauseId: PauseId,
    kind: z
      .enum(FOUND_PAUSE_KINDS)
      .meta(
        collected(
          'pauses',
          'Whether there was no input, or the computer slept or the app was closed',
          'To tell you what the pause was',
          SELF,
        ),
      ),
    startedAt: InstantMs.meta(
      collected(
        'pauses',
        'When a pause began and ended, after it was shown to you',
        'To take it out, or count it',
        DAY_SUM,
      ),
    ),
    endedAt: InstantMs.meta(
      collected(
        'pauses',
        'When a pause began and ended, after it was shown to you',
        'To take it out, or count it',
        DAY_SUM,
      ),
    ),
  }),
  z.strictObject({
    type: z.literal('pause_decided'),
    sessionId: SessionId,
    pauseId: PauseId,
    decision: z
      .enum(PAUSE_DECISIONS)
      .meta(collected('pauses', 'What you decided about a pause', 'To apply your answer', SELF)),
  }),
  z.strictObject({ type: z.literal('end_confirmed'), sessionId: SessionId }),
  z.strictObject({ type: z.literal('end_restored'), sessionId: SessionId }),
  z.strictObject({
    type: z.literal('clock_change'),
    jumpMs: z
      .int()
      .meta(
        collected(
          'entries',
          'By how much the clock of this device was set by hand',
          'To keep your hours right when it was',
          SELF,
        ),
      ),
  }),
  z.strictObject({ type: z.literal('zone_change'), zone: Zone }),
]);
/** The compiler holds the wire to the domain: what it says is an action there, and every action there can be said. */
export type AttendanceActionBody = z.infer<typeof AttendanceActionBody>;
const _same: AttendanceActionBody extends AttendanceAction
  ? AttendanceAction extends AttendanceActionBody
    ? true
    : never
  : never = true;
void _same;

/** Everything that leaves a device about time; strict, so that nothing else can. */
export const AttendanceEventBody = z.strictObject({
  eventId: z
    .uuidv7()
    .meta(collected('entries', 'An id for each entry', 'Lets a repeat be known as a repeat', SELF)),
  seq: z
    .int()
    .positive()
    .meta(
      collected(
        'entries',
        'The number of each entry',
        'To take entries in their order, after any failure',
        SELF,
      ),
    ),
  occurredAt: InstantMs.meta(
    collected(
      'sessions',
      'When you clocked in or out and when a break began and ended, by the clock of this device',
      'To add up your hours',
      DAY_TOTALS,
    ),
  ),
  offsetMs: z
    .int()
    .min(-86_400_000 * 366)
    .max(86_400_000 * 366)
    .nullable()
    .meta(
      collected(
        'entries',
        'By how much that clock differs from the server’s',
        'To get the time right on a device with a wrong clock',
        SELF,
      ),
    ),
  bootId: z
    .uuid()
    .meta(
      collected(
        'entries',
        'Which run of this computer an entry belongs to',
        'To know what the steady clock counts from',
        SELF,
      ),
    ),
  monoMs: z
    .number()
    .nonnegative()
    .meta(collected('entries', 'A steady clock that nobody can set', 'To measure durations with', SELF)),
  action: AttendanceActionBody.meta(
    collected(
      'sessions',
      'What happened: clock in or out, undo it, a break, a pause and your answer, an end that you confirm or restore, a clock or a time zone that was changed',
      'To know what an entry means',
      SELF,
    ),
  ),
});
export type AttendanceEventBody = z.infer<typeof AttendanceEventBody>;

/** As many as one batch may hold; source: attendance.md, J2. */
export const EVENTS_PER_BATCH = 100;

export const AttendanceEventResult = z.object({
  eventId: z.uuid(),
  result: z.enum(EVENT_RESULTS),
  /** Of a duplicate: the result that it had. */
  firstResult: z.enum(EVENT_RESULTS).nullable(),
  code: z.enum([...REJECTION_CODES, ...HELD_REASONS]).nullable(),
  /** The start met an open session: this one, which the device now is linked to. */
  joinedSessionId: z.uuid().nullable(),
  /** The device's instant lay in the future and was set to when it arrived; source: C3. */
  isClamped: z.boolean(),
});
export type AttendanceEventResult = z.infer<typeof AttendanceEventResult>;

/**
 * An empty batch is a sign of life. A hole in `seq` is answered 409 with `expectedSeq`; the same `eventId` with another content, 422.
 */
export const sendAttendanceEvents = route({
  id: 'sendAttendanceEvents',
  method: 'POST',
  path: '/api/v1/organizations/:organization/attendance/devices/:device/events',
  summary: 'Takes what a device of one’s own recorded, in its order; repeating it changes nothing',
  access: 'own_record',
  params: z.object({ organization: OrganizationSlug, device: z.uuid() }),
  body: z.object({ events: z.array(AttendanceEventBody).max(EVENTS_PER_BATCH) }),
  response: z.object({
    results: z.array(AttendanceEventResult),
    nextSeq: z.int().positive(),
    serverTime: InstantText,
  }),
});
