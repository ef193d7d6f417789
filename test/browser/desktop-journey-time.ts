import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

/**
 * The clocks of this process, of which a test can let time pass: wall, monotonic and uptime alike, as on a machine that stays awake. API and
 * desktop app run in it; the dashboard and the database keep the true time. The wall clock can be set besides, of which the API hears nothing.
 */
export class PassingTime {
  #aheadMs = 0;
  #setMs = 0;
  readonly #now = Date.now;
  readonly #uptime = os.uptime;
  readonly #bigint = process.hrtime.bigint;

  start(): void {
    Date.now = () => this.real() + this.#setMs;
    process.hrtime.bigint = () => this.#bigint.call(process.hrtime) + BigInt(this.#aheadMs) * 1_000_000n;
    os.uptime = () => this.#uptime() + this.#aheadMs / 1000;
    syncBuiltinESMExports();
  }

  pass(milliseconds: number): void {
    this.#aheadMs += milliseconds;
  }

  /** As by hand: the wall clock alone is so far from the time that it is, until it is set again. */
  set(milliseconds: number): void {
    this.#setMs = milliseconds;
  }

  /** The time that it is, whatever the wall clock says. */
  real(): number {
    return this.#now.call(Date) + this.#aheadMs;
  }

  stop(): void {
    Date.now = this.#now;
    process.hrtime.bigint = this.#bigint;
    os.uptime = this.#uptime;
    syncBuiltinESMExports();
  }
}

/** Each look at the idle time of somebody who is away lets so much pass: less than makes a tick late, which would be a gap. */
const STEP_MS = 20_000;

/** A person before the machine, for `getSystemIdleTime`. */
export class Person {
  readonly #time: PassingTime;
  #leftAt: number | null = null;

  constructor(time: PassingTime) {
    this.#time = time;
  }

  leave(): void {
    this.#leftAt = Date.now();
  }
  comeBack(): void {
    this.#leftAt = null;
  }
  get awayMs(): number {
    return this.#leftAt === null ? 0 : Date.now() - this.#leftAt;
  }

  /** Sits before a machine: what it reads as seconds without input is this person's. */
  sitAt(record: { idleSeconds: number }): void {
    Object.defineProperty(record, 'idleSeconds', {
      get: () => {
        const seconds = Math.floor(this.awayMs / 1000);
        if (this.#leftAt !== null) queueMicrotask(() => this.#time.pass(STEP_MS));
        return seconds;
      },
    });
  }
}

/** A zone in which it is ten in the morning, so that the day is the same from the first minute of the journey to the last. */
export function zoneAtTen(): string {
  const ahead = 10 - new Date().getUTCHours();
  const hours = ahead < -12 ? ahead + 24 : ahead;
  return hours === 0 ? 'UTC' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
}
