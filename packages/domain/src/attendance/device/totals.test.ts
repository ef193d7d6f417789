import { describe, expect, it } from 'vitest';
import type { DevicePause, DeviceSession } from './record.ts';
import { figuresOf } from './totals.ts';

const pause = (
  startedAt: number,
  endedAt: number | null,
  change: Partial<DevicePause> = {},
): DevicePause => ({
  pauseId: `${startedAt}`,
  kind: 'idle',
  cause: null,
  startedAt,
  endedAt,
  resolution: 'pending',
  decidedAt: null,
  ...change,
});
const session = (pauses: DevicePause[], endedAt: number | null = 1000): DeviceSession => ({
  sessionId: 's',
  joinedSessionId: null,
  toldAs: 's',
  openedOn: null,
  startedAt: 0,
  endedAt,
  endReason: null,
  closedAt: null,
  reviewReason: null,
  pauses,
});

describe('the figures of a session', () => {
  it('take a time that pauses of two devices share once, as the break', () => {
    const onBreak = pause(100, 300, { kind: 'break', resolution: 'excluded' });
    const figures = figuresOf(session([onBreak, pause(200, 500), pause(250, 400)]), 2000);
    expect(figures).toEqual({ workedMs: 600, breakMs: 200, unresolvedMs: 200 });
  });

  it('take nothing of a pause outside of the session, nor before a clock that went back', () => {
    expect(figuresOf(session([pause(900, 1500), pause(1200, 1300)]), 2000)).toMatchObject({ workedMs: 900 });
    expect(figuresOf(session([], null), -50)).toEqual({ workedMs: 0, breakMs: 0, unresolvedMs: 0 });
  });
});
