'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent } from 'react';

/** Coming back sooner than this shows what stands. */
const FRESH_MS = 5000;

/** Reads the page anew when it comes into sight again: another tab or device may have acted meanwhile. */
export function ReadAnew() {
  const router = useRouter();
  const refresh = useEffectEvent(() => router.refresh());
  useEffect(() => {
    let hiddenAt = performance.now();
    const onVisibility = () => {
      if (document.visibilityState === 'hidden') hiddenAt = performance.now();
      else if (navigator.onLine && performance.now() - hiddenAt > FRESH_MS) refresh();
    };
    document.addEventListener('visibilitychange', onVisibility);
    return () => document.removeEventListener('visibilitychange', onVisibility);
  }, []);
  return null;
}
