'use client';

import { useEffect, useState } from 'react';

const MINUTE = 60_000;

/**
 * Milliseconds that have passed since the server's answer, added to what it said. Measured with the browser's monotonic clock, so a clock
 * that is set wrong shows the right duration.
 */
export function useElapsed(atFirst: number, isRunning: boolean, every = MINUTE / 4): number {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    if (!isRunning) return;
    const begin = performance.now();
    const timer = setInterval(() => setPassed(performance.now() - begin), every);
    return () => clearInterval(timer);
  }, [isRunning, every]);
  return atFirst + passed;
}
