import type { Instant } from '../../time/instant.ts';

/** The clocks of the machine, read together. */
export type Reading = {
  /** The clock that people and time servers set. */
  wall: Instant;
  /** A clock that nobody can set, in milliseconds; on Linux it stands still while the machine sleeps. */
  monoMs: number;
  /** A clock that nobody can set and that counts sleep, in milliseconds; null where the system has none. */
  uptimeMs: number | null;
};

/**
 * A wall instant without what the wall clock was set by since the journal began. Durations between steady instants follow the
 * monotonic clock, whatever was done to the wall clock between; source: C1.
 */
export type SteadyInstant = number;
