import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { getClock } from '@devpulse/contracts/attendance/clock';
import { askCorrection } from '@devpulse/contracts/attendance/corrections';
import {
  type AttendanceEventBody,
  EVENTS_PER_BATCH,
  sendAttendanceEvents,
} from '@devpulse/contracts/attendance/events';
import { setOwnLeave } from '@devpulse/contracts/attendance/leave';
import type { ApiCall } from '@devpulse/contracts/client';
import { demoStory, demoToday, type Told, type WorkedDay } from './demo-hours.ts';
import { type DemoWorker, demoWork } from './demo-people.ts';

const BOOT_ID = randomUUID();
const MINUTE = 60_000;

/** Where the demo's days are counted from; the days of people elsewhere are named alike. */
const ZONE = 'Europe/Berlin';

/** Three weeks of somebody's hours, told through the API as their clock in the dashboard would tell them, and what they asked for. */
export async function recordDemoHours(
  call: ApiCall,
  organization: string,
  worker: DemoWorker,
): Promise<void> {
  const today = demoToday(Date.now(), ZONE);
  const days = demoWork(worker, today);
  const params = { organization };
  const { web } = await call(getClock, { params });
  const events = days.flatMap(({ told }) => told).map((told, index) => eventOf(told, web.nextSeq + index));
  for (let from = 0; from < events.length; from += EVENTS_PER_BATCH) {
    const body = { events: events.slice(from, from + EVENTS_PER_BATCH) };
    await call(sendAttendanceEvents, { params: { organization, device: web.deviceId }, body });
  }
  const story = demoStory(today);
  if (worker.event === 'leave') {
    const day = String(story.leave);
    await call(setOwnLeave, { params: { organization, day }, body: { kind: 'vacation', portion: 'whole' } });
  }
  if (worker.event === 'halfDay') {
    const day = String(story.halfDay);
    await call(setOwnLeave, { params: { organization, day }, body: { kind: 'sick', portion: 'half' } });
  }
  if (worker.event === 'lateStart') {
    await askForEarlierStart(call, organization, dayOf(days, story.lateStart, worker.habit.zone));
  }
}

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

function dayOf(days: readonly WorkedDay[], wanted: Temporal.PlainDate, zone: string): WorkedDay | undefined {
  return days.find(({ told: [first] }) => first && demoToday(first.at, zone).equals(wanted));
}

async function askForEarlierStart(
  call: ApiCall,
  organization: string,
  day: WorkedDay | undefined,
): Promise<void> {
  const [first, last] = [day?.told.at(0), day?.told.at(-1)];
  if (!day || !first || !last) return;
  const body = {
    session: day.id,
    after: {
      startedAt: new Date(first.at - 45 * MINUTE).toISOString(),
      endedAt: new Date(last.at).toISOString(),
    },
    reason: 'The release call began before I was at my desk.',
  };
  await call(askCorrection, { params: { organization }, body });
}
