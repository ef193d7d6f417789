import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AttendanceEventBody } from '@devpulse/contracts/attendance/events';
import { createClient } from '@devpulse/contracts/client';
import type { EngineNotice } from '@devpulse/domain/attendance/device/engine-types';
import { ClockService } from '../src/main/clock/clock-service.ts';
import type { Scheduler } from '../src/main/clock/ports.ts';
import { AliveFile } from '../src/main/journal/alive-file.ts';
import { Book } from '../src/main/journal/book.ts';
import type { AppendFs } from '../src/main/journal/journal-file.ts';
import type { Binding } from '../src/main/journal/lines.ts';
import { SyncService } from '../src/main/sync/sync-service.ts';

export const newBinding = (): Binding => ({
  userId: randomUUID(),
  deviceId: randomUUID(),
  organizationId: randomUUID(),
});

/** Clocks, idle time and timers that a test moves by hand. */
export class FakeMachine {
  wall = Date.parse('2026-10-22T09:00:00Z');
  mono = 5_000_000;
  hasUptime = true;
  run = 'run-1';
  idle: number | null = 0;
  timers: { everyMs: number; run: () => void }[] = [];
  delays: { ms: number; run: () => void }[] = [];

  clocks = {
    read: () => ({ wall: this.wall, monoMs: this.mono, uptimeMs: this.hasUptime ? this.mono : null }),
    machineRun: () => this.run,
    zone: () => 'Europe/Berlin',
  };

  scheduler: Scheduler = {
    every: (everyMs, run) => {
      const timer = { everyMs, run };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((one) => one !== timer);
      };
    },
    after: (ms, run) => {
      const delay = { ms, run };
      this.delays.push(delay);
      return () => {
        this.delays = this.delays.filter((one) => one !== delay);
      };
    },
  };

  pass(milliseconds: number, ticks = true) {
    this.wall += milliseconds;
    this.mono += milliseconds;
    if (ticks) for (const { run } of [...this.timers]) run();
  }
}

type Sent = AttendanceEventBody[];
export type FakeAnswer =
  | { status: number; body: unknown; headers?: Record<string, string> }
  | 'lost'
  | 'reply_lost';

/** Answers as the API does; a test may put another answer before it. */
export class FakeServer {
  taken: Sent = [];
  requests: Sent[] = [];
  next: FakeAnswer[] = [];
  aheadMs = 0;
  /** Types of action whose form is refused with the whole batch, and those that are rejected alone. */
  refusedType: string | null = null;
  rejectedType: string | null = null;
  paths: string[] = [];
  readonly #machine: FakeMachine;

  constructor(machine: FakeMachine) {
    this.#machine = machine;
  }

  fetch: typeof fetch = async (input, init) => {
    const { events } = JSON.parse(String(init?.body)) as { events: Sent };
    this.paths.push(new URL(String(input)).pathname);
    this.requests.push(events);
    const forced = this.next.shift();
    if (forced === 'lost') throw new TypeError('no network');
    if (forced && forced !== 'reply_lost') return Response.json(forced.body, forced);
    const answer = this.#take(events);
    if (forced === 'reply_lost') throw new TypeError('no reply');
    return answer;
  };

  #take(events: Sent): Response {
    if (events.some(({ action }) => action.type === this.refusedType)) return problem(400);
    const results = [];
    for (const event of events) {
      AttendanceEventBody.parse(event);
      const known = this.taken.find(({ eventId }) => eventId === event.eventId);
      if (known && JSON.stringify(known) !== JSON.stringify(event)) return problem(422);
      if (!known && event.seq !== this.taken.length + 1) return problem(409);
      if (!known) this.taken.push(event);
      results.push({
        eventId: event.eventId,
        result: known ? 'duplicate' : event.action.type === this.rejectedType ? 'rejected' : 'applied',
        firstResult: known ? 'applied' : null,
        code: event.action.type === this.rejectedType ? 'ends_before_start' : null,
        joinedSessionId: null,
        isClamped: false,
      });
    }
    const serverTime = new Date(this.#machine.wall + this.aheadMs).toISOString();
    return Response.json({ results, nextSeq: this.taken.length + 1, serverTime });
  }
}

export const problem = (status: number): Response =>
  Response.json(
    { type: 'about:blank', title: '-', status, code: 'conflict', detail: '-', requestId: '-' },
    { status },
  );

export class ClockStage {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'devpulse-clock-'));
  readonly machine = new FakeMachine();
  readonly server = new FakeServer(this.machine);
  readonly notices: EngineNotice[] = [];
  readonly order: string[] = [];

  open(binding: Binding, options: { fs?: AppendFs; present?: () => Promise<void> } = {}) {
    const { machine } = this;
    const book = Book.open(this.directory, binding, {
      now: machine.wall,
      ...(options.fs ? { fs: options.fs } : {}),
    });
    const clock: ClockService = new ClockService({
      book,
      alive: new AliveFile(this.directory, binding),
      ports: {
        clocks: machine.clocks,
        idle: { idleMs: () => machine.idle },
        scheduler: machine.scheduler,
        newId: () => uuidv7(),
        newBootId: () => randomUUID(),
        present: async (notices) => {
          await options.present?.();
          this.order.push('shown');
          this.notices.push(...notices);
        },
        ownRules: () => ({}),
      },
      onRecorded: () => {
        this.order.push('to be sent');
      },
    });
    const sync = new SyncService({
      book,
      clock,
      target: {
        call: createClient({ baseUrl: 'http://api.test', fetch: this.server.fetch }),
        organization: 'acme',
        device: binding.deviceId,
      },
      scheduler: machine.scheduler,
      random: () => 0.5,
      readFacts: async () => [],
      onChange: () => {},
    });
    return { book, clock, sync };
  }

  close() {
    rmSync(this.directory, { recursive: true });
  }
}

let ids = 0;
/** UUIDs of version 7 in the order in which they are made. */
function uuidv7(): string {
  const count = (++ids).toString(16).padStart(12, '0');
  return `01930000-0000-7000-8000-${count}`;
}
