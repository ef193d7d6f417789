export type Check = {
  name: string;
  /** What is not required may be down without the process being unable to serve. */
  isRequired: boolean;
  /** Resolves when the part answers. */
  probe: () => Promise<unknown>;
  timeoutMilliseconds?: number;
};

export type CheckResult = {
  name: string;
  status: 'up' | 'down';
  milliseconds: number;
  reason?: 'failed' | 'timed_out';
};

export type Readiness = { status: 'ready' | 'degraded' | 'unavailable'; checks: CheckResult[] };

const DEFAULT_TIMEOUT_MILLISECONDS = 2000;

/** Asks every part at once. A required part that is down makes it unavailable, another one degraded. Never rejects. */
export async function readReadiness(checks: readonly Check[]): Promise<Readiness> {
  const results = await Promise.all(checks.map(runCheck));
  const isDown = (check: Check, index: number) => results[index]?.status === 'down' && check.isRequired;
  if (checks.some(isDown)) return { status: 'unavailable', checks: results };
  const isDegraded = results.some((result) => result.status === 'down');
  return { status: isDegraded ? 'degraded' : 'ready', checks: results };
}

/** The status line a load balancer reads: a degraded process still takes traffic. */
export function readinessStatusCode(readiness: Readiness): 200 | 503 {
  return readiness.status === 'unavailable' ? 503 : 200;
}

async function probeOnce(check: Check): Promise<'up' | 'failed'> {
  try {
    await check.probe();
    return 'up';
  } catch {
    return 'failed';
  }
}

async function runCheck(check: Check): Promise<CheckResult> {
  const startedAt = performance.now();
  const limit = check.timeoutMilliseconds ?? DEFAULT_TIMEOUT_MILLISECONDS;
  let timer: NodeJS.Timeout | undefined;
  const outcome = await Promise.race([
    probeOnce(check),
    new Promise<'timed_out'>((resolve) => {
      timer = setTimeout(resolve, limit, 'timed_out');
    }),
  ]);
  clearTimeout(timer);
  const milliseconds = Math.round(performance.now() - startedAt);
  if (outcome === 'up') return { name: check.name, status: 'up', milliseconds };
  return { name: check.name, status: 'down', milliseconds, reason: outcome };
}
