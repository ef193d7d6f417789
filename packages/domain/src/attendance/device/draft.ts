import type { AttendanceAction } from '../events.ts';
import type { EngineNotice, EngineState, NewRecord, Refusal, StepContext } from './engine-types.ts';
import { foldFact } from './fold-fact.ts';
import { foldAction } from './fold-record.ts';
import type { Reading, SteadyInstant } from './reading.ts';
import type { DeviceRecord, PauseCause, ServerFact } from './record.ts';
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

  act(action: AttendanceAction, cause: PauseCause | null = null): void {
    this.record = foldAction(this.record, { action, cause }, this.at.wall);
    this.records.push({ kind: 'action', action, cause });
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
