import type { Problem } from '@devpulse/contracts/problem';
import { StateView } from '@devpulse/ui/state-view';
import type { ReactNode } from 'react';
import { RetryButton } from './retry-button.tsx';

/** What failed, what can be done, and what to quote when asking for help. */
export function ProblemView({
  what,
  problem,
  action,
}: {
  what: string;
  problem: Problem;
  action?: ReactNode;
}) {
  return (
    <StateView
      kind="error"
      title={what}
      action={
        <>
          <RetryButton />
          {action}
        </>
      }
    >
      <p>{problem.detail}</p>
      {problem.remedy && <p>{problem.remedy}</p>}
      <p className="role-caption">
        {problem.code}
        {problem.status > 0 && `, status ${problem.status}`}
        {problem.requestId !== '-' && (
          <>
            , request <span className="font-mono">{problem.requestId}</span>
          </>
        )}
      </p>
    </StateView>
  );
}
