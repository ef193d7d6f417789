import fc from 'fast-check';
import type { AttendanceAction, AttendanceEvent } from './events.ts';

/** Everything of a life happens on a whole tick, but for taking a clock-out back. */
export const TICK_MS = 60_000;
export const LIFE_DEVICES = ['A', 'B', 'C'] as const;

/** Up to half a day of three devices: some know of each other's sessions, some do not; all end in the end. */
export type Life = { startsAt: number; events: AttendanceEvent[]; ticks: number };

type Step = {
  device: number;
  after: number;
  does: 'clock' | 'join' | 'break' | 'idle' | 'decide' | 'undo';
  share: number;
};
type Hand = {
  id: string;
  seq: number;
  offsetMs: number;
  session: string | null;
  pause: string | null;
  lastTick: number;
  /** Of the clock-out of the last step, if that was one. */
  ended: string | null;
};

const step: fc.Arbitrary<Step> = fc.record({
  device: fc.nat({ max: LIFE_DEVICES.length - 1 }),
  after: fc.integer({ min: 1, max: 25 }),
  does: fc.constantFrom('clock', 'clock', 'join', 'break', 'idle', 'idle', 'decide', 'undo'),
  share: fc.nat({ max: 99 }),
});

const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0');

/** A well-formed id of a kind (`e`vent, `s`ession, `p`ause) and number, the same in each run. */
function idOf(kind: 'e' | 's' | 'p', salt: number, number: number): string {
  const group = { e: '7', s: '4', p: '4' }[kind];
  const letter = { e: 'e', s: '5', p: 'b' }[kind];
  return `${hex(salt, 8)}-${hex(number, 4)}-${group}000-8000-${letter.repeat(12)}`;
}

class Simulation {
  readonly events: AttendanceEvent[] = [];
  readonly found: { session: string; pause: string }[] = [];
  readonly hands: Hand[];
  tick = 0;
  readonly #startsAt: number;
  readonly #salt: number;
  #made = 0;

  constructor(startsAt: number, salt: number, offsets: readonly number[]) {
    this.#startsAt = startsAt;
    this.#salt = salt;
    this.hands = LIFE_DEVICES.map((_, index) => ({
      id: `${hex(salt, 8)}-0000-4000-8000-dddddddddd${hex(index, 2)}`,
      seq: 0,
      offsetMs: offsets[index] ?? 0,
      session: null,
      pause: null,
      lastTick: 0,
      ended: null,
    }));
  }

  wall(hand: Hand, tick: number): number {
    return this.#startsAt + tick * TICK_MS - hand.offsetMs;
  }

  newId(kind: 's' | 'p'): string {
    this.#made += 1;
    return idOf(kind, this.#salt, this.#made);
  }

  tell(hand: Hand, action: AttendanceAction, lateMs = 0): void {
    const occurredAt = this.wall(hand, this.tick) + lateMs;
    hand.seq += 1;
    hand.lastTick = this.tick;
    hand.ended = action.type === 'clock_out' ? action.sessionId : null;
    this.events.push({
      eventId: idOf('e', this.#salt, this.events.length),
      deviceId: hand.id,
      seq: hand.seq,
      occurredAt,
      offsetMs: hand.offsetMs,
      bootId: hand.id,
      monoMs: this.tick * TICK_MS + lateMs,
      receivedAt: occurredAt + hand.offsetMs,
      action,
    });
  }

  in(hand: Hand, session: string): void {
    hand.session = session;
    this.tell(hand, { type: 'clock_in', sessionId: session, zone: 'UTC' });
  }

  out(hand: Hand): void {
    if (hand.session === null) return;
    const endedAt = this.wall(hand, this.tick);
    this.tell(hand, { type: 'clock_out', sessionId: hand.session, endedAt, reason: 'member' });
    hand.session = null;
    hand.pause = null;
  }

  break(hand: Hand): void {
    const { session, pause } = hand;
    if (session === null) return;
    hand.pause = pause === null ? this.newId('p') : null;
    if (pause === null)
      this.tell(hand, { type: 'break_start', sessionId: session, pauseId: hand.pause ?? '' });
    else this.tell(hand, { type: 'break_end', sessionId: session, pauseId: pause });
  }

  idle(hand: Hand, share: number): void {
    const length = Math.floor(((this.tick - hand.lastTick) * (share + 1)) / 100);
    if (hand.session === null || hand.pause !== null || length < 1) return;
    const [pauseId, sessionId] = [this.newId('p'), hand.session];
    const endedAt = this.wall(hand, this.tick);
    const startedAt = endedAt - length * TICK_MS;
    this.found.push({ session: sessionId, pause: pauseId });
    this.tell(hand, { type: 'pause_found', sessionId, pauseId, kind: 'idle', startedAt, endedAt });
  }

  decide(hand: Hand, share: number): void {
    const one = this.found[share % Math.max(this.found.length, 1)];
    if (!one) return;
    const decision = share % 2 === 0 ? 'counted' : 'excluded';
    this.tell(hand, { type: 'pause_decided', sessionId: one.session, pauseId: one.pause, decision });
  }

  undo(hand: Hand): void {
    const { ended } = hand;
    if (ended === null || hand.lastTick !== this.tick) return;
    hand.session = ended;
    this.tell(hand, { type: 'clock_out_undone', sessionId: ended }, 20_000);
  }
}

function take(life: Simulation, { device, after, does, share }: Step): void {
  const hand = life.hands[device];
  if (!hand) return;
  if (does === 'undo') {
    life.out(hand);
    life.undo(hand);
    life.tick += 1;
    return;
  }
  life.tick += after;
  const known = life.hands.find((other) => other !== hand && other.session !== null)?.session ?? null;
  if (does === 'clock' && hand.session !== null) life.out(hand);
  else if (does === 'clock') life.in(hand, life.newId('s'));
  else if (does === 'join' && hand.session === null && known !== null) life.in(hand, known);
  else if (does === 'break') life.break(hand);
  else if (does === 'idle') life.idle(hand, share);
  else if (does === 'decide') life.decide(hand, share);
}

/** Ids are those of the wire. `startsAt` is on a whole minute. */
export const life: fc.Arbitrary<Life> = fc
  .record({
    startsAt: fc.integer({ min: 29_000_000, max: 29_900_000 }).map((minute) => minute * 60_000),
    salt: fc.nat({ max: 0xffff_ffff }),
    offsets: fc.array(fc.integer({ min: -7_200_000, max: 7_200_000 }), { minLength: 3, maxLength: 3 }),
    steps: fc.array(step, { maxLength: 40, size: 'max' }),
  })
  .map(({ startsAt, salt, offsets, steps }) => {
    const simulation = new Simulation(startsAt, salt, offsets);
    for (const one of steps) take(simulation, one);
    for (const hand of simulation.hands) {
      simulation.tick += 1;
      simulation.out(hand);
    }
    return { startsAt, events: simulation.events, ticks: simulation.tick + 1 };
  });
