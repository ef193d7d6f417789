import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** A JWT of an App is refused when a clock is off by more than a minute. */
const ALARMING_SKEW_MS = 20_000;

/** Counts what is asked of GitHub, and warns when its clock and ours come apart. No label or line names whose request it was. */
export function observeGithub({ metrics, logger }: { metrics: Metrics; logger: Logger }) {
  const alarmed = new Set<string>();
  return {
    onRequest({ kind, outcome }: { kind: string; outcome: string }): void {
      metrics.githubRequestsTotal.inc({ kind, outcome });
    },
    onBudget({ resource, limit, remaining }: { resource: string; limit: number; remaining: number }): void {
      metrics.githubBudgetLeft.set({ resource }, limit === 0 ? 0 : remaining / limit);
    },
    onSkew({ webUrl, milliseconds }: { webUrl: string; milliseconds: number }): void {
      metrics.githubClockSkewSeconds.set(milliseconds / 1_000);
      if (Math.abs(milliseconds) <= ALARMING_SKEW_MS) {
        alarmed.delete(webUrl);
      } else if (!alarmed.has(webUrl)) {
        alarmed.add(webUrl);
        logger.error(
          { skewSeconds: milliseconds / 1_000 },
          'the clock of this machine and that of GitHub differ',
        );
      }
    },
  };
}
