'use client';

import { type ListedRequest, RequestList } from '@devpulse/ui/attendance/request-list';
import { ProblemNote } from '@devpulse/ui/form';
import { type FormProblem, NO_NETWORK } from '@devpulse/ui/form-state';
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
    if (!navigator.onLine) {
      setProblem(NO_NETWORK);
      return;
    }
    startBusy(async () => {
      const answer = await takeBack({ organization, correction: id, version: request.version });
      setProblem(answer.problem);
      router.refresh();
    });
  };
  return (
    <div className="flex flex-col gap-3">
      {problem && <ProblemNote problem={problem} />}
      <RequestList isInCard requests={requests} onAction={onAction} />
    </div>
  );
}
