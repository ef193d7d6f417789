import type { MomentWords } from '@devpulse/ui/words/moment-words';
import { clsx } from 'clsx';
import { Check, CloudOff, RefreshCw, TriangleAlert } from 'lucide-react';
import type { AppView } from '../../ipc/view.ts';
import { syncLine } from '../words/status.ts';

const LOOKS = {
  synced: { Icon: Check, className: 'text-muted' },
  sending: { Icon: RefreshCw, className: 'text-muted' },
  offline: { Icon: CloudOff, className: 'text-caution' },
  needs_you: { Icon: TriangleAlert, className: 'text-bad' },
};

/** How far recorded entries are on their way; a press sends what waits. */
export function SyncStatus({ view, moments }: { view: AppView; moments: MomentWords }) {
  const { Icon, className } = LOOKS[view.sync.state];
  return (
    <button
      type="button"
      title="Send now"
      onClick={() => void window.devpulse.entries({ type: 'send_now' })}
      className={clsx('role-caption inline-flex h-6 items-center gap-1.5', className)}
    >
      <Icon aria-hidden size={14} className={clsx('shrink-0', view.sync.state === 'sending' && 'turning')} />
      {syncLine(view, moments)}
    </button>
  );
}
