'use client';

import { useEffect } from 'react';
import { useRefresh } from '../../lib/use-refresh.ts';

/** Coming back sooner than this shows what stands. */
const FRESH_MS = 5000;

/** Reads the page anew when it comes into sight again: another tab or device may have acted meanwhile. */
export function ReadAnew() {
  const refresh = useRefresh();
  useEffect(() => {
    let hiddenAt = performance.now();
    const onVisibility = () => {
      if (document.visibilityState === 'hidden') hiddenAt = performance.now();
      else if (performance.now() - hiddenAt > FRESH_MS) void refresh();
    };
    document.addEventListener('visibilitychange', onVisibility);
    return () => document.removeEventListener('visibilitychange', onVisibility);
  }, [refresh]);
  return null;
}
