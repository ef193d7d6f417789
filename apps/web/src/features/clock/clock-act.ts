import type { AttendanceActionBody } from '@devpulse/contracts/attendance/events';
import { TimeZone } from '@devpulse/contracts/primitives';
import { z } from 'zod';

const Ids = { session: z.uuid() };
const PauseIds = { ...Ids, pause: z.uuid() };

/** What a form of the clock sends: which button was pressed, about which session and pause that the page showed. */
export const ClockAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('clock_in'), zone: TimeZone.optional().catch(undefined) }),
  z.object({ act: z.literal('break_start'), ...Ids }),
  z.object({ act: z.literal('break_end'), ...PauseIds }),
  z.object({ act: z.literal('clock_out'), ...Ids }),
  z.object({ act: z.literal('clock_out_at'), ...Ids, at: z.iso.datetime() }),
  z.object({ act: z.literal('undo'), ...Ids }),
  z.object({ act: z.literal('keep'), ...PauseIds }),
  z.object({ act: z.literal('leave_out'), ...PauseIds }),
  z.object({ act: z.literal('confirm_end'), ...Ids }),
  z.object({ act: z.literal('restore_end'), ...Ids }),
]);
export type ClockAct = z.infer<typeof ClockAct>;

/** The event that an act is. `zone` is the member's, for a browser that has not said its own; `now` in milliseconds. */
export function actionOf(
  act: ClockAct,
  { now, zone, newId }: { now: number; zone: string; newId: () => string },
): AttendanceActionBody {
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
        endedAt: Date.parse(act.at),
        reason: 'pause_start',
      };
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
