import { IconButton } from '@devpulse/ui/icon-button';
import { TextButton } from '@devpulse/ui/text-button';
import { ChartNoAxesColumn, Settings2 } from 'lucide-react';
import { useState } from 'react';
import type { ClockCommand } from '../../ipc/commands.ts';
import type { WorkView } from '../../ipc/view.ts';
import type { Received } from '../bridge.ts';
import { useMoments } from '../moments.ts';
import { Foot } from '../parts/foot.tsx';
import { ClockActions } from './clock-actions.tsx';
import { ClockFace } from './clock-face.tsx';
import { ClockNotice } from './clock-notice.tsx';
import { OrganizationName } from './organization-name.tsx';
import { SyncStatus } from './sync-status.tsx';
import { FoldedTotals, OpenTotals } from './totals.tsx';

/** The clock. It and its buttons never move; a notice opens beneath them and folds the week into one line. */
export function ClockScreen({ received, work }: { received: Received; work: WorkView }) {
  const { view } = received;
  const moments = useMoments(view.settings.zone.name);
  const [lastDone, setLastDone] = useState<ClockCommand['type'] | null>(null);
  const { notice } = view;
  return (
    <main className="flex min-h-full flex-col">
      <header className="flex h-11 shrink-0 items-center ps-4 pe-2">
        <h1 className="sr-only">DevPulse</h1>
        <OrganizationName work={work} />
        <IconButton label="Week" onClick={() => void window.devpulse.openWindow({ window: 'week' })}>
          <ChartNoAxesColumn aria-hidden size={16} />
        </IconButton>
        <IconButton label="Settings" onClick={() => void window.devpulse.openWindow({ window: 'settings' })}>
          <Settings2 aria-hidden size={16} />
        </IconButton>
      </header>
      <ClockFace work={work} received={received} moments={moments} />
      <ClockActions state={work.clock.state} onDone={setLastDone} />
      {notice && (
        <div className="p-4 pb-3">
          <ClockNotice
            key={notice.id}
            notice={notice}
            now={view.sentAt}
            moments={moments}
            hasFocus={notice.kind === 'clocked_out' && lastDone === 'clock_out'}
          />
        </div>
      )}
      <div className="mt-auto pt-4">
        {notice ? (
          <FoldedTotals work={work} received={received} />
        ) : (
          <OpenTotals work={work} received={received} />
        )}
      </div>
      <Foot actions={<CollectedLink />}>
        <SyncStatus view={view} moments={moments} />
      </Foot>
    </main>
  );
}

export function CollectedLink() {
  return (
    <TextButton
      size="caption"
      onClick={() => void window.devpulse.openWindow({ window: 'privacy', tab: 'collected' })}
    >
      What is collected
    </TextButton>
  );
}
