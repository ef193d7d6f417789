import { LocalDay } from '@devpulse/contracts/primitives';
import { z } from 'zod';
import { Id, InstantMs, ShownText } from './values.ts';

const Times = z.strictObject({ startedAt: InstantMs, endedAt: InstantMs.nullable() });

/** A correction that was asked for. */
export const RequestView = z.strictObject({
  requestId: Id,
  sessionId: Id,
  day: LocalDay,
  before: Times,
  after: Times,
  reason: ShownText,
  state: z.enum(['waiting', 'approved', 'declined', 'taken_back', 'locked']),
  askedAt: InstantMs,
  sentTo: ShownText.nullable(),
  decidedBy: ShownText.nullable(),
  decidedAt: InstantMs.nullable(),
  answer: ShownText.nullable(),
});
export type RequestView = z.infer<typeof RequestView>;

/** Asks for other times of a session, or takes the question back. */
export const CorrectionCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('request'),
    /** Made by the window, the same for the same content: however often it is sent, it is one request. */
    id: Id,
    sessionId: Id,
    startedAt: InstantMs,
    endedAt: InstantMs,
    reason: z.string().trim().min(5).max(500),
    /** A refused entry that the request answers. */
    answersEventId: Id.nullable(),
  }),
  z.strictObject({ type: z.literal('take_back'), requestId: Id }),
]);
export type CorrectionCommand = z.infer<typeof CorrectionCommand>;
