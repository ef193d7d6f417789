'use client';

import { type ListedRequest, RequestList } from '@devpulse/ui/attendance/request-list';
import { ProblemNote } from '@devpulse/ui/form';
import type { FormProblem } from '@devpulse/ui/form-state';
import { answerOf, isUnanswered } from '@devpulse/ui/sending';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { takeBack } from './correction-actions.ts';

/** Requests of the caller's, to be taken back or asked again. `askAgain` is where the form for the same time is. */
export type OwnRequest = ListedRequest & { version: number; askAgain: string | null };

export function OwnRequests({
  organization,
  requests,
}: {
  organization: string;
  requests: readonly OwnRequest[];
}) {
  const router = useRouter();
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const [isBusy, startBusy] = useTransition();
  const onAction = (id: string) => {
    const request = requests.find((one) => one.id === id);
    if (request === undefined || isBusy) return;
    if (request.askAgain !== null && request.action === 'Ask again') {
      router.push(request.askAgain);
      return;
    }
    startBusy(async () => {
      const { problem: found } = await answerOf(() =>
        takeBack({ organization, correction: id, version: request.version }),
      );
      setProblem(found);
      if (!isUnanswered(found)) router.refresh();
    });
  };
  return (
    <div className="flex flex-col gap-3">
      {problem && <ProblemNote problem={problem} />}
      <RequestList isInCard requests={requests} onAction={onAction} />
    </div>
  );
}
