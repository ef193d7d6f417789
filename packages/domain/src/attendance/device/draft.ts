import type { AttendanceAction } from '../events.ts';
import type { EngineNotice, EngineState, NewRecord, Refusal, StepContext } from './engine-types.ts';
import { foldFact } from './fold-fact.ts';
import { foldAction } from './fold-record.ts';
import type { Reading, SteadyInstant } from './reading.ts';
import { type DeviceRecord, type PauseCause, type ServerFact, sessionNamed } from './record.ts';
import type { Watch } from './watch.ts';

/** One step in the making: each action changes the record by the same fold that replays the journal. */
export class Draft {
  record: DeviceRecord;
  watch: Watch;
  refused: Refusal | null = null;
  readonly records: NewRecord[] = [];
  readonly notices: EngineNotice[] = [];
  readonly at: Reading;
  readonly context: StepContext;

  constructor(state: EngineState, at: Reading, context: StepContext) {
    this.record = state.record;
    this.watch = state.watch;
    this.at = at;
    this.context = context;
  }

  get now(): SteadyInstant {
    return this.at.wall - this.record.setMs;
  }

  /** By this device's own id of the session; it is told under the name that the server should hear. */
  act(asked: AttendanceAction, cause: PauseCause | null = null): void {
    const action = this.#told(asked);
    this.record = foldAction(this.record, { action, cause }, this.at.wall);
    this.records.push({ kind: 'action', action, cause });
  }

  #told(action: AttendanceAction): AttendanceAction {
    if (!('sessionId' in action) || action.type === 'clock_in') return action;
    const session = sessionNamed(this.record, action.sessionId);
    return session ? { ...action, sessionId: session.toldAs } : action;
  }

  learn(fact: ServerFact): void {
    this.record = foldFact(this.record, fact);
    this.records.push({ kind: 'fact', fact });
  }

  /** A steady instant as the wall clock of this moment would have shown it: the form of the wire. */
  wall(instant: SteadyInstant): number {
    return Math.round(instant + this.record.setMs);
  }

  shown(instant: SteadyInstant): number {
    return Math.round(instant + this.context.shownMs);
  }
}
