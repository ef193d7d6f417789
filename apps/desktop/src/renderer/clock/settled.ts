import { useEffect, useRef } from 'react';

const SETTLING_MS = 400;

/** Whether a value has stood long enough for a press to mean what stands there now. */
export function useSettled(value: string): () => boolean {
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  const known = useRef(value);
  useEffect(() => {
    if (known.current === value) return;
    known.current = value;
    changedAt.current = performance.now();
  }, [value]);
  return () => performance.now() - changedAt.current >= SETTLING_MS;
}
