/** Rings for a recomputation, at most once per interval and organization, however many facts arrive. */
export type RollupBell = {
  ring(organizationId: string): void;
  /** Notes that a recomputation took so long: the organization's next ring, even one that is on its way, waits for a rest. */
  rest(organizationId: string, milliseconds: number): void;
  flush(): Promise<void>;
};

const INTERVAL_MS = 100;
/** Recomputations take at most a third of the time while deliveries keep coming. */
const REST_SHARE = 2;
const LONGEST_REST_MS = 400;

/**
 * `send` queues one computeDailyMetrics job. The ring comes after the interval, and after the rest where there is one, so that a burst of
 * facts is one job. What is lost with the process, or because the queue is away, the sweeper finds: the dirty marks are the truth.
 */
export function createRollupBell(options: {
  send: (organizationId: string) => Promise<void>;
  onError: (error: unknown) => void;
  intervalMs?: number;
}): RollupBell {
  const timers = new Map<string, NodeJS.Timeout>();
  const restUntil = new Map<string, number>();
  const fire = async (organizationId: string) => {
    clearTimeout(timers.get(organizationId));
    timers.delete(organizationId);
    await options.send(organizationId).catch(options.onError);
  };
  const arm = (organizationId: string) => {
    const rest = (restUntil.get(organizationId) ?? 0) - Date.now();
    const wait = Math.max(options.intervalMs ?? INTERVAL_MS, rest);
    timers.set(
      organizationId,
      setTimeout(() => void fire(organizationId), wait),
    );
  };
  return {
    ring(organizationId) {
      if (!timers.has(organizationId)) arm(organizationId);
    },
    rest(organizationId, milliseconds) {
      const now = Date.now();
      for (const [other, until] of restUntil) if (until <= now) restUntil.delete(other);
      restUntil.set(organizationId, now + Math.min(LONGEST_REST_MS, REST_SHARE * milliseconds));
      if (!timers.has(organizationId)) return;
      clearTimeout(timers.get(organizationId));
      arm(organizationId);
    },
    async flush() {
      await Promise.all([...timers.keys()].map(fire));
    },
  };
}
