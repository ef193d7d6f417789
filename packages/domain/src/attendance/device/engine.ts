import { checkClocks } from './clock-check.ts';
import { runCommand } from './commands.ts';
import { Draft } from './draft.ts';
import type { EngineInput, EngineState, Step, StepContext } from './engine-types.ts';
import { closeIfTooLong, remind } from './limits.ts';
import { absenceStart, noteCause, notePresence } from './presence.ts';
import type { SteadyInstant } from './reading.ts';
import { EMPTY_RECORD, openSessionOf, type ServerFact } from './record.ts';
import { NEW_WATCH, observeIdle, seenAt } from './watch.ts';

export const EMPTY_ENGINE: EngineState = { record: EMPTY_RECORD, watch: NEW_WATCH };

/** A machine that says it sleeps, yet ticks for so long, has missed telling that it woke. */
const WOKEN_AFTER_MS = 60_000;

/**
 * One step of the device's clock. The caller makes `records` durable, then shows `state`, then sends; if that fails it keeps the state
 * that it had. Nothing throws, whatever the clocks say. Source: attendance.md, R4–R8, C1, M1, J1.
 */
export function step(state: EngineState, input: EngineInput, context: StepContext): Step {
  const draft = new Draft(state, input.at, context);
  if (input.type === 'started') begin(draft, input);
  else passTime(draft, input);
  react(draft, input);
  draft.watch = { ...draft.watch, last: input.at };
  return {
    state: { record: draft.record, watch: draft.watch },
    records: draft.records,
    notices: draft.notices,
    refused: draft.refused,
  };
}

/** What went by since the last input, before the input itself is looked at. */
function passTime(draft: Draft, input: EngineInput): void {
  const check = checkClocks(draft.watch, input.at);
  if (check.jumpMs !== 0) {
    draft.act({ type: 'clock_change', jumpMs: check.jumpMs });
    draft.notices.push({ type: 'clock_changed', at: draft.shown(draft.now), jumpMs: check.jumpMs });
  }
  if (check.hasGap && openSessionOf(draft.record)) noteCause(draft, 'asleep');
  closeIfTooLong(draft);
}

/** A session that was open when the app ended goes on; the time between is an absence. */
function begin(draft: Draft, input: Extract<EngineInput, { type: 'started' }>): void {
  const { alive } = input;
  draft.watch = { ...NEW_WATCH, zone: input.zone, last: input.isSameBoot ? (alive?.at ?? null) : null };
  const check = checkClocks(draft.watch, input.at);
  if (check.jumpMs !== 0) draft.act({ type: 'clock_change', jumpMs: check.jumpMs });
  const session = openSessionOf(draft.record);
  if (!session) return;
  const lastSign = alive ? (alive.awayFrom ?? alive.at.wall - draft.record.setMs + check.jumpMs) : null;
  const presentAt = Math.min(
    draft.now,
    Math.max(lastSign ?? session.startedAt, draft.record.lastActionAt ?? session.startedAt),
  );
  draft.watch = { ...draft.watch, presentAt, inputCountsFrom: draft.now, cause: 'app_closed' };
  closeIfTooLong(draft);
  changeZone(draft, input.zone);
}

function react(draft: Draft, input: EngineInput): void {
  switch (input.type) {
    case 'command':
      draft.watch = { ...draft.watch, isLocked: false, isSuspended: false };
      notePresence(draft, draft.now);
      draft.refused = runCommand(draft, input.command);
      return;
    case 'tick':
      tick(draft, input);
      return;
    case 'lock':
      observe(draft, input.idleMs);
      noteCause(draft, 'locked');
      draft.watch = { ...draft.watch, isLocked: true };
      return;
    case 'suspend':
      observe(draft, input.idleMs);
      noteCause(draft, 'asleep');
      draft.watch = { ...draft.watch, isSuspended: true };
      return;
    case 'unlock':
    case 'resume':
      awake(draft, input.type);
      return;
    case 'zone':
      changeZone(draft, input.zone);
      return;
    case 'server':
      hear(draft, input.facts);
      return;
    case 'started':
    case 'look':
      return;
  }
}

function tick(draft: Draft, input: Extract<EngineInput, { type: 'tick' }>): void {
  const { isSuspended, presentAt } = draft.watch;
  draft.watch = { ...draft.watch, tickEveryMs: input.everyMs };
  if (isSuspended && presentAt !== null && draft.now - presentAt > WOKEN_AFTER_MS) {
    draft.watch = { ...draft.watch, isSuspended: false, inputCountsFrom: draft.now };
  }
  observe(draft, input.idleMs);
  remind(draft);
}

function observe(draft: Draft, idleMs: number | null): void {
  draft.watch = observeIdle(draft.watch, idleMs, draft.now);
  const seen = seenAt(draft.watch, idleMs, draft.now);
  if (seen !== null) notePresence(draft, seen);
}

function awake(draft: Draft, type: 'unlock' | 'resume'): void {
  draft.watch = {
    ...draft.watch,
    isSuspended: false,
    isLocked: type === 'unlock' ? false : draft.watch.isLocked,
    inputCountsFrom: draft.now,
  };
}

/** From then on days are those of the new zone; a session that begins later says its zone itself. */
function changeZone(draft: Draft, zone: string): void {
  draft.watch = { ...draft.watch, zone };
  if (openSessionOf(draft.record) && draft.record.zone !== zone) draft.act({ type: 'zone_change', zone });
}

function hear(draft: Draft, facts: readonly ServerFact[]): void {
  const before = openSessionOf(draft.record);
  for (const fact of facts) {
    draft.learn(fact);
    if (fact.type === 'joined') draft.notices.push({ type: 'joined', sessionId: fact.sessionId });
  }
  if (!before || openSessionOf(draft.record)) return;
  const closed = draft.record.sessions.find(({ sessionId }) => sessionId === before.sessionId);
  if (!closed || closed.endedAt === null) return;
  const isAssumed = closed.endReason === 'server_expired' || closed.endReason === 'max_length';
  draft.notices.push({
    type: isAssumed ? 'closed_for_you' : 'closed_elsewhere',
    sessionId: closed.sessionId,
    endedAt: draft.shown(closed.endedAt),
  });
}

/** When a pause that is not over began, for the mark of life; null when the person may be at work. Source: J1. */
export function awayFrom(state: EngineState, now: SteadyInstant, thresholdMs: number): SteadyInstant | null {
  const session = openSessionOf(state.record);
  const from = session && absenceStart(state, session);
  if (from === null) return null;
  const { isLocked, isSuspended, cause } = state.watch;
  return isLocked || isSuspended || cause !== 'no_input' || now - from >= thresholdMs ? from : null;
}
