import { useEffect, useReducer } from 'react';

/** How long until a count that grows with time shows its next step, in milliseconds; never less than 1. */
export function untilNextStep(elapsedMs: number, stepMs: number): number {
  return Math.max(1, Math.ceil(stepMs - (elapsedMs % stepMs)));
}

/**
 * A count of milliseconds that stood at `baseMs` when `receivedAt` was read from `performance.now()`, and grows from then on. Renders once a
 * step, on the step; sets no timer while the window is hidden or nothing runs.
 */
export function useRunning(
  { baseMs, isRunning, receivedAt }: { baseMs: number; isRunning: boolean; receivedAt: number },
  stepMs: number,
): number {
  const [, render] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (!isRunning) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => baseMs + performance.now() - receivedAt;
    const plan = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'hidden') return;
      timer = setTimeout(step, untilNextStep(read(), stepMs));
    };
    const step = () => {
      render();
      plan();
    };
    const onVisibility = () => (document.visibilityState === 'hidden' ? clearTimeout(timer) : step());
    document.addEventListener('visibilitychange', onVisibility);
    plan();
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [baseMs, isRunning, receivedAt, stepMs]);
  return isRunning ? baseMs + performance.now() - receivedAt : baseMs;
}
