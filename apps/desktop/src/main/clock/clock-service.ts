import { isDeepStrictEqual } from 'node:util';
import { awayFrom, EMPTY_ENGINE, step } from '@devpulse/domain/attendance/device/engine';
import type {
  ClockCommand,
  EngineInput,
  EngineState,
  NewRecord,
  Refusal,
} from '@devpulse/domain/attendance/device/engine-types';
import { foldFact } from '@devpulse/domain/attendance/device/fold-fact';
import {
  addSample,
  type Exchange,
  frameOf,
  type OffsetSamples,
} from '@devpulse/domain/attendance/device/offset';
import { openSessionOf, type ServerFact } from '@devpulse/domain/attendance/device/record';
import { DEFAULT_DEVICE_RULES, type DeviceRules } from '@devpulse/domain/attendance/device/rules';
import { type ClockView, clockView, type SyncLink } from '@devpulse/domain/attendance/device/view';
import type { AliveFile } from '../journal/alive-file.ts';
import type { Book } from '../journal/book.ts';
import type { JournalLine } from '../journal/lines.ts';
import { isSameBoot } from './boot.ts';
import type { ClockPorts } from './ports.ts';
import { hasNews, tickMs } from './tick.ts';

const ALIVE_EVERY_MS = 30_000;

/** `not_saved`: the disk did not take it, so it did not happen. */
export type CommandResult = { refused: Refusal | 'not_saved' | null };

type Options = {
  book: Book;
  alive: AliveFile;
  ports: ClockPorts;
  /** Called when something new may be sent: after it is on the disk and was shown. */
  onRecorded: () => void;
};

/** The device's clock: each step goes to the disk, then to the windows, then to the server. Source: attendance.md, J1. */
export class ClockService {
  readonly #book: Book;
  readonly #alive: AliveFile;
  readonly #ports: ClockPorts;
  readonly #onRecorded: () => void;
  #state: EngineState;
  #samples: OffsetSamples = [];
  #bootId: string;
  #isShown = true;
  #tick: { everyMs: number; stop: () => void } | null = null;
  #aliveAtMono = Number.NEGATIVE_INFINITY;
  #isEnded = false;

  constructor({ book, alive, ports, onRecorded }: Options) {
    this.#book = book;
    this.#alive = alive;
    this.#ports = ports;
    this.#onRecorded = onRecorded;
    this.#bootId = ports.newBootId();
    this.#state = { ...EMPTY_ENGINE, record: book.record };
  }

  /** Goes on where the last run of the app ended. */
  async start(): Promise<void> {
    const { clocks } = this.#ports;
    const at = clocks.read();
    const mark = this.#alive.read();
    const isSame = mark !== null && isSameBoot(mark, at, clocks.machineRun());
    if (isSame) this.#bootId = mark.bootId;
    if (isSame && mark.frameMs !== null) this.#samples = [mark.frameMs];
    await this.#give({ type: 'started', at, alive: mark, isSameBoot: isSame, zone: clocks.zone() });
    this.#markAlive();
  }

  command(command: ClockCommand): Promise<CommandResult> {
    return this.#give({ type: 'command', at: this.#ports.clocks.read(), command });
  }

  /** Of the system. The mark of life is on the disk when `lock` and `suspend` return; source: J1. */
  signal(type: 'lock' | 'unlock' | 'suspend' | 'resume'): void {
    const at = this.#ports.clocks.read();
    if (type === 'lock' || type === 'suspend') {
      void this.#give({ type, at, idleMs: this.#ports.idle.idleMs() });
      this.#markAlive();
    } else {
      void this.#give({ type, at });
    }
  }

  zoneChanged(): void {
    const { clocks } = this.#ports;
    void this.#give({ type: 'zone', at: clocks.read(), zone: clocks.zone() });
  }

