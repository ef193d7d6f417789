/** Ctrl-C reaches a supervisor twice: from the terminal and through npm. Within this time it is one request. */
const sameRequestMilliseconds = 1_000;

export interface ShutdownRequest {
  /** Resolves with the reason for which this process should end. */
  requested: Promise<string>;
  request(reason: string): void;
  isRequested(): boolean;
  /** Called at the second Ctrl-C. */
  onInsist(kill: () => void): void;
}

export function listenForShutdown(): ShutdownRequest {
  const { promise, resolve } = Promise.withResolvers<string>();
  let firstAt: number | undefined;
  let kill = () => {};
  const request = (reason: string) => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      resolve(reason);
    } else if (performance.now() - firstAt > sameRequestMilliseconds) {
      kill();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => request(signal));
  return {
    requested: promise,
    request,
    isRequested: () => firstAt !== undefined,
    onInsist: (work) => {
      kill = work;
    },
  };
}
