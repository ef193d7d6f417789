import type { ServerResponse } from 'node:http';
import type { LiveChange } from '@devpulse/contracts/live';
import { SECURITY_HEADERS } from '../platform/security-headers.ts';

/** Beats that may fall on a reader who does not read before the connection is given up. */
const MAX_MISSED_BEATS = 3;
const RECONNECT_MILLISECONDS = 2000;

/**
 * One reader of server-sent events. While the reader is slower than the changes, they are merged into one, so that what waits for
 * it never grows.
 */
export class LiveConnection {
  readonly #response: ServerResponse;
  #isBlocked = false;
  #missedBeats = 0;
  #held: LiveChange | null = null;
  #isAttendanceHeld = false;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.on('drain', () => this.#resume());
    response.writeHead(200, {
      ...SECURITY_HEADERS,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    this.#write(`retry: ${RECONNECT_MILLISECONDS}\n\n`);
  }

  send(change: LiveChange): void {
    if (this.#isBlocked) this.#held = this.#held === null ? change : mergeChanges(this.#held, change);
    else this.#write(`event: changed\ndata: ${JSON.stringify(change)}\n\n`);
  }

  /** The reader's own time has changed. */
  tellAttendance(): void {
    if (this.#isBlocked) this.#isAttendanceHeld = true;
    else this.#write('event: attendance\ndata: {}\n\n');
  }

  /** A comment, so that neither side nor a proxy takes the silence for an end. */
  beat(): void {
    if (!this.#isBlocked) {
      this.#write(': beat\n\n');
      return;
    }
    this.#missedBeats += 1;
    if (this.#missedBeats >= MAX_MISSED_BEATS) this.#response.destroy();
  }

  end(): void {
    this.#response.end();
  }

  #resume(): void {
    this.#isBlocked = false;
    this.#missedBeats = 0;
    const held = this.#held;
    this.#held = null;
    if (held !== null) this.send(held);
    const isAttendanceHeld = this.#isAttendanceHeld;
    this.#isAttendanceHeld = false;
    if (isAttendanceHeld) this.tellAttendance();
  }

  #write(text: string): void {
    if (this.#response.destroyed || this.#response.writableEnded) return;
    this.#isBlocked = !this.#response.write(text);
  }
}

/** The days of both. No days means everything, and stays so. */
export function mergeChanges(earlier: LiveChange, later: LiveChange): LiveChange {
  const isEverything = earlier.days.length === 0 || later.days.length === 0;
  return {
    days: isEverything ? [] : [...new Set([...earlier.days, ...later.days])].sort(),
    receivedAt: later.receivedAt ?? earlier.receivedAt,
    computedAt: later.computedAt,
  };
}
