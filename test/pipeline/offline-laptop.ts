import { randomUUID } from 'node:crypto';
import { createClient } from '@devpulse/contracts/client';
import { waitingOf } from '@devpulse/domain/attendance/device/outbox';
import { v7 } from 'uuid';
import { ClockService } from '../../apps/desktop/src/main/clock/clock-service.ts';
import type { Scheduler } from '../../apps/desktop/src/main/clock/ports.ts';
import { AliveFile, type StoredMark } from '../../apps/desktop/src/main/journal/alive-file.ts';
import { Book } from '../../apps/desktop/src/main/journal/book.ts';
import type { Binding } from '../../apps/desktop/src/main/journal/lines.ts';
import { readFacts } from '../../apps/desktop/src/main/sync/read-facts.ts';
import { SyncService } from '../../apps/desktop/src/main/sync/sync-service.ts';
import type { Absence, DevicePlan, Stay, WeekPlan } from './offline-week-plan.ts';

const MINUTE = 60_000;
const HALF = MINUTE / 2;

type Link = { fetch: typeof fetch; organization: string; directory: string; binding: Binding };

/** The mark of life without the disk, of which there are thousands in a week. */
class MarkInMemory extends AliveFile {
  #mark: StoredMark | null = null;

  override read(): StoredMark | null {
    return this.#mark;
  }

  override write(mark: StoredMark): void {
    this.#mark = mark;
  }
}

/** A laptop with the desktop's own clock, journal and sync, on clocks that a plan moves. `time` is the server's, which it does not know. */
export class OfflineLaptop {
  time: number;
  readonly #startedAt: number;
  readonly #link: Link;
  readonly #alive: AliveFile;
  #aheadMs: number;
  #sleptMs = 0;
  #lastInput: number;
  #zone = 'Europe/Berlin';
  #timers: (() => void)[] = [];
  #found: string[] = [];
  #parts: { book: Book; clock: ClockService; sync: SyncService };

  constructor(link: Link, at: { time: number; aheadMs: number }) {
    this.#link = link;
    this.#alive = new MarkInMemory(link.directory, link.binding);
    this.time = at.time;
    this.#startedAt = at.time;
    this.#lastInput = at.time;
    this.#aheadMs = at.aheadMs;
    this.#parts = this.#open();
  }

  get waiting(): number {
    return waitingOf(this.#parts.book.outbox).length;
  }

  get needsYou(): readonly object[] {
    return this.#parts.clock.view(this.#parts.sync.link).sync.needsYou;
  }

  start(): Promise<void> {
    return this.#parts.clock.start();
  }

  send(): Promise<void> {
    return this.#parts.sync.kick();
  }

  close(): void {
    this.#parts.sync.end();
    this.#parts.clock.end();
    this.#parts.book.close();
  }

  /** The app ends and is opened again; the machine runs on. */
  async #restart(): Promise<void> {
    this.close();
    this.#timers = [];
    this.#parts = this.#open();
    await this.start();
  }

  /** Lives the plan without a network, and finds each absence of it. */
  async live(plan: WeekPlan, own: DevicePlan, change: { setMinute: number; byMs: number; restarts: number }) {
    const landing = plan.startsAt + plan.flightMinute * MINUTE;
    for (const stay of own.stays) {
      const at = (minute: number) => plan.startsAt + minute * MINUTE;
      if (this.#zone === 'Europe/Berlin' && landing <= at(stay.from)) this.#land();
      this.time = at(stay.from);
      await this.#command({ type: 'clock_in' });
      const setAt = at(change.setMinute);
      for (let minute = stay.from + 1; minute <= stay.to; minute += 1) {
        if (at(minute - 1) === setAt) this.#aheadMs += change.byMs;
        await this.#minute(stay, minute, at(minute));
        if (at(minute) === landing && minute < stay.to) this.#land();
        if (minute % change.restarts === 0 && !isAway(stay, minute) && minute < stay.to)
          await this.#restart();
      }
      await this.#command({ type: 'clock_out', endedAt: null });
      await this.#decideLater(stay, at);
    }
  }

  #land(): void {
    this.#zone = 'America/New_York';
    this.#parts.clock.zoneChanged();
  }

