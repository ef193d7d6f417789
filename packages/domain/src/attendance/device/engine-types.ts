import type { Instant } from '../../time/instant.ts';
import type { PauseDecision } from '../events.ts';
import type { Reading, SteadyInstant } from './reading.ts';
import type { DeviceRecord, RecordedAction, ServerFact } from './record.ts';
import type { DeviceRules } from './rules.ts';
import type { Watch } from './watch.ts';

/** What a person asks for. */
export type ClockCommand =
  | { type: 'clock_in' }
  /** `endedAt`: the time it really was, canonical as the window showed it; null for now. */
  | { type: 'clock_out'; endedAt: Instant | null }
  | { type: 'clock_out_at_pause'; pauseId: string }
  | { type: 'undo_clock_out' }
  | { type: 'break_start' }
  | { type: 'break_end' }
  | { type: 'decide'; decisions: readonly { pauseId: string; decision: PauseDecision }[] }
  | { type: 'confirm_end'; sessionId: string }
  | { type: 'restore_end'; sessionId: string };

/** The last sign of life of a run of the app, as it was written down; source: J1. */
export type AliveMark = {
  at: Reading;
  bootId: string;
  /** Server minus steady time, in milliseconds; null when it was not known. */
  frameMs: number | null;
  /** When a pause that was not over had begun; null when there was none. */
  awayFrom: SteadyInstant | null;
};

export type EngineInput =
  | { type: 'command'; at: Reading; command: ClockCommand }
  /** `idleMs`: since the last input; null when the system does not say. `everyMs`: how far apart ticks are planned. */
  | { type: 'tick'; at: Reading; idleMs: number | null; everyMs: number }
  | { type: 'lock'; at: Reading; idleMs: number | null }
  | { type: 'unlock'; at: Reading }
  | { type: 'suspend'; at: Reading; idleMs: number | null }
  | { type: 'resume'; at: Reading }
  /** The first input after the journal was read. `isSameBoot`: the monotonic clock of the mark still runs. */
  | { type: 'started'; at: Reading; alive: AliveMark | null; isSameBoot: boolean; zone: string }
  | { type: 'zone'; at: Reading; zone: string }
  | { type: 'server'; at: Reading; facts: readonly ServerFact[] }
  /** Nothing but the time that went by. */
  | { type: 'look'; at: Reading };

/** Why something cannot be done in the present state; nothing was recorded. */
export const REFUSALS = [
  'already_in',
  'not_in',
  'already_on_break',
  'not_on_break',
  'undo_too_late',
  'unknown_pause',
  'unknown_session',
  'end_not_in_session',
  'not_offered',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** What a person is told once; lasting conditions are in the view. Instants are canonical as far as the offset is known. */
export type EngineNotice =
  | { type: 'pause_found'; sessionId: string; pauseId: string }
  | { type: 'clock_changed'; at: Instant; jumpMs: number }
  | { type: 'open_long'; sessionId: string; closesAt: Instant }
  | { type: 'break_long'; sessionId: string; pauseId: string; startedAt: Instant }
  | { type: 'closed_for_you'; sessionId: string; endedAt: Instant }
  | { type: 'closed_elsewhere'; sessionId: string; endedAt: Instant }
  | { type: 'joined'; sessionId: string };

export type StepContext = {
  rules: DeviceRules;
  /** A new id for a session or a pause. */
  newId: () => string;
  /** Canonical minus steady time, as the windows show it, in milliseconds. */
  shownMs: number;
};

/** What has to be durable before the new state may be shown: what this device did, or what the server said. */
export type NewRecord = ({ kind: 'action' } & RecordedAction) | { kind: 'fact'; fact: ServerFact };

/** `record` is what the journal makes; `watch` lives in memory only. */
export type EngineState = { record: DeviceRecord; watch: Watch };

export type Step = {
  state: EngineState;
  records: NewRecord[];
  notices: EngineNotice[];
  refused: Refusal | null;
};
