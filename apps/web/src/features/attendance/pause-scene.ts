import type { SessionView } from '@devpulse/contracts/attendance/shapes';
import type { PauseScene } from '@devpulse/ui/words/pause-words';
import { type Stretch, stretchesOf, type WeekDay } from '@devpulse/ui/words/week-model';
import type { Clock } from '../../lib/clock.ts';
import { mayEndAt } from './end-at-pause.ts';

type AskedPause = PauseScene['pauses'][number] & { sessionId: string };

/**
 * The pauses of a day that wait for an answer, with what an answer makes of that day; null where none waits. Of a pause over midnight the
 * part of the day is told. Ending at one is offered today alone, as else other days would lose time that this one does not show.
 */
export function pausesOfDay(
  day: WeekDay,
  { sessions, clock }: { sessions: readonly SessionView[]; clock: Clock },
): (Pick<PauseScene, 'workedWithout' | 'today'> & { pauses: AskedPause[] }) | null {
  const now = Date.parse(clock.serverTime);
  const today = clock.today.day;
  const stretches = day.sessions.flatMap((session) => stretchesOf(session, day, now));
  const pauses = sessions
    .flatMap((session) => session.pauses)
    .flatMap((pause): AskedPause[] => {
      const own = stretches.filter(
        ({ kind, pause: of }) => kind === 'unresolved' && of?.pauseId === pause.id,
      );
      if (pause.resolution !== 'pending' || pause.endedAt === null || own.length === 0) return [];
      const startedAt = Date.parse(pause.startedAt);
      const later = stretches.filter((one) => one.kind === 'worked' && one.startedAt >= startedAt);
      return [
        {
          pauseId: pause.id,
          sessionId: pause.sessionId,
          startedAt,
          endedAt: Date.parse(pause.endedAt),
          cause: pause.kind === 'gap' ? 'asleep' : 'no_input',
          pieces: [{ day: day.day, ms: lengthOf(own) }],
          canClockOut: day.day === today && mayEndAt(pause, clock),
          droppedIfClockedOut: later.length === 0 ? [] : [{ day: day.day, ms: lengthOf(later) }],
        },
      ];
    });
  if (pauses.length === 0) return null;
  return { pauses, today, workedWithout: [{ day: day.day, ms: day.workedMs }] };
}

function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { startedAt, endedAt }) => sum + endedAt - startedAt, 0);
}
