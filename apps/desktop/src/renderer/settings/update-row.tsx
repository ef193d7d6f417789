import { Button } from '@devpulse/ui/button';
import { Row } from '@devpulse/ui/row-group';
import { ArrowUp, Check, type LucideIcon, RefreshCw, TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import type { UpdateView } from '../../ipc/settings.ts';
import type { AppView } from '../../ipc/view.ts';
import { useCommand } from '../command.ts';
import { useMoments } from '../moments.ts';
import { updateWords } from '../words/settings.ts';

const LOOKS: Record<
  UpdateView['state'],
  { Icon: LucideIcon; tone: string; action: 'check' | 'restart_now' | null }
> = {
  not_checked: { Icon: RefreshCw, tone: 'text-muted', action: 'check' },
  checking: { Icon: RefreshCw, tone: 'text-muted', action: null },
  downloading: { Icon: RefreshCw, tone: 'text-muted', action: null },
  up_to_date: { Icon: Check, tone: 'text-good', action: 'check' },
  ready: { Icon: ArrowUp, tone: 'text-accent', action: 'restart_now' },
  failed: { Icon: TriangleAlert, tone: 'text-caution', action: 'check' },
  unsupported: { Icon: Check, tone: 'text-muted', action: null },
};

/** Whether there is a newer version; it never restarts under a running clock by itself. */
export function UpdateRow({ view, onSay }: { view: AppView; onSay: (words: string) => void }) {
  const { update } = view;
  const moments = useMoments(view.settings.zone.name);
  const { run, isBusy } = useCommand();
  const { Icon, tone, action } = LOOKS[update.state];
  const { title, detail, button } = updateWords(update, view.sentAt, moments);
  const spoken = update.state === 'ready' ? `${title}. It installs after you clock out.` : null;
  useEffect(() => {
    if (spoken !== null) onSay(spoken);
  }, [spoken, onSay]);
  return (
    <Row icon={<Icon aria-hidden size={16} className={tone} />} title={title} detail={detail}>
      {action && (
        <Button
          aria-disabled={isBusy}
          onClick={() => void run(() => window.devpulse.update({ type: action }))}
        >
          {button}
        </Button>
      )}
    </Row>
  );
}
