import type { SessionView } from '@devpulse/contracts/attendance/shapes';
import { wallText } from '@devpulse/domain/time/wall-time';
import { momentWords } from '@devpulse/ui/words/moment-words';
import type { ShownInstant, TimesFormValues } from './times-form.tsx';

/** What the form for other times begins with: the session as it counts now. Pauses that were kept are work. */
export function timesOf(session: SessionView, zone: string): TimesFormValues {
  const moments = momentWords(zone);
  const shown = (instant: string): ShownInstant => {
    const at = Date.parse(instant);
    return { at, wall: wallText(at, zone) };
  };
  const recorded = (instant: string | null) =>
    instant === null ? 'Still open.' : `As recorded: ${moments.dateTime(Date.parse(instant))}`;
  return {
    session: session.id,
    zone,
    startedAt: shown(session.startedAt),
    endedAt: session.endedAt === null ? null : shown(session.endedAt),
    pauses: session.pauses.flatMap(({ resolution, startedAt, endedAt }) =>
      resolution === 'counted' || endedAt === null ? [] : [{ from: shown(startedAt), to: shown(endedAt) }],
    ),
    recorded: { startedAt: recorded(session.rawStartedAt), endedAt: recorded(session.rawEndedAt) },
  };
}

/** An empty form for time of this day that no clock recorded. */
export function noTimes(zone: string): TimesFormValues {
  return { session: null, zone, startedAt: null, endedAt: null, pauses: [], recorded: null };
}
