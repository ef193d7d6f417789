/**
 * Turns a stream of "something changed" into few reads: the first at once, further ones together, at least
 * `leastInterval` ms from start to start, and never two at a time. The last change is always followed by a read.
 */
export type RefreshGate = { request(): void; finished(): void; stop(): void };

export type GateOptions = {
  refresh: () => void;
  leastInterval: number;
  /** A read that has not been reported finished after this many ms is given up. */
  patience: number;
  now?: () => number;
};

export function createRefreshGate({
  refresh,
  leastInterval,
  patience,
  now = Date.now,
}: GateOptions): RefreshGate {
  let startedAt = Number.NEGATIVE_INFINITY;
  let isRunning = false;
  let isWanted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const after = (milliseconds: number, run: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  };
  const start = () => {
    isWanted = false;
    isRunning = true;
    startedAt = now();
    after(patience, finished);
    refresh();
  };
  const proceed = () => {
    if (!isWanted || isRunning) return;
    const wait = startedAt + leastInterval - now();
    if (wait <= 0) start();
    else after(wait, proceed);
  };
  const finished = () => {
    if (!isRunning) return;
    isRunning = false;
    clearTimeout(timer);
    proceed();
  };
  return {
    request: () => {
      isWanted = true;
      proceed();
    },
    finished,
    stop: () => clearTimeout(timer),
  };
}
