import { CorrectionForm } from '@devpulse/ui/attendance/correction-form';
import type { CorrectionProps } from './correction-outcome.ts';
import { useCorrection } from './use-correction.ts';

/** Other times for a session, with what they do to the day. */
export function CorrectPage(props: CorrectionProps) {
  const { form, focusError, change, send } = useCorrection(props);
  const { day, sessionId, moments, go } = props;
  return (
    <main className="h-full min-h-full">
      <CorrectionForm
        view={form}
        sessions={day.sessions.map((session) => ({
          value: session.sessionId,
          label: moments.range({
            startedAt: session.startedAt,
            endedAt: session.endedAt ?? props.view.sentAt,
          }),
        }))}
        sessionId={sessionId}
        focusError={focusError}
        onSession={(id) => go({ page: 'correct', day: day.day, sessionId: id })}
        onChange={change}
        onSubmit={send}
        onCancel={() => go({ page: 'day', day: day.day })}
      />
    </main>
  );
}
