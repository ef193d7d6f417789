import { randomUUID, randomUUIDv7 } from 'node:crypto';
import type {
  AttendanceActionBody,
  AttendanceEventBody,
  AttendanceEventResult,
} from '@devpulse/contracts/attendance/events';
import { ApiError } from '@devpulse/contracts/client';

/** One for this process, whose monotonic clock the events name. */
const BOOT_ID = randomUUID();
const MOST_TRIES = 8;

type Event = AttendanceEventBody;
export type StreamCalls = {
  nextSeq: number;
  /** Answers what became of the events, in their order. */
  send: (events: Event[]) => Promise<AttendanceEventResult[]>;
};

/**
 * This server's clock when something is done, and what to add to it for that of the API; in milliseconds. Null where they are further
 * apart than an event may say.
 */
export type WebTime = { now: number; offsetMs: number | null };

const MOST_APART_MS = 366 * 86_400_000;

/** By how much the API's clock is ahead of this server's: it read its own half-way between question and answer. */
export function offsetOf(
  serverTime: string,
  { asked, answered }: { asked: number; answered: number },
): number | null {
  const offset = Date.parse(serverTime) - Math.round((asked + answered) / 2);
  return Math.abs(offset) <= MOST_APART_MS ? offset : null;
}

/** The event of an action that happens now. It has no place in the stream yet. */
export function eventNow(action: AttendanceActionBody, { now, offsetMs }: WebTime): Omit<Event, 'seq'> {
  return {
    eventId: randomUUIDv7(),
    occurredAt: now,
    offsetMs,
    bootId: BOOT_ID,
    monoMs: performance.now(),
    action,
  };
}

/**
 * Appends one event to the stream of the dashboard's clock, which every tab of a person shares. Where another tab was first the server says
 * which number is free; where no answer came the very same is sent again, and a repeat changes nothing.
 */
export async function appendEvent(
  event: Omit<Event, 'seq'>,
  { nextSeq, send }: StreamCalls,
): Promise<AttendanceEventResult> {
  let seq = nextSeq;
  for (let tries = 1; ; tries += 1) {
    try {
      const [result] = await send([{ ...event, seq }]);
      if (result === undefined) throw new Error('An event was answered with nothing.');
      return result;
    } catch (error) {
      const next = tries < MOST_TRIES ? nextTry(error, seq) : null;
      if (next === null) throw error;
      seq = next;
    }
  }
}

/** The number to send the event with again; null where another try makes no sense. */
function nextTry(error: unknown, seq: number): number | null {
  if (!(error instanceof ApiError)) return null;
  const { code, expectedSeq, status } = error.problem;
  if (code === 'expected_seq' && expectedSeq !== undefined) return expectedSeq;
  return status === 0 ? seq : null;
}
