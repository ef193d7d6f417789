import { AttendanceActionBody, AttendanceEventBody } from '@devpulse/contracts/attendance/events';
import { LocalDay } from '@devpulse/contracts/primitives';
import { REFUSED_FORMS } from '@devpulse/domain/attendance/device/outbox';
import { PAUSE_CAUSES } from '@devpulse/domain/attendance/device/record';
import {
  EVENT_RESULTS,
  HELD_REASONS,
  PAUSE_DECISIONS,
  PAUSE_KINDS,
  REJECTION_CODES,
} from '@devpulse/domain/attendance/events';
import { END_REASONS, REVIEW_REASONS } from '@devpulse/domain/attendance/session';
import { z } from 'zod';

const Ms = z.number();
const Rules = z.object({
  isDetectionOn: z.boolean(),
  idleThresholdMs: Ms,
  maxOpenMs: Ms,
  openReminderMs: Ms,
  breakReminderMs: Ms,
});
const Resolution = z.enum(['pending', ...PAUSE_DECISIONS]);
const Day = z.object({
  day: LocalDay,
  workedMs: Ms,
  breakMs: Ms,
  unresolvedMs: Ms,
  targetMs: Ms.nullable(),
});
const toldPause = {
  pauseId: z.string(),
  kind: z.enum(PAUSE_KINDS),
  startedAt: Ms,
  endedAt: Ms.nullable(),
  resolution: Resolution,
};
const anySession = {
  sessionId: z.string(),
  openedOn: z.string().nullable(),
  startedAt: Ms,
  endedAt: Ms.nullable(),
  endReason: z.enum(END_REASONS).nullable(),
  reviewReason: z.enum(REVIEW_REASONS).nullable(),
};
const HeldSession = z.object({
  ...anySession,
  joinedSessionId: z.string().nullable(),
  toldAs: z.string(),
  closedAt: Ms.nullable(),
  pauses: z.array(
    z.object({ ...toldPause, cause: z.enum(PAUSE_CAUSES).nullable(), decidedAt: Ms.nullable() }),
  ),
});
const ToldSession = z.object({
  ...anySession,
  aliases: z.array(z.string()),
  isVoid: z.boolean(),
  pauses: z.array(z.object(toldPause)),
});

const DeviceRecord = z.object({
  setMs: Ms,
  zone: z.string().nullable(),
  sessions: z.array(HeldSession),
  elsewhere: z.object({ sessionId: z.string(), startedAt: Ms, openedOn: z.string().nullable() }).nullable(),
  figures: z.object({ asOf: Ms, days: z.array(Day) }).nullable(),
  rules: Rules.nullable(),
  lastActionAt: Ms.nullable(),
});

const ServerFact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('joined'), sessionId: z.string(), joinedSessionId: z.string() }),
  z.object({ type: z.literal('session'), session: ToldSession, frameMs: Ms }),
  z.object({ type: z.literal('nothing_elsewhere') }),
  z.object({ type: z.literal('rules'), rules: Rules }),
  z.object({ type: z.literal('figures'), asOf: Ms, days: z.array(Day), frameMs: Ms }),
]);

/** As it was recorded: the form that is sent, and what the wall clock had been set by. */
const RecordedEvent = AttendanceEventBody.extend({ setMs: Ms, action: AttendanceActionBody });
const Code = z.enum([...REJECTION_CODES, ...HELD_REASONS, ...REFUSED_FORMS]).nullable();
const Answer = z.object({
  eventId: z.string(),
  result: z.enum(EVENT_RESULTS),
  firstResult: z.enum(EVENT_RESULTS).nullable(),
  code: Code,
});
const Entry = z.object({
  event: RecordedEvent,
  frozen: AttendanceEventBody.nullable(),
  state: z.enum(['waiting', 'done', 'needs_you', 'put_away']),
  result: z.enum(EVENT_RESULTS).nullable(),
  code: Code,
});

/** Whose journal it is; the first line. Source: J4. */
export const Binding = z.strictObject({
  userId: z.string(),
  deviceId: z.string(),
  organizationId: z.string(),
});
export type Binding = z.infer<typeof Binding>;

/** Every line of a journal. `state` stands for all lines that a compaction took the place of. */
export const JournalLine = z.discriminatedUnion('line', [
  z.object({ line: z.literal('head'), version: z.literal(1), binding: Binding }),
  z.object({
    line: z.literal('state'),
    record: DeviceRecord,
    outbox: z.object({ entries: z.array(Entry), nextSeq: z.int().positive() }),
  }),
  z.object({ line: z.literal('event'), event: RecordedEvent, cause: z.enum(PAUSE_CAUSES).nullable() }),
  z.object({ line: z.literal('fact'), fact: ServerFact }),
  z.object({ line: z.literal('frozen'), forms: z.array(AttendanceEventBody) }),
  z.object({ line: z.literal('answers'), answers: z.array(Answer) }),
  z.object({ line: z.literal('aligned'), serverNextSeq: z.int().positive() }),
  z.object({ line: z.literal('restamped'), serverNextSeq: z.int().positive() }),
  z.object({ line: z.literal('put_away'), eventId: z.string() }),
]);
export type JournalLine = z.infer<typeof JournalLine>;
