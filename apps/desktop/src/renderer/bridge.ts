import { useSyncExternalStore } from 'react';
import type { DevPulseBridge } from '../ipc/channels.ts';
import type { AppView } from '../ipc/view.ts';

declare global {
  interface Window {
    /** Put there by the preload; nothing else of the system is within reach of a window. */
    readonly devpulse: DevPulseBridge;
  }
}

/** The last picture that main sent, and when it came, by the steady clock of this window. */
export type Received = { view: AppView; receivedAt: number };

let received: Received | null = null;
const listeners = new Set<() => void>();

function take(view: AppView) {
  received = { view, receivedAt: performance.now() };
  for (const listener of listeners) listener();
}

/** Asks for the picture once and follows every later one. */
export async function followView(): Promise<void> {
  window.devpulse.onView(take);
  const first = await window.devpulse.getView();
  if (received === null) take(first);
}

/** Null until main answered for the first time. */
export function useReceived(): Received | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => received,
  );
}
