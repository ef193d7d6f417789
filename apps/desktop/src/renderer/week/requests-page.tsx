import { RequestList } from '@devpulse/ui/attendance/request-list';
import { EmptyState } from '@devpulse/ui/empty-state';
import { IconButton } from '@devpulse/ui/icon-button';
import { ChevronLeft, Inbox } from 'lucide-react';
import type { RequestView } from '../../ipc/requests.ts';
import { useCommand } from '../command.ts';
import { useMoments } from '../moments.ts';
import { listedRequest } from '../words/correction.ts';
import { problemLine } from '../words/status.ts';
import { type Go, useTitleFocus } from './week-place.ts';

/** Corrections that were asked for, each with who decided and why. */
export function RequestsPage({
  requests,
  zone,
  go,
  onSay,
}: {
  requests: readonly RequestView[];
  zone: string;
  go: Go;
  onSay: (words: string) => void;
}) {
  useTitleFocus();
  const moments = useMoments(zone);
  const { run, problem } = useCommand();
  const act = (id: string) => {
    const request = requests.find(({ requestId }) => requestId === id);
    if (!request) return;
    if (request.state === 'declined') {
      go({ page: 'correct', day: request.day, sessionId: request.sessionId });
      return;
    }
    void run(() => window.devpulse.correct({ type: 'take_back', requestId: id })).then(
      (isDone) => isDone && onSay('Request taken back.'),
    );
  };
  return (
    <main className="flex min-h-full flex-col gap-3 p-4">
      <header className="-ms-2 flex items-center gap-1">
        <IconButton label="Back to week" onClick={() => go({ page: 'week' })}>
          <ChevronLeft aria-hidden size={16} />
        </IconButton>
        <h1 tabIndex={-1} className="role-section outline-none">
          My requests
        </h1>
      </header>
      {problem && (
        <p role="alert" className="role-caption text-bad">
          {problemLine(problem)}
        </p>
      )}
      {requests.length === 0 ? (
        <EmptyState icon={Inbox} title="No requests">
          Corrections that you ask for appear here, with who decides and what was decided.
        </EmptyState>
      ) : (
        <RequestList requests={requests.map((one) => listedRequest(one, moments))} onAction={act} />
      )}
      <p className="role-body text-muted">
        The first times are always kept, and you see every change with its reason.
      </p>
    </main>
  );
}
