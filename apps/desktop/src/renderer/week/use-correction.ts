import { instantOfWall, wallText } from '@devpulse/domain/time/wall-time';
import type { CorrectionField } from '@devpulse/ui/attendance/correction-form';
import { useRef, useState } from 'react';
import type { WeekSession } from '../../ipc/week.ts';
import { useCommand } from '../command.ts';
import { announceFaults, announceSent } from '../words/correction.ts';
import type { CorrectionDraft } from './correction-model.ts';
import { type CorrectionProps, outcomeOf } from './correction-outcome.ts';
import { correctionView } from './correction-view.ts';

type Values = Record<CorrectionField, string>;

/** The state of a correction form: what was typed, what is wrong with it once it was sent, and what it would do. */
export function useCorrection(props: CorrectionProps) {
  const { week, day, sessionId, view, go, onSay } = props;
  const session = day.sessions.find((one) => one.sessionId === sessionId) ?? null;
  const [values, setValues] = useState<Values>(() => recordedValues(session, week.zone, view.sentAt));
  const [wasSent, setWasSent] = useState(false);
  const [focusError, setFocusError] = useState(0);
  const { run, problem, isBusy, forget } = useCommand();
  const asked = useRef(new Map<string, string>());
  const outcome = outcomeOf(props, session, draftOf(values, session, week.zone));

  const change = (field: CorrectionField, value: string) => {
    setValues((before) => ({ ...before, [field]: value }));
    forget();
  };
  const send = async () => {
    const { faults, after, draft } = outcome;
    setWasSent(true);
    if (faults.length > 0 || after === null) {
      setFocusError((count) => count + 1);
      onSay(announceFaults(faults));
      return;
    }
    const content = { sessionId, ...after, reason: draft.reason.trim() };
    const id = idOf(asked.current, JSON.stringify(content));
    const request = { type: 'request' as const, id, ...content, answersEventId: refusedEvent(props) };
    if (!(await run(() => window.devpulse.correct(request)))) return;
    onSay(announceSent(day.day, day.workedMs, outcome.afterMs, outcome.isApplied));
    go(outcome.isApplied ? { page: 'day', day: day.day } : { page: 'requests' });
  };
  const form = correctionView({ props, session, values, outcome, wasSent, problem, isBusy });
  return { form, focusError, change, send: () => void send() };
}

/** The same for the same content: what was sent before, and whose answer was lost, is known to the server by it. */
function idOf(asked: Map<string, string>, content: string): string {
  const id = asked.get(content) ?? crypto.randomUUID();
  asked.set(content, id);
  return id;
}

/** The refused entry that the correction answers, where that is why it was opened. */
function refusedEvent({ view: { notice }, sessionId }: CorrectionProps): string | null {
  return notice?.kind === 'entry_refused' && notice.sessionId === sessionId ? notice.eventId : null;
}

function recordedValues(session: WeekSession | null, zone: string, now: number): Values {
  return {
    startedAt: session ? wallText(session.startedAt, zone) : '',
    endedAt: session ? wallText(session.endedAt ?? now, zone) : '',
    reason: '',
  };
}

function draftOf(values: Values, session: WeekSession | null, zone: string): CorrectionDraft {
  return {
    startedAt: instantOfWall(values.startedAt, zone, session?.startedAt ?? null),
    endedAt: instantOfWall(values.endedAt, zone, session?.endedAt ?? null),
    reason: values.reason,
  };
}
