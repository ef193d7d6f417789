'use client';

import { useEffect, useTransition } from 'react';
import { useRefresh } from '../../lib/use-refresh.ts';

/** Reads the page anew this many milliseconds after the last read, while it is in sight; what is shown stays until then. */
export function FollowProgress({ every }: { every: number }) {
  const refresh = useRefresh();
  const [isReading, startReading] = useTransition();
  useEffect(() => {
    if (isReading) return;
    const read = () => {
      if (document.visibilityState === 'visible') startReading(refresh);
    };
    const timer = setTimeout(read, every);
    document.addEventListener('visibilitychange', read);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', read);
    };
  }, [every, isReading, refresh]);
  return null;
}
