import type { LiveChange } from '@devpulse/contracts/live';
import type { LiveState } from '@devpulse/ui/live-indicator';

export type LiveListener = {
  onState: (state: LiveState) => void;
  /** From now on nothing is missed; what changed between the last read and this moment was. */
  onOpen: () => void;
  onChange: (change: LiveChange) => void;
  /** The reader's own time has changed, here or on another device. */
  onOwnTime: () => void;
};

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

/** Follows a stream of changes until it is closed. The browser reconnects by itself; an answer that ends it is tried again. */
export function followChanges(address: string, listener: LiveListener): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE;

  const connect = () => {
    source = new EventSource(address);
    source.onopen = () => {
      pause = FIRST_PAUSE;
      listener.onState('live');
      listener.onOpen();
    };
    source.addEventListener('changed', (event: MessageEvent<string>) => {
      listener.onChange(JSON.parse(event.data) as LiveChange);
    });
    source.addEventListener('attendance', () => listener.onOwnTime());
    source.onerror = () => {
      listener.onState('reconnecting');
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, pause);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    };
  };
  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
