import { randomUUID, randomUUIDv7 } from 'node:crypto';
import type { AttendanceEventBody } from '@devpulse/contracts/attendance/events';
import type { AttendanceAction } from '@devpulse/domain/attendance/events';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A batch of a hundred events is ten days. */
const DAYS_PER_BATCH = 10;
/** What is older than 30 days waits for somebody's decision; batches that do not are measured. */
export const BATCHES = 2;

/** A device that was offline, and numbers what it recorded. */
export class OfflineDevice {
  readonly #bootId = randomUUID();
  readonly #midnight: number;
  #seq = 0;
  #batches = 0;

  constructor(now: number) {
    this.#midnight = Math.floor(now / DAY) * DAY;
  }

  /** A hundred events: ten days, the oldest first, each with two sessions, a break and two pauses that were decided. */
  nextBatch(): AttendanceEventBody[] {
    const last = (BATCHES - this.#batches) * DAYS_PER_BATCH;
    this.#batches += 1;
    return Array.from({ length: DAYS_PER_BATCH }, (_, index) => last - index).flatMap((daysAgo) =>
      this.#day(this.#midnight - daysAgo * DAY),
    );
  }

  clockIn(at: number): AttendanceEventBody {
    return this.#event(at, { type: 'clock_in', sessionId: randomUUID(), zone: 'UTC' });
  }

  #day(midnight: number): AttendanceEventBody[] {
    const at = (hours: number) => midnight + hours * HOUR;
    const [morning, afternoon, breakId] = [randomUUID(), randomUUID(), randomUUID()];
    return [
      this.#event(at(8), { type: 'clock_in', sessionId: morning, zone: 'UTC' }),
      ...this.#pause(morning, at(9), 'excluded'),
      this.#clockOut(morning, at(12)),
      this.#event(at(13), { type: 'clock_in', sessionId: afternoon, zone: 'UTC' }),
      this.#event(at(14), { type: 'break_start', sessionId: afternoon, pauseId: breakId }),
      this.#event(at(14.25), { type: 'break_end', sessionId: afternoon, pauseId: breakId }),
      ...this.#pause(afternoon, at(15), 'counted'),
      this.#clockOut(afternoon, at(17)),
    ];
  }

  #clockOut(sessionId: string, at: number): AttendanceEventBody {
    return this.#event(at, { type: 'clock_out', sessionId, endedAt: at, reason: 'member' });
  }

  #pause(sessionId: string, from: number, decision: 'counted' | 'excluded'): AttendanceEventBody[] {
    const [pauseId, to] = [randomUUID(), from + HOUR / 3];
    return [
      this.#event(to, {
        type: 'pause_found',
        sessionId,
        pauseId,
        kind: 'idle',
        startedAt: from,
        endedAt: to,
      }),
      this.#event(to + 60_000, { type: 'pause_decided', sessionId, pauseId, decision }),
    ];
  }

  #event(occurredAt: number, action: AttendanceAction): AttendanceEventBody {
    this.#seq += 1;
    const stamp = { eventId: randomUUIDv7(), seq: this.#seq, occurredAt, offsetMs: 0, bootId: this.#bootId };
    return { ...stamp, monoMs: occurredAt % 1e9, action };
  }
}
