import { describe, expect, it } from 'vitest';
import { measureAttendance } from './attendance/attendance.ts';
import { measureDesktopIdle } from './desktop-idle/desktop-idle.ts';
import { measureProcess } from './process/process.ts';
import { measureRead } from './read/read.ts';
import { measureRollup } from './rollup/rollup.ts';

/** That benches run and measure what they say, in sizes that tell nothing of the machine. */
const options = { isQuick: true, say: () => {} };
const LIMIT_MS = 240_000;

const everyNumber = (value: unknown): number[] =>
  typeof value === 'number' ? [value] : Object.values(value as object).flatMap(everyNumber);

describe('benches of a large organization', () => {
  it(
    'rollup: the statement by hand makes the same rows as the product',
    async () => {
      const { figures, ratios } = await measureRollup(options, {
        tiny: 20,
        rebuilt: [50, 150],
        rounds: 1,
        dirtyDays: { weeksBack: [1], times: 1 },
      });
      const large = figures.at150 as Record<string, number>;
      expect(large.rows).toBeGreaterThan(1_000);
      expect(large.rowsThatDiffer).toBe(0);
      expect(everyNumber([figures, ratios]).every(Number.isFinite)).toBe(true);
    },
    LIMIT_MS,
  );

  it(
    'read: every way of asking is answered, and the answer is of the large organization',
    async () => {
      const sizes = { small: 20, large: 1_000, rounds: 1, reads: 5, coldReads: 2, rawQueries: 1 };
      const { figures, ratios } = await measureRead(options, sizes);
      expect(figures.mergedIn30Days).toBeGreaterThan(5);
      expect(figures.compressedBytes).toBeLessThan(20_480);
      expect(everyNumber([figures, ratios]).every(Number.isFinite)).toBe(true);
    },
    LIMIT_MS,
  );

  it(
    'process: every delivery is done on each backend',
    async () => {
      const sizes = {
        rounds: 1,
        perRound: 40,
        noopPerRound: 100,
        watched: 600,
        mostSeconds: 60,
        atOnce: 100,
      };
      const { figures, ratios } = await measureProcess(options, sizes);
      expect(figures.postgres).toMatchObject({ notDone: 0 });
      expect(everyNumber([figures, ratios]).every(Number.isFinite)).toBe(true);
    },
    LIMIT_MS,
  );
});

describe('benches of attendance', () => {
  it(
    'attendance: every event is applied, and every way of asking for days is answered',
    async () => {
      const sizes = {
        members: 20,
        clockInSeconds: 1,
        rounds: 1,
        devicesPerRound: 4,
        sheets: { rounds: 1, reads: 5, teamReads: 2 },
      };
      const { figures, ratios } = await measureAttendance(options, sizes);
      expect(figures.uploads).toMatchObject({ notApplied: 0 });
      expect(figures.clockIns).toMatchObject({ members: 20, notApplied: 0 });
      expect(everyNumber([figures, ratios]).every(Number.isFinite)).toBe(true);
    },
    LIMIT_MS,
  );

  it(
    'desktop-idle: the hidden app ticks as often as the empty loop, and clocked out not at all',
    async () => {
      const { figures, baseline } = await measureDesktopIdle(options, { seconds: 11 });
      expect(figures.timersPerMinute).toBeGreaterThan(0);
      expect(figures.clockedOut).toMatchObject({ timersPerMinute: 0 });
      expect(everyNumber([figures, baseline]).every(Number.isFinite)).toBe(true);
    },
    LIMIT_MS,
  );
});
