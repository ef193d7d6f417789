'use client';

import { answeredPauses, type PauseAnswer } from '@devpulse/domain/attendance/pause-choices';
import { usePauseAnswers } from '@devpulse/ui/attendance/pause-answers';
import { PauseList } from '@devpulse/ui/attendance/pause-list';
import { Button } from '@devpulse/ui/button';
import { Card } from '@devpulse/ui/card';
import { ProblemNote } from '@devpulse/ui/form';
import type { FormState } from '@devpulse/ui/form-state';
import { answerOf, isUnanswered } from '@devpulse/ui/sending';
import { momentWords } from '@devpulse/ui/words/moment-words';
import {
  becomesLine,
  listedPauses,
  type PauseScene,
  priceLine,
  withoutThem,
} from '@devpulse/ui/words/pause-words';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState, useTransition } from 'react';
import type { ClockAct } from './clock-act.ts';
import type { ClockAnswer } from './clock-actions.ts';

export type AskedPause = PauseScene['pauses'][number] & { sessionId: string };
export type AskedPauses = Pick<PauseScene, 'workedWithout' | 'today'> & {
  pauses: readonly AskedPause[];
  zone: string;
};
type Outcome = Pick<FormState<ClockAnswer>, 'problem' | 'result'>;

/** Pauses that wait for an answer, with what each answer makes of the day; those that are answered are sent together. */
export function PausesCard({
  asked,
  send,
}: {
  asked: AskedPauses;
  send: (acts: ClockAct[]) => Promise<Outcome>;
}) {
  const router = useRouter();
  const [spoken, setSpoken] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({ problem: null, result: null });
  const [isBusy, startBusy] = useTransition();
  const { pauses, zone, ...days } = asked;
  const { scene, answers, choose } = usePauseAnswers(
    { ...days, pauses, moments: momentWords(zone) },
    setSpoken,
  );
  const save = (event: FormEvent) => {
    event.preventDefault();
    const acts = answeredPauses(pauses, answers).map(({ pause, answer }) => actOf(pause, answer));
    if (acts.length === 0 || isBusy) return;
    startBusy(async () => {
      const answer = await answerOf(() => send(acts));
      setOutcome(answer);
      if (!isUnanswered(answer.problem)) router.refresh();
    });
  };
  const listed = listedPauses(scene);
  return (
    <Card title="Count these pauses?" subtitle={`Only you see them. ${withoutThem(scene)}`}>
      <form onSubmit={save} className="mt-3 flex flex-col gap-3">
        {outcome.problem && <ProblemNote problem={outcome.problem} />}
        <div className="-mx-4">
          <PauseList pauses={pauses.length > 1 ? listed : listed.slice(1)} onChoose={choose} />
        </div>
        {priceLine(scene) && <p className="role-caption text-muted">{priceLine(scene)}</p>}
        <p role="status" className="sr-only">
          {spoken}
        </p>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" kind="main" aria-disabled={isBusy || answers.size === 0}>
            Save the answers
          </Button>
          <span className="role-body text-muted">
            {outcome.result?.words ?? becomesLine(scene) ?? 'Open until the day is locked.'}
          </span>
        </div>
      </form>
    </Card>
  );
}

function actOf({ pauseId, sessionId, startedAt }: AskedPause, answer: PauseAnswer): ClockAct {
  if (answer === 'clock_out') {
    return { act: 'clock_out_at', session: sessionId, at: new Date(startedAt).toISOString() };
  }
  return { act: answer === 'counted' ? 'keep' : 'leave_out', session: sessionId, pause: pauseId };
}
