import { AccessLog } from '@devpulse/ui/attendance/access-log';
import { Button } from '@devpulse/ui/button';
import { EmptyState } from '@devpulse/ui/empty-state';
import { TextButton } from '@devpulse/ui/text-button';
import type { MomentWords } from '@devpulse/ui/words/moment-words';
import { CloudOff, Eye } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { AppView } from '../../ipc/view.ts';
import type { AccessLogView } from '../../ipc/week.ts';
import { useMoments } from '../moments.ts';
import { Announced } from '../parts/announced.tsx';
import { Foot } from '../parts/foot.tsx';
import { ScrollArea } from '../parts/scroll-area.tsx';
import { accessEntries, offlineLog, WHO_LOOKED } from '../words/privacy.ts';

const UNREACHED: AccessLogView = { entries: [], asOf: null, isOffline: true };

/** Every view and export of one's own data by another. Needs the server. */
export function LookedPage({ view, onSay }: { view: AppView; onSay: (words: string) => void }) {
  const moments = useMoments(view.settings.zone.name);
  const [log, setLog] = useState<AccessLogView | null>(null);
  const load = useCallback(() => {
    window.devpulse.loadAccessLog().then(setLog, () => setLog(UNREACHED));
  }, []);
  useEffect(load, [load]);
  if (log === null) return null;
  return (
    <>
      <ScrollArea label="Who looked" isPadded={false}>
        <Log log={log} moments={moments} retry={load} />
      </ScrollArea>
      <LogFoot log={log} view={view} moments={moments} />
      <Announced words={announcementOf(log)} onSay={onSay} />
    </>
  );
}

function announcementOf({ isOffline, entries }: AccessLogView): string {
  if (isOffline) return 'Not available offline';
  if (entries.length === 0) return 'Nobody has looked';
  return entries.length === 1 ? '1 entry' : `${entries.length} entries`;
}

function Log({
  log,
  moments,
  retry,
}: {
  log: AccessLogView;
  moments: MomentWords;
  retry: () => void;
}): ReactNode {
  if (log.isOffline) {
    return (
      <EmptyState
        icon={CloudOff}
        isCaution
        title="Not available offline"
        action={<Button onClick={retry}>Try again</Button>}
      >
        {offlineLog(log, moments)}
      </EmptyState>
    );
  }
  if (log.entries.length === 0) {
    return (
      <EmptyState icon={Eye} title="Nobody has looked">
        When a manager, an Admin or the Owner views or exports your hours, it appears here within a minute.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-3 p-4">
      <p className="role-body max-w-[64ch]">{WHO_LOOKED}</p>
      <AccessLog label="Who looked" entries={accessEntries(log, moments)} />
    </div>
  );
}

function LogFoot({ log, view, moments }: { log: AccessLogView; view: AppView; moments: MomentWords }) {
  if (log.isOffline) {
    const since = view.sync.state === 'offline' ? ` since ${moments.time(view.sync.since)}` : '';
    return (
      <Foot>
        <span className="text-caution">Offline{since}</span>
      </Foot>
    );
  }
  return (
    <Foot
      actions={
        log.entries.length > 0 && (
          <TextButton size="caption" onClick={() => void window.devpulse.openLink('export_data')}>
            Export CSV
          </TextButton>
        )
      }
    >
      Kept 12 months{log.asOf !== null && `, up to date ${moments.time(log.asOf)}`}
    </Foot>
  );
}
