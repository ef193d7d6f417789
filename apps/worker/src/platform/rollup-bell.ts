/** Rings for a recomputation, at most once per interval and organization, however many facts arrive. */
export type RollupBell = { ring(organizationId: string): void; flush(): Promise<void> };

const INTERVAL_MS = 100;

/**
 * `send` queues one computeDailyMetrics job. The ring comes after the interval, so that a burst of facts is one job. What
 * is lost with the process, or because the queue is away, the sweeper finds: the dirty marks are the truth.
 */
export function createRollupBell(options: {
  send: (organizationId: string) => Promise<void>;
  onError: (error: unknown) => void;
  intervalMs?: number;
}): RollupBell {
  const timers = new Map<string, NodeJS.Timeout>();
  const fire = async (organizationId: string) => {
    clearTimeout(timers.get(organizationId));
    timers.delete(organizationId);
    await options.send(organizationId).catch(options.onError);
  };
  return {
    ring(organizationId) {
      if (timers.has(organizationId)) return;
      timers.set(
        organizationId,
        setTimeout(() => void fire(organizationId), options.intervalMs ?? INTERVAL_MS),
      );
    },
    async flush() {
      await Promise.all([...timers.keys()].map(fire));
    },
  };
}
