import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { getClock } from '@devpulse/contracts/attendance/clock';
import {
  type AttendanceActionBody,
  type AttendanceEventBody,
  EVENTS_PER_BATCH,
  sendAttendanceEvents,
} from '@devpulse/contracts/attendance/events';
import type { ApiCall } from '@devpulse/contracts/client';

/** Events that are older than 30 days would become requests. */
const DAYS = 21;
const ZONE = 'Europe/Berlin';

type Told = { at: number; action: AttendanceActionBody };

/** Three weeks of working days of the demo's Owner before today, told through the API as their clock in the dashboard would tell them. */
export async function recordDemoHours(call: ApiCall, organization: string): Promise<void> {
  const params = { organization };
  const { web } = await call(getClock, { params });
  const events = demoHours(Date.now()).map((told, index) => eventOf(told, web.nextSeq + index));
  for (let from = 0; from < events.length; from += EVENTS_PER_BATCH) {
    const body = { events: events.slice(from, from + EVENTS_PER_BATCH) };
    await call(sendAttendanceEvents, { params: { organization, device: web.deviceId }, body });
  }
}

const BOOT_ID = randomUUID();

function eventOf({ at, action }: Told, seq: number): AttendanceEventBody {
  return {
    eventId: randomUUIDv7(),
    seq,
    occurredAt: at,
    offsetMs: 0,
    bootId: BOOT_ID,
    monoMs: performance.now(),
    action,
  };
}

/** What the clock says of the working days before `now`, in its order. Instants are in milliseconds. */
export function demoHours(now: number): Told[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(ZONE).toPlainDate();
  const days = Array.from({ length: DAYS }, (_, index) => today.subtract({ days: DAYS - index }));
  return days.filter((day) => day.dayOfWeek <= 5).flatMap(workedDay);
}

/** From about nine to half past five with a lunch; minutes differ from day to day, the same at each start. */
function workedDay(day: Temporal.PlainDate): Told[] {
  const shift = (day.dayOfYear * 7) % 23;
  const at = (hour: number, minute: number) =>
    day.toZonedDateTime({ timeZone: ZONE, plainTime: { hour, minute } }).epochMilliseconds;
  const [sessionId, pauseId] = [randomUUID(), randomUUID()];
  const endedAt = at(17, 20 + shift);
  return [
    { at: at(8, 45 + (shift % 13)), action: { type: 'clock_in', sessionId, zone: ZONE } },
    { at: at(12, shift), action: { type: 'break_start', sessionId, pauseId } },
    { at: at(12, 33 + shift), action: { type: 'break_end', sessionId, pauseId } },
    { at: endedAt, action: { type: 'clock_out', sessionId, endedAt, reason: 'member' } },
  ];
}
