'use client';

import { LiveIndicator, type LiveState } from '@devpulse/ui/live-indicator';
import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useRef, useState, useTransition } from 'react';
import { followChanges } from './live-connection.ts';
import { createRefreshGate, type RefreshGate } from './refresh-gate.ts';

const LEAST_INTERVAL = 400;
const PATIENCE = 10_000;

/** Follows the organization while the page is in sight, and reads the page anew when a figure changed. */
export function LiveStatus({
  address,
  zone,
  initialDetail,
}: {
  address: string;
  zone: string;
  /** What stands beside the state until the first event, from the server. */
  initialDetail: string | null;
}) {
  const [state, setState] = useState<LiveState>('connecting');
  const [lastEvent, setLastEvent] = useState<string | null>(null);
  const gate = useRefreshGate();
  const onChange = useEffectEvent((receivedAt: string) => setLastEvent(timeText(receivedAt, zone)));

  useEffect(() => {
    let close: (() => void) | undefined;
    const follow = () => {
      close = followChanges(address, {
        onState: setState,
        onOpen: () => gate.current?.request(),
        onOwnTime: () => gate.current?.request(),
        onChange: (change) => {
          onChange(change.receivedAt ?? change.computedAt);
          gate.current?.request();
        },
      });
    };
    const onVisibility = () => {
      close?.();
      close = undefined;
      if (document.visibilityState === 'hidden') setState('paused');
      else follow();
    };
    if (document.visibilityState === 'visible') follow();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      close?.();
    };
  }, [address, gate]);

  return (
    <LiveIndicator state={state} detail={lastEvent === null ? initialDetail : `last event ${lastEvent}`} />
  );
}

/** Reads the page again inside a transition, so what is shown stays until the new figures are there. */
function useRefreshGate() {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  const gate = useRef<RefreshGate>(null);
  // Whoever tells of a change is there to be read from.
  const refresh = useEffectEvent(() => startReading(() => router.refresh()));
  useEffect(() => {
    const own = createRefreshGate({
      refresh: () => refresh(),
      leastInterval: LEAST_INTERVAL,
      patience: PATIENCE,
    });
    gate.current = own;
    return () => own.stop();
  }, []);
  useEffect(() => {
    if (!isReading) gate.current?.finished();
  }, [isReading]);
  return gate;
}

/** `14:31:52` in the organization's zone. */
function timeText(instant: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: zone }).format(new Date(instant));
}
