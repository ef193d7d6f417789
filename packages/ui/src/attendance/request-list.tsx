import { clsx } from 'clsx';
import { Check, Clock, Lock, Undo2, X } from 'lucide-react';
import { Rows } from '../row-group.tsx';
import { TextButton } from '../text-button.tsx';

const STATES = {
  waiting: { Icon: Clock, word: 'Waiting', className: 'text-caution' },
  approved: { Icon: Check, word: 'Approved', className: 'text-good' },
  declined: { Icon: X, word: 'Not approved', className: 'text-muted' },
  taken_back: { Icon: Undo2, word: 'Taken back', className: 'text-muted' },
  locked: { Icon: Lock, word: 'Locked', className: 'text-muted' },
};
export type RequestState = keyof typeof STATES;

export type ListedRequest = {
  id: string;
  /** `Wed 21 Oct, out 19:10` */
  title: string;
  /** Who decided or decides, when, and with which words. */
  detail: string;
  state: RequestState;
  action: 'Take back' | 'Ask again' | null;
};

/** Corrections that were asked for, each with its state in words. */
export function RequestList({
  requests,
  isInCard = false,
  onAction,
}: {
  requests: readonly ListedRequest[];
  /** Then it has no frame of its own. */
  isInCard?: boolean;
  onAction: (id: string) => void;
}) {
  return (
    <Rows isInCard={isInCard}>
      {requests.map((request) => {
        const { Icon, word, className } = STATES[request.state];
        return (
          <li key={request.id} className={clsx('flex items-start gap-3', isInCard ? 'py-3' : 'p-3')}>
            <Icon aria-hidden size={16} className={clsx('shrink-0', className)} />
            <div className="flex min-w-0 flex-1 flex-col items-start gap-1">
              <p className="role-label">{request.title}</p>
              <p className="role-caption text-muted [overflow-wrap:anywhere]">{request.detail}</p>
              {request.action && (
                <TextButton
                  aria-label={`${request.action}: ${request.title}`}
                  onClick={() => onAction(request.id)}
                >
                  {request.action}
                </TextButton>
              )}
            </div>
            <span className={clsx('role-label whitespace-nowrap', className)}>{word}</span>
          </li>
        );
      })}
    </Rows>
  );
}
