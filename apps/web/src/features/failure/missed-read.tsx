'use client';

import { Button } from '@devpulse/ui/button';
import { CircleAlert } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useState, useSyncExternalStore, useTransition } from 'react';
import {
  followMissedRead,
  hereAddress,
  isServerThere,
  missedRead,
  noteMissedRead,
  watchPageReads,
} from '../../lib/page-reads.ts';

/** Says over the page that stays what could not be read, and reads it once the server is back. */
export function MissedRead() {
  const router = useRouter();
  const missed = useSyncExternalStore(followMissedRead, missedRead, () => null);
  const [isTrying, startTrying] = useTransition();
  const [isStill, setIsStill] = useState(false);
  useEffect(watchPageReads, []);
  const tryAgain = () =>
    startTrying(async () => {
      const isThere = await isServerThere();
      setIsStill(!isThere);
      if (!isThere || missed === null) return;
      noteMissedRead(null);
      if (missed === hereAddress()) router.refresh();
      else router.push(missed);
    });
  const onNetwork = useEffectEvent(() => {
    if (missed === hereAddress()) tryAgain();
  });
  useEffect(() => {
    const listener = () => onNetwork();
    window.addEventListener('online', listener);
    return () => window.removeEventListener('online', listener);
  }, []);
  if (missed === null) return null;
  return (
    <div
      role="alert"
      className="fixed inset-x-4 bottom-4 z-30 max-rail:bottom-19 mx-auto flex max-w-[560px] flex-wrap items-center gap-3 rounded-card border border-hairline bg-card p-4 shadow-float"
    >
      <CircleAlert aria-hidden size={16} className="shrink-0 text-bad" />
      <p className="role-body min-w-0 flex-1 basis-60">
        {missed === hereAddress() ? 'This page could not be read anew.' : 'The page could not be opened.'}{' '}
        {causeOf(isStill)} {missed === hereAddress() ? 'It may be old.' : 'This one stays as it is.'}
      </p>
      <div className="flex gap-2">
        <Button kind="main" aria-disabled={isTrying} onClick={() => isTrying || tryAgain()}>
          {isTrying ? 'Trying again' : 'Try again'}
        </Button>
        <Button onClick={() => noteMissedRead(null)}>Close</Button>
      </div>
    </div>
  );
}

function causeOf(isStill: boolean): string {
  if (!navigator.onLine) return 'This device has no network.';
  return isStill ? 'DevPulse still does not answer.' : 'DevPulse does not answer right now.';
}
