'use client';

import type { FlowPoint } from '@devpulse/ui/charts/flow-point';
import { Skeleton } from '@devpulse/ui/state-view';
import { type ComponentType, useEffect, useRef, useState } from 'react';

type ChartProps = { points: readonly FlowPoint[]; title: string; descriptionId: string };
type Loaded = { Chart: ComponentType<ChartProps> } | 'loading' | 'failed';

/** A skeleton shows itself after 200 ms, and what is seen stays at least 400 ms. */
const SKELETON_DELAY = 200;
const SKELETON_LEAST = 400;

/** Loads the chart library when the chart comes near and the browser is idle, so that figures never wait for it. */
export function LazyFlowChart(props: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [loaded, setLoaded] = useState<Loaded>('loading');
  useEffect(() => {
    const element = box.current;
    return element ? whenNear(element, () => void loadChart().then(setLoaded)) : undefined;
  }, []);
  return (
    <div ref={box} className="relative mt-3 min-h-46 grow">
      {loaded === 'loading' && <Skeleton className="absolute inset-0" />}
      {loaded === 'failed' && (
        <p className="role-body text-muted">
          The chart could not be loaded. The table below holds the same numbers.
        </p>
      )}
      {typeof loaded === 'object' && (
        <div className="absolute inset-0">
          <loaded.Chart {...props} />
        </div>
      )}
    </div>
  );
}

async function loadChart(): Promise<Loaded> {
  const startedAt = performance.now();
  try {
    const { FlowChart } = await import('@devpulse/ui/charts/flow-chart');
    const waited = performance.now() - startedAt;
    const rest = waited < SKELETON_DELAY ? 0 : SKELETON_DELAY + SKELETON_LEAST - waited;
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    return { Chart: FlowChart };
  } catch {
    return 'failed';
  }
}

/** Calls back once; the answer cancels. */
function whenNear(element: Element, callback: () => void): () => void {
  let idle: number | undefined;
  const requestIdle = window.requestIdleCallback ?? ((run: () => void) => window.setTimeout(run, 200));
  const cancelIdle = window.cancelIdleCallback ?? window.clearTimeout;
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      idle = requestIdle(callback, { timeout: 2000 });
    },
    { rootMargin: '400px' },
  );
  observer.observe(element);
  return () => {
    observer.disconnect();
    if (idle !== undefined) cancelIdle(idle);
  };
}