  async #minute(stay: Stay, minute: number, end: number): Promise<void> {
    const absence = stay.absences.find(({ from, to }) => from < minute && minute <= to);
    const quiet = stay.quiet.find(({ from, to }) => from < minute && minute <= to);
    const isFirst = absence?.from === minute - 1;
    const isLast = (absence ?? quiet)?.to === minute;
    this.#pass(HALF, absence?.kind === 'asleep' && !isFirst);
    if (absence && isFirst) this.#signal(absence.kind, 'off');
    if (absence && isLast) this.#signal(absence.kind, 'on');
    const isStill = (absence ?? quiet) !== undefined && !isLast;
    this.#pass(HALF, isStill && absence?.kind === 'asleep', () => {
      if (!isStill) this.#lastInput = end;
    });
    for (const { from, to } of stay.breaks) {
      if (from === minute) await this.#command({ type: 'break_start' });
      if (to === minute) await this.#command({ type: 'break_end' });
    }
    const base = this.#found.length - stay.absences.filter(({ to }) => to <= minute).length;
    for (const [index, { decided }] of stay.absences.entries())
      if (decided?.atMinute === minute) await this.#decide(base + index, decided.answer);
  }

  async #decideLater(stay: Stay, at: (minute: number) => number): Promise<void> {
    const base = this.#found.length - stay.absences.length;
    const later = stay.absences
      .map(({ decided }, index) => ({ decided, index: base + index }))
      .filter(({ decided }) => decided !== null && decided.atMinute > stay.to)
      .sort((a, b) => (a.decided?.atMinute ?? 0) - (b.decided?.atMinute ?? 0));
    for (const { decided, index } of later) {
      if (decided === null) continue;
      this.time = at(decided.atMinute);
      await this.#decide(index, decided.answer);
    }
  }

  #decide(index: number, decision: 'counted' | 'excluded'): Promise<void> {
    const pauseId = this.#found[index] ?? 'not found';
    return this.#command({ type: 'decide', decisions: [{ pauseId, decision }] });
  }

  async #command(command: Parameters<ClockService['command']>[0]): Promise<void> {
    this.#lastInput = this.time;
    const { refused } = await this.#parts.clock.command(command);
    if (refused !== null) throw new Error(`${command.type} was refused: ${refused}`);
  }

  #signal(kind: Absence, turned: 'off' | 'on'): void {
    const { clock } = this.#parts;
    if (kind === 'locked') clock.signal(turned === 'off' ? 'lock' : 'unlock');
    if (kind === 'asleep') clock.signal(turned === 'off' ? 'suspend' : 'resume');
  }

  #pass(milliseconds: number, isAsleep: boolean, before: () => void = () => {}): void {
    this.time += milliseconds;
    before();
    if (isAsleep) this.#sleptMs += milliseconds;
    else for (const run of [...this.#timers]) run();
  }

  #open() {
    const { directory, binding, organization } = this.#link;
    const call = createClient({ baseUrl: 'http://api.test', fetch: this.#link.fetch });
    const scheduler: Scheduler = {
      every: (_, run) => {
        this.#timers.push(run);
        return () => {
          this.#timers = this.#timers.filter((one) => one !== run);
        };
      },
      after: () => () => {},
    };
    const book = Book.open(directory, binding, { now: this.time });
    const clock = new ClockService({
      book,
      alive: this.#alive,
      ports: {
        clocks: {
          read: () => ({
            wall: this.time + this.#aheadMs,
            monoMs: this.time - this.#startedAt - this.#sleptMs,
            uptimeMs: this.time - this.#startedAt,
          }),
          machineRun: () => 'one run',
          zone: () => this.#zone,
        },
        idle: { idleMs: () => this.time - this.#lastInput },
        scheduler,
        newId: () => v7(),
        newBootId: () => randomUUID(),
        present: (notices) => {
          for (const notice of notices) if (notice.type === 'pause_found') this.#found.push(notice.pauseId);
        },
        ownRules: () => ({}),
      },
      onRecorded: () => {},
    });
    const sync = new SyncService({
      book,
      clock,
      target: { call, organization, device: binding.deviceId },
      scheduler,
      random: () => 0.5,
      readFacts: (frameMs) => readFacts(call, organization, frameMs),
      onChange: () => {},
    });
    return { book, clock, sync };
  }
}

const isAway = (stay: Stay, minute: number) =>
  [...stay.absences, ...stay.quiet, ...stay.breaks].some(({ from, to }) => from <= minute && minute <= to);