  /** Whether any window shows the running time. */
  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    this.#plan();
    if (isShown && openSessionOf(this.#state.record)) void this.#onTick();
  }

  /** Before the app ends or the machine shuts down: what it knows is on the disk when it returns. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#tick?.stop();
    this.#tick = null;
    this.#markAlive();
    this.#alive.close();
  }

  view(link: SyncLink): ClockView {
    return clockView({
      state: this.#state,
      at: this.#ports.clocks.read(),
      frameMs: this.frameMs,
      rules: this.#rules(),
      outbox: this.#book.outbox,
      link,
    });
  }

  get isOpen(): boolean {
    return openSessionOf(this.#state.record) !== null;
  }

  get bootId(): string {
    return this.#bootId;
  }

  /** Server minus steady time, in milliseconds; null when it is not known. Source: C2. */
  get frameMs(): number | null {
    return frameOf(this.#samples);
  }

  /** The steady time of now, after a look at whether the wall clock was set. */
  steadyNow(): number {
    const at = this.#ports.clocks.read();
    void this.#give({ type: 'look', at });
    return at.wall - this.#state.record.setMs;
  }

  /** An answer of the server came: when it was asked and answered by steady time, and its own time. */
  sampled(exchange: Exchange): void {
    this.#samples = addSample(this.#samples, exchange);
  }

  /** The server said something about sessions, days or rules. What is known already is not written down again. */
  async hear(facts: readonly ServerFact[]): Promise<void> {
    const news = facts.filter((fact) => {
      const { record } = this.#state;
      return !isDeepStrictEqual(foldFact(record, fact), record);
    });
    if (news.length === 0) return;
    await this.#give({ type: 'server', at: this.#ports.clocks.read(), facts: news });
  }

  #rules(): DeviceRules {
    return { ...DEFAULT_DEVICE_RULES, ...this.#state.record.rules, ...this.#ports.ownRules() };
  }

  async #give(input: EngineInput): Promise<CommandResult> {
    if (this.#isEnded) return { refused: 'not_saved' };
    const result = step(this.#state, input, {
      rules: this.#rules(),
      newId: this.#ports.newId,
      shownMs: this.frameMs ?? this.#state.record.setMs,
    });
    const before = this.#state;
    try {
      this.#book.append(this.#linesOf(result.records, input));
    } catch {
      return { refused: 'not_saved' };
    }
    this.#state = { record: this.#book.record, watch: result.state.watch };
    const hasActed = result.records.some(({ kind }) => kind === 'action');
    if (hasActed) this.#markAlive();
    this.#plan(input.at);
    // a tick that nobody sees and that found nothing lets hidden windows and the tray sleep
    const isSeen = this.#isShown || input.type !== 'tick';
    if (isSeen || hasNews(before, result)) await this.#show(result.notices);
    if (hasActed) this.#onRecorded();
    return { refused: result.refused };
  }

  /** What a window does wrong holds no action up. */
  async #show(notices: Parameters<ClockPorts['present']>[0]): Promise<void> {
    try {
      await this.#ports.present(notices);
    } catch {}
  }

  #linesOf(records: readonly NewRecord[], { at }: EngineInput): JournalLine[] {
    let { nextSeq } = this.#book.outbox;
    let { setMs } = this.#state.record;
    return records.map((record): JournalLine => {
      if (record.kind === 'fact') return { line: 'fact', fact: record.fact as never };
      const { action, cause } = record;
      if (action.type === 'clock_change') setMs += action.jumpMs;
      const event = {
        seq: nextSeq++,
        eventId: this.#ports.newId(),
        occurredAt: Math.round(at.wall),
        monoMs: at.monoMs,
        bootId: this.#bootId,
        offsetMs: this.frameMs === null ? null : Math.round(this.frameMs - setMs),
        setMs,
        action,
      };
      return { line: 'event', event, cause };
    });
  }

  #onTick(): Promise<CommandResult> {
    const { clocks, idle } = this.#ports;
    const at = clocks.read();
    const everyMs = this.#tick?.everyMs ?? 1000;
    if (at.monoMs - this.#aliveAtMono >= ALIVE_EVERY_MS) this.#markAlive({ isLasting: false });
    return this.#give({ type: 'tick', at, idleMs: idle.idleMs(), everyMs });
  }

  #plan(at = this.#ports.clocks.read()): void {
    const everyMs = this.#isEnded
      ? null
      : tickMs(this.#state, {
          isShown: this.#isShown,
          at,
          thresholdMs: this.#rules().idleThresholdMs,
        });
    if (everyMs === (this.#tick?.everyMs ?? null)) return;
    this.#tick?.stop();
    const stop = everyMs === null ? null : this.#ports.scheduler.every(everyMs, () => void this.#onTick());
    this.#tick = everyMs === null || !stop ? null : { everyMs, stop };
  }

  /** A mark that cannot be written costs precision after a crash, nothing else. */
  #markAlive({ isLasting } = { isLasting: true }): void {
    const at = this.#ports.clocks.read();
    const { record } = this.#state;
    try {
      const mark = {
        at,
        bootId: this.#bootId,
        frameMs: this.frameMs,
        awayFrom: awayFrom(this.#state, at.wall - record.setMs, this.#rules().idleThresholdMs),
        machineRun: this.#ports.clocks.machineRun(),
      };
      this.#alive.write(mark, { isLasting });
      this.#aliveAtMono = at.monoMs;
    } catch {}
  }
}
