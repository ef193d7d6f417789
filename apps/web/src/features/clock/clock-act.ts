import type { AttendanceActionBody } from '@devpulse/contracts/attendance/events';
import { TimeZone } from '@devpulse/contracts/primitives';
import { z } from 'zod';
import type { WebTime } from './web-stream.ts';

const Ids = { session: z.uuid() };
const PauseIds = { ...Ids, pause: z.uuid() };

/** What a form of the clock sends: which button was pressed, about which session and pause that the page showed. */
export const ClockAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('clock_in'), zone: TimeZone.optional().catch(undefined) }),
  z.object({ act: z.literal('break_start'), ...Ids }),
  z.object({ act: z.literal('break_end'), ...PauseIds }),
  z.object({ act: z.literal('clock_out'), ...Ids }),
  z.object({ act: z.literal('clock_out_at'), ...Ids, at: z.iso.datetime() }),
  z.object({ act: z.literal('clock_out_earlier'), ...Ids, endedAt: z.string() }),
  z.object({ act: z.literal('undo'), ...Ids }),
  z.object({ act: z.literal('keep'), ...PauseIds }),
  z.object({ act: z.literal('leave_out'), ...PauseIds }),
  z.object({ act: z.literal('confirm_end'), ...Ids }),
  z.object({ act: z.literal('restore_end'), ...Ids }),
]);
export type ClockAct = z.infer<typeof ClockAct>;

export type ActScene = {
  time: WebTime;
  /** The member's, for a browser that has not said its own. */
  zone: string;
  newId: () => string;
  /** The instant of a wall time that was typed, on the API's clock. */
  readEnd: (wall: string) => number;
};

/** The event that an act is. As every instant of an event, an end is by the clock of this server. */
export function actionOf(act: ClockAct, { time, zone, newId, readEnd }: ActScene): AttendanceActionBody {
  const { now } = time;
  const offsetMs = time.offsetMs ?? 0;
  switch (act.act) {
    case 'clock_in':
      return { type: 'clock_in', sessionId: newId(), zone: act.zone ?? zone };
    case 'break_start':
      return { type: 'break_start', sessionId: act.session, pauseId: newId() };
    case 'break_end':
      return { type: 'break_end', sessionId: act.session, pauseId: act.pause };
    case 'clock_out':
      return { type: 'clock_out', sessionId: act.session, endedAt: now, reason: 'member' };
    case 'clock_out_at':
      return {
        type: 'clock_out',
        sessionId: act.session,
        endedAt: Date.parse(act.at) - offsetMs,
        reason: 'pause_start',
      };
    case 'clock_out_earlier': {
      const endedAt = readEnd(act.endedAt) - offsetMs;
      return { type: 'clock_out', sessionId: act.session, endedAt, reason: 'earlier' };
    }
    case 'undo':
      return { type: 'clock_out_undone', sessionId: act.session };
    case 'keep':
    case 'leave_out': {
      const decision = act.act === 'keep' ? 'counted' : 'excluded';
      return { type: 'pause_decided', sessionId: act.session, pauseId: act.pause, decision };
    }
    case 'confirm_end':
      return { type: 'end_confirmed', sessionId: act.session };
    case 'restore_end':
      return { type: 'end_restored', sessionId: act.session };
  }
}
