import { EMPTY_ENGINE, step } from './engine.ts';
import type { ClockCommand, EngineInput, EngineNotice, EngineState, NewRecord } from './engine-types.ts';
import type { Reading } from './reading.ts';
import { openSessionOf, type RecordedAction } from './record.ts';
import { DEFAULT_DEVICE_RULES, type DeviceRules } from './rules.ts';
import { figuresOf } from './totals.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A machine whose clocks and person a test moves by hand, with the engine ticking on it. */
export class TestMachine {
  state: EngineState = EMPTY_ENGINE;
  readonly journal: { record: NewRecord; occurredAt: number }[] = [];
  readonly notices: EngineNotice[] = [];
  rules: DeviceRules = DEFAULT_DEVICE_RULES;
  /** What the idle source says whatever happens; undefined: the truth. */
  idleSays: number | null | undefined = undefined;
  everyMs = 1000;
  #ids = 0;
  #lastInput: number;
  /** How much real time went by, and what the clocks say beside it. */
  #real = 0;
  #wallAhead: number;
  #monoBehind = 0;
  readonly #hasUptime: boolean;

  constructor(startsAt: string, options: { hasUptime?: boolean; rules?: Partial<DeviceRules> } = {}) {
    this.#wallAhead = Date.parse(startsAt);
    this.#lastInput = 0;
    this.#hasUptime = options.hasUptime ?? true;
    this.rules = { ...DEFAULT_DEVICE_RULES, ...options.rules };
    this.give({ type: 'started', at: this.reading(), alive: null, isSameBoot: false, zone: 'Europe/Berlin' });
  }

  reading(): Reading {
    return {
      wall: this.#wallAhead + this.#real,
      monoMs: this.#real - this.#monoBehind,
      uptimeMs: this.#hasUptime ? this.#real : null,
    };
  }

  give(input: EngineInput) {
    const next = step(this.state, input, {
      rules: this.rules,
      newId: () => `id-${++this.#ids}`,
      shownMs: this.state.record.setMs,
    });
    this.state = next.state;
    for (const record of next.records) this.journal.push({ record, occurredAt: input.at.wall });
    this.notices.push(...next.notices);
    return next;
  }

  do(command: ClockCommand) {
    this.#lastInput = this.#real;
    return this.give({ type: 'command', at: this.reading(), command });
  }

  #idle(): number | null {
    return this.idleSays === undefined ? this.#real - this.#lastInput : this.idleSays;
  }

  tick() {
    return this.give({ type: 'tick', at: this.reading(), idleMs: this.#idle(), everyMs: this.everyMs });
  }

  /** Time goes by with a tick in each period; `isTyping`: an input just before each. */
  pass(milliseconds: number, isTyping: boolean, every = 10_000) {
    this.everyMs = every;
    for (let left = milliseconds; left > 0; left -= every) {
      this.#real += Math.min(every, left);
      if (isTyping) this.#lastInput = this.#real;
      this.tick();
    }
  }

  /** Time goes by without a tick; asleep, the monotonic clock stands still but for `awakeMs`. */
  freeze(milliseconds: number, options: { isAsleep: boolean; awakeMs?: number }) {
    this.#real += milliseconds;
    if (options.isAsleep) this.#monoBehind += milliseconds - (options.awakeMs ?? 0);
  }

  touch() {
    this.#lastInput = this.#real;
  }

  setWallClock(byMs: number) {
    this.#wallAhead += byMs;
  }

  signal(type: 'lock' | 'suspend' | 'unlock' | 'resume') {
    const at = this.reading();
    if (type === 'lock' || type === 'suspend') this.give({ type, at, idleMs: this.#idle() });
    else this.give({ type, at });
  }

  get actions(): RecordedAction['action'][] {
    return this.journal.flatMap(({ record }) => (record.kind === 'action' ? [record.action] : []));
  }

  actionsOf<T extends RecordedAction['action']['type']>(type: T) {
    return this.actions.filter(
      (action): action is Extract<RecordedAction['action'], { type: T }> => action.type === type,
    );
  }

  get now(): number {
    return this.reading().wall - this.state.record.setMs;
  }

  get open() {
    return openSessionOf(this.state.record);
  }

  get figures() {
    const session = this.state.record.sessions.at(-1);
    if (!session) throw new Error('there is no session');
    return figuresOf(session, this.now);
  }
}

/** `10:25` for an instant of the test's day. */
export const clockText = (instant: number): string => new Date(instant).toISOString().slice(11, 16);
