import type { AttendanceEvent } from './events.ts';
import { type Life, TICK_MS } from './life.arbitrary.ts';

/** What a tick is, in the words of the day sheet. */
type Mark = 'worked' | 'break' | 'unresolved' | 'excluded' | null;
type Told = { from: number; to: number };
type Found = Told & { device: string; session: string; pause: string };

/** What the events of a life say, read with plain loops over its ticks. Shares no code with the fold. */
class Reading {
  readonly #events: AttendanceEvent[];
  readonly #startsAt: number;
  readonly sessions = new Map<string, Told>();
  readonly breaks: Told[] = [];
  readonly found: Found[] = [];
  readonly alive: (Told & { device: string })[] = [];

  constructor(life: Life) {
    this.#startsAt = life.startsAt;
    this.#events = [...life.events].sort((a, b) =>
      a.deviceId < b.deviceId ? -1 : a.deviceId > b.deviceId ? 1 : a.seq - b.seq,
    );
    for (const event of this.#events) this.#readSession(event);
    for (const event of this.#events) this.#readPause(event);
    for (const event of this.#events) this.#readLife(event);
  }

  #tickOf(event: AttendanceEvent, wall: number): number {
    return Math.floor((wall + (event.offsetMs ?? 0) - this.#startsAt) / TICK_MS);
  }

  #isUndone(stop: AttendanceEvent): boolean {
    for (const event of this.#events)
      if (
        event.action.type === 'clock_out_undone' &&
        'sessionId' in stop.action &&
        event.action.sessionId === stop.action.sessionId &&
        event.occurredAt + (event.offsetMs ?? 0) >= stop.occurredAt + (stop.offsetMs ?? 0) &&
        event.occurredAt + (event.offsetMs ?? 0) - stop.occurredAt - (stop.offsetMs ?? 0) <= 60_000
      )
        return true;
    return false;
  }

  #readSession(event: AttendanceEvent): void {
    const { action } = event;
    if (action.type !== 'clock_in' && action.type !== 'clock_out') return;
    const known = this.sessions.get(action.sessionId) ?? { from: Infinity, to: Infinity };
    if (action.type === 'clock_in') known.from = Math.min(known.from, this.#tickOf(event, event.occurredAt));
    else if (!this.#isUndone(event)) known.to = Math.min(known.to, this.#tickOf(event, action.endedAt));
    this.sessions.set(action.sessionId, known);
  }

  #readPause(event: AttendanceEvent): void {
    const { action, deviceId: device } = event;
    const session = 'sessionId' in action ? this.sessions.get(action.sessionId) : undefined;
    if (!session) return;
    if (action.type === 'break_start') {
      let to = session.to;
      for (const other of this.#events)
        if (other.action.type === 'break_end' && other.action.pauseId === action.pauseId)
          to = Math.min(to, this.#tickOf(other, other.occurredAt));
      this.breaks.push({ from: this.#tickOf(event, event.occurredAt), to });
    }
    if (action.type === 'pause_found') {
      const from = Math.max(session.from, this.#tickOf(event, action.startedAt));
      const to = Math.min(session.to, this.#tickOf(event, action.endedAt));
      this.found.push({ from, to, device, session: action.sessionId, pause: action.pauseId });
    }
  }

  #readLife(event: AttendanceEvent): void {
    const { action, deviceId: device } = event;
    if (!('sessionId' in action)) return;
    let [from, to] = [Infinity, -1];
    for (const other of this.#events)
      if (
        other.deviceId === device &&
        'sessionId' in other.action &&
        other.action.sessionId === action.sessionId
      ) {
        from = Math.min(from, this.#tickOf(other, other.occurredAt));
        to = Math.max(to, this.#tickOf(other, other.occurredAt));
      }
    this.alive.push({ device, from, to: Math.min(to, this.sessions.get(action.sessionId)?.to ?? -1) });
  }

  #isIdle(device: string, tick: number): boolean {
    for (const one of this.found) if (one.device === device && one.from <= tick && tick < one.to) return true;
    return false;
  }

  #isAnotherActive(device: string, tick: number): boolean {
    for (const one of this.alive)
      if (one.device !== device && one.from <= tick && tick < one.to && !this.#isIdle(one.device, tick))
        return true;
    return false;
  }

  #decision(tick: number): 'counted' | 'excluded' | 'pending' | null {
    let isFound = false;
    let last: AttendanceEvent | null = null;
    for (const one of this.found) {
      if (tick < one.from || tick >= one.to || this.#isAnotherActive(one.device, tick)) continue;
      isFound = true;
      for (const event of this.#events) {
        if (event.action.type !== 'pause_decided' || event.action.pauseId !== one.pause) continue;
        if (!last || isLater(event, last)) last = event;
      }
    }
    if (!isFound) return null;
    return last?.action.type === 'pause_decided' ? last.action.decision : 'pending';
  }

  mark(tick: number): Mark {
    let isIn = false;
    for (const one of this.sessions.values()) if (one.from <= tick && tick < one.to) isIn = true;
    if (!isIn) return null;
    for (const one of this.breaks) if (one.from <= tick && tick < one.to) return 'break';
    const decision = this.#decision(tick);
    return decision === 'pending' ? 'unresolved' : decision === 'excluded' ? 'excluded' : 'worked';
  }
}

function isLater(a: AttendanceEvent, b: AttendanceEvent): boolean {
  const [atA, atB] = [a.occurredAt + (a.offsetMs ?? 0), b.occurredAt + (b.offsetMs ?? 0)];
  if (atA !== atB) return atA > atB;
  return a.deviceId === b.deviceId ? a.seq > b.seq : a.deviceId > b.deviceId;
}

export type OracleDay = {
  localDate: string;
  workedMs: number;
  breakMs: number;
  unresolvedMs: number;
  excludedMs: number;
  firstIn: number;
  lastOut: number;
};

/** The day sheet of a life in one zone, tick by tick; the zone's offsets must be whole minutes. */
export function oracleDays(of: Life, zone: string): OracleDay[] {
  const reading = new Reading(of);
  const days: OracleDay[] = [];
  for (let tick = 0; tick < of.ticks; tick += 1) {
    const mark = reading.mark(tick);
    if (mark === null) continue;
    const at = of.startsAt + tick * TICK_MS;
    const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    const localDate = zoned.toPlainDate().toString();
    let day = days.at(-1);
    if (day?.localDate !== localDate) {
      day = { localDate, workedMs: 0, breakMs: 0, unresolvedMs: 0, excludedMs: 0, firstIn: at, lastOut: at };
      days.push(day);
    }
    day[`${mark}Ms`] += TICK_MS;
    day.lastOut = at + TICK_MS;
  }
  return days;
}
